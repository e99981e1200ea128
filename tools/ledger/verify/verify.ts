import {
  encode,
  evolve,
  hashOf,
  isSigned,
  type PlainRecord,
  sealOf,
  sha256,
  Unreadable,
} from './encoding.ts'

/** What is wrong, and the number of the first record it is wrong at; `line` counts from 1. */
export interface BadRecord {
  code: string
  seq: number
  line: number
}

/** What came of a file. */
export interface Verdict {
  ledgerId: string
  epoch: number
  records: number
  receipts: number
  checkpoints: number
  /** Whether seals were checked: that takes the first key. */
  sealed: boolean
  /** In the order of the file. */
  found: BadRecord[]
}

interface Line {
  kind?: unknown
  [name: string]: unknown
}

const jumpMs = 120_000
const backMs = 300_000

interface State {
  seq: number
  head: string
  boot: unknown
  mono: number
  wall: number
  seen: number
  ended: Set<unknown>
  key: Buffer | null
  keySeq: number
}

function parseLine(text: string, line: number): Line {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Line
  } catch {
    // Told below.
  }
  throw new Unreadable(`line ${line} is no JSON object`)
}

const textOf = (line: Line, name: string) => {
  const value = line[name]
  return typeof value === 'string' ? value : ''
}
const numberOf = (line: Line, name: string) => {
  const value = line[name]
  return typeof value === 'number' ? value : Number.NaN
}

function clockCode(at: State, record: PlainRecord): string | null {
  const [mono, wall] = [Number(record['mono_ms']), Number(record['wall_ms'])]
  if (at.seq === 0) return null
  if (record['boot_id'] !== at.boot) return wall < at.seen - backMs ? 'CLOCK_BACK' : null
  if (mono < at.mono) return 'CLOCK_BACK'
  return Math.abs(wall - at.wall - (mono - at.mono)) > jumpMs ? 'CLOCK_JUMP' : null
}

/** One record against the state before it; codes with their numbers. */
function recordCodes(at: State, line: Line): [string, number][] {
  const record = line['record'] as PlainRecord
  const [hash, mac] = [textOf(line, 'hash'), line['mac']]
  const seq = Number(record['seq'])
  const codes: [string, number][] = []
  if (hashOf(record) !== hash) codes.push(['HASH', seq])
  if (seq <= at.seq) return [...codes, ['FORK', seq]]
  if (seq > at.seq + 1) codes.push(['GAP', at.seq + 1])
  if (record['prev'] !== at.head) codes.push(['LINK', seq])
  if (at.key) {
    for (; at.keySeq < seq; at.keySeq += 1) at.key = evolve(at.key)
    if (sealOf(at.key, hash) !== mac) codes.push(['MAC', seq])
  }
  const clock = clockCode(at, record)
  if (clock) codes.push([clock, seq])
  const moved = record['boot_id'] !== at.boot
  if (moved && at.ended.has(record['boot_id'])) codes.push(['CLONE', seq])
  if (moved && at.seq > 0) at.ended.add(at.boot)
  const wall = Number(record['wall_ms'])
  Object.assign(at, {
    seq,
    head: hash,
    boot: record['boot_id'],
    mono: Number(record['mono_ms']),
    wall,
    seen: clock === 'CLOCK_JUMP' ? wall : Math.max(at.seen, wall),
  })
  return codes
}

/** What the device signed of a head, as the text it signed. */
function checkpointText(line: Line): string {
  const names = ['ledgerId', 'epoch', 'seq', 'head', 'wallMs', 'monoMs', 'bootId']
  return ['ocrm-ledger-checkpoint', ...names.map((name) => String(line[name]))].join(':')
}

/** What a signed text says; null where its signature does not hold. */
function opened(publicKey: string, text: string): Line | null {
  const [body = '', signature = ''] = text.split('.')
  if (!isSigned(publicKey, body, signature)) return null
  return parseLine(Buffer.from(body, 'base64url').toString('utf8'), 0)
}

