import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'

/** A record as an export tells it; every value is checked when it is encoded. */
export type PlainRecord = Record<string, unknown>

/** Names of fields in order of their tags, from 1, each with how its value becomes bytes. */
const fields = [
  ['ver', 'int'],
  ['alg', 'int'],
  ['ledger_id', 'text'],
  ['epoch', 'int'],
  ['seq', 'int'],
  ['prev', 'hash'],
  ['boot_id', 'text'],
  ['mono_ms', 'int'],
  ['wall_ms', 'int'],
  ['last_receipt_seq', 'int'],
  ['actor', 'text'],
  ['role', 'text'],
  ['session', 'text'],
  ['auth_mode', ['none', 'online', 'offline']],
  [
    'type',
    [
      '',
      'app.start',
      'app.stop',
      'heartbeat',
      'login.attempt',
      'session.start',
      'session.lock',
      'session.unlock',
      'session.end',
      'action',
      'reveal',
      'ledger.finding',
    ],
  ],
  ['object', 'text'],
  ['body_hash', 'hash'],
  ['app_ver', 'text'],
  ['policy_ver', 'text'],
] as const

/** A line that is no record of this format; the message names the field. */
export class Unreadable extends Error {}

function integer(value: unknown, name: string): Buffer {
  if (!Number.isSafeInteger(value)) throw new Unreadable(`${name} is no whole number`)
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value as number))
  return bytes
}

function bytesOf(value: unknown, name: string, kind: (typeof fields)[number][1]): Buffer {
  if (kind === 'int') return integer(value, name)
  if (typeof value !== 'string') throw new Unreadable(`${name} is no text`)
  if (kind === 'text') return Buffer.from(value.normalize('NFC'), 'utf8')
  if (kind === 'hash') {
    if (!/^([0-9a-f]{64})?$/.test(value)) throw new Unreadable(`${name} is no hash`)
    return Buffer.from(value, 'hex')
  }
  const place = (kind as readonly string[]).indexOf(value)
  if (place === -1 || (name === 'type' && place === 0)) {
    throw new Unreadable(`${name} "${value}" is not known`)
  }
  return integer(place, name)
}

/** `"CRM-LEDGER\0"`, then `tag u8 | length u32be | bytes` of every field, in order, none left out. */
export function encode(record: PlainRecord): Buffer {
  const names = Object.keys(record)
  const strange = names.find((name) => !fields.some(([known]) => known === name))
  if (strange !== undefined) throw new Unreadable(`${strange} is no field`)
  const parts: Buffer[] = [Buffer.from('CRM-LEDGER\0', 'latin1')]
  fields.forEach(([name, kind], at) => {
    const bytes = bytesOf(record[name], name, kind)
    const head = Buffer.alloc(5)
    head.writeUInt8(at + 1)
    head.writeUInt32BE(bytes.length, 1)
    parts.push(head, bytes)
  })
  return Buffer.concat(parts)
}

/** Hash of a record: SHA-256 over `0x00` and its encoding, in hex. */
export function hashOf(record: PlainRecord): string {
  return createHash('sha256').update(Buffer.of(0)).update(encode(record)).digest('hex')
}

/** SHA-256 of a text, in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The key that follows a key. */
export const evolve = (key: Uint8Array): Buffer =>
  createHmac('sha256', key).update('evolve').digest()

/** Seal of a hash by the key of its number, in hex. */
export const sealOf = (key: Uint8Array, hash: string): string =>
  createHmac('sha256', key).update(Buffer.from(hash, 'hex')).digest('hex')

/** Merkle root (RFC 6962) of leaf hashes, in hex: nodes are SHA-256 over `0x01` and both halves. */
export function merkleRoot(leaves: readonly string[]): string {
  const [only] = leaves
  if (only === undefined) return createHash('sha256').digest('hex')
  if (leaves.length === 1) return only
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1))
  const halves = [leaves.slice(0, split), leaves.slice(split)]
  const node = createHash('sha256').update(Buffer.of(1))
  for (const half of halves) node.update(Buffer.from(merkleRoot(half), 'hex'))
  return node.digest('hex')
}

/** Whether an Ed25519 signature (base64url) over a text is that of a public key (SPKI DER, base64url). */
export function isSigned(publicKey: string, text: string, signature: string): boolean {
  try {
    const der = Buffer.from(publicKey, 'base64url')
    const key = createPublicKey({ key: der, type: 'spki', format: 'der' })
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}