function checkReceipt(
  publicKey: string,
  text: string,
  last: { text: string; serverSeq: number } | null,
  hashes: ReadonlyMap<number, string>,
): { code: string | null; seq: number; serverSeq: number } {
  const receipt = opened(publicKey, text)
  if (!receipt) return { code: 'RECEIPT', seq: 0, serverSeq: last?.serverSeq ?? 0 }
  const [seq, serverSeq] = [numberOf(receipt, 'seq'), numberOf(receipt, 'serverSeq')]
  const before = last ? sha256(last.text) : '0'.repeat(64)
  const follows = receipt['prevReceiptHash'] === before && serverSeq === (last?.serverSeq ?? 0) + 1
  const held = hashes.get(seq)
  if (held === undefined) return { code: 'TRUNC', seq, serverSeq }
  if (held !== receipt['head']) return { code: 'FORK', seq, serverSeq }
  return { code: follows ? null : 'RECEIPT', seq, serverSeq }
}

/**
 * Looks at the lines of an export: `usage-ledger` (who), `record`s in order, `checkpoint`s, `receipt`s,
 * and `end`, the signature of head office over all before it. `headOfficeKey` is the public key the
 * reader trusts; `firstKey` is K_0 (hex), without which seals are not looked at. Throws
 * {@link Unreadable}.
 */
export function verifyLedger(
  text: string,
  headOfficeKey: string,
  firstKey: string | null,
): Verdict {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const head = parseLine(lines[0] ?? '', 1)
  if (head['kind'] !== 'usage-ledger') throw new Unreadable('line 1 is not of a usage ledger')
  const [ledgerId, epoch] = [textOf(head, 'ledgerId'), numberOf(head, 'epoch')]
  const deviceKey = textOf(head, 'deviceKey')
  const verdict: Verdict = {
    ...{ ledgerId, epoch, records: 0, receipts: 0, checkpoints: 0 },
    sealed: firstKey !== null,
    found: [],
  }
  const state: State = {
    ...{ seq: 0, head: '0'.repeat(64), boot: '', mono: 0, wall: 0, seen: 0 },
    ended: new Set(),
    key: firstKey === null ? null : Buffer.from(firstKey, 'hex'),
    keySeq: 0,
  }
  const opening = textOf(head, 'opening')
  const quoted = opening === '' ? null : opened(headOfficeKey, opening)
  const foreign = quoted?.['ledgerId'] !== ledgerId || quoted['epoch'] !== epoch
  if (opening !== '' && foreign) verdict.found.push({ code: 'OPENING', seq: 0, line: 1 })
  const hashes = new Map<number, string>()
  let last: { text: string; serverSeq: number } | null = null
  let ended = false
  lines.slice(1).forEach((own, at) => {
    const number = at + 2
    const line = parseLine(own, number)
    const found = (code: string, seq: number) =>
      void verdict.found.push({ code, seq, line: number })
    if (ended) throw new Unreadable(`line ${number} stands after the end`)
    if (line['kind'] === 'record') {
      const record = line['record'] as PlainRecord | undefined
      if (!record) throw new Unreadable(`line ${number} has no record`)
      encode(record)
      if (record['ledger_id'] !== ledgerId || record['epoch'] !== epoch) {
        throw new Unreadable(`line ${number} is of another ledger`)
      }
      verdict.records += 1
      for (const [code, seq] of recordCodes(state, line)) found(code, seq)
      hashes.set(Number(record['seq']), textOf(line, 'hash'))
    } else if (line['kind'] === 'checkpoint') {
      verdict.checkpoints += 1
      const seq = numberOf(line, 'seq')
      const signed = isSigned(deviceKey, checkpointText(line), textOf(line, 'signature'))
      const held = hashes.get(seq)
      if (!signed) found('CHECKPOINT', seq)
      else if (held === undefined) found('TRUNC', seq)
      else if (held !== line['head']) found('FORK', seq)
    } else if (line['kind'] === 'receipt') {
      verdict.receipts += 1
      const receipt = textOf(line, 'receipt')
      const checked = checkReceipt(headOfficeKey, receipt, last, hashes)
      if (checked.code) found(checked.code, checked.seq)
      last = { text: receipt, serverSeq: checked.serverSeq }
    } else if (line['kind'] === 'end') {
      ended = true
      const before = `${lines.slice(0, number - 1).join('\n')}\n`
      if (
        !isSigned(headOfficeKey, `ocrm-ledger-export:${sha256(before)}`, textOf(line, 'signature'))
      ) {
        found('EXPORT', state.seq)
      }
    } else throw new Unreadable(`line ${number} is of no known kind`)
  })
  if (!ended) verdict.found.push({ code: 'EXPORT', seq: state.seq, line: lines.length })
  return verdict
}
