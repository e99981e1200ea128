import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { z } from 'zod'
import { decrypt, encrypt } from '#platform/crypto/cipher.ts'

/** The key that seals the next record of a ledger; `index` is the number of that record. */
export interface LedgerKey {
  ledgerId: string
  epoch: number
  index: number
  key: Buffer
}

const slotSchema = z.strictObject({
  ledgerId: z.string(),
  epoch: z.int(),
  index: z.int().min(1),
  /** Counts writings; the slot with the higher number is the newer one. */
  turn: z.int(),
  key: z.string(),
})

const magic = Buffer.from('OCRMKEY1', 'latin1')
/** A slot has pages of its own, so that a torn write of one never touches the other, bytes. */
const slotBytes = 4_096
const contextOf = (slot: number) => `ocrm-ledger-key-slot:${slot}`

/**
 * The sealed file of the ledger's evolving key: two slots, written in turn. A new key is on the disk
 * before the older one is overwritten, and one of them is readable whenever power goes. What opens it is
 * derived from the device secret.
 */
export class KeyFile {
  readonly #path: string
  readonly #seal: Uint8Array
  readonly #syncFolder: () => void
  #descriptor: number | null = null
  #turn = 0
  /** Writings that no sync has covered yet. */
  #unsynced = false

  constructor(path: string, seal: Uint8Array, syncFolder: () => void) {
    this.#path = path
    this.#seal = seal
    this.#syncFolder = syncFolder
  }

  /** The newest key that can be read; null where there is none. */
  read(): LedgerKey | null {
    let bytes: Buffer
    try {
      bytes = this.#bytes()
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
    const slots = [0, 1].flatMap((slot) => {
      const found = this.#slot(bytes, slot)
      return found ? [found] : []
    })
    const newest = slots.sort((a, b) => b.turn - a.turn)[0]
    if (!newest) return null
    const { turn, key, ...own } = newest
    this.#turn = turn
    return { ...own, key: Buffer.from(key, 'hex') }
  }

  #bytes(): Buffer {
    const descriptor = openSync(this.#path, 'r')
    try {
      const bytes = Buffer.alloc(2 * slotBytes)
      readSync(descriptor, bytes, 0, bytes.length, 0)
      return bytes
    } finally {
      closeSync(descriptor)
    }
  }

  #slot(bytes: Buffer, slot: number) {
    const own = bytes.subarray(slot * slotBytes, (slot + 1) * slotBytes)
    if (!own.subarray(0, magic.length).equals(magic)) return null
    const length = own.readUInt32BE(magic.length)
    const start = magic.length + 4
    if (start + length > own.length) return null
    const plain = decrypt(this.#seal, own.subarray(start, start + length), contextOf(slot))
    if (!plain) return null
    const parsed = slotSchema.safeParse(JSON.parse(plain.toString('utf8')))
    return parsed.success ? parsed.data : null
  }

  /**
   * Writes a key into the older slot. It is on its way to the disk when this returns and on it after
   * {@link settle}; then the key before is erased.
   */
  write({ key, ...own }: LedgerKey): void {
    this.settle()
    const turn = this.#turn + 1
    const slot = turn % 2
    const plain = JSON.stringify({ ...own, turn, key: key.toString('hex') })
    const sealed = encrypt(this.#seal, Buffer.from(plain, 'utf8'), contextOf(slot))
    const bytes = Buffer.alloc(slotBytes)
    magic.copy(bytes)
    bytes.writeUInt32BE(sealed.length, magic.length)
    sealed.copy(bytes, magic.length + 4)
    const descriptor = (this.#descriptor ??= this.#open())
    writeSync(descriptor, bytes, 0, slotBytes, slot * slotBytes)
    this.#turn = turn
    this.#unsynced = true
    fdatasync(descriptor, (error) => {
      // Where it failed, or another writing came meanwhile, the next settling syncs and says so.
      if (error || this.#turn !== turn || this.#descriptor !== descriptor) return
      this.#unsynced = false
      this.#erase(1 - slot)
    })
  }

  /** When this returns, what was written is on the disk. Throws where the disk fails. */
  settle(): void {
    if (!this.#unsynced || this.#descriptor === null) return
    fdatasyncSync(this.#descriptor)
    this.#unsynced = false
  }

  /** Closes the file; the key before the last is erased. */
  close(): void {
    if (this.#descriptor === null) return
    this.settle()
    this.#erase(1 - (this.#turn % 2))
    closeSync(this.#descriptor)
    this.#descriptor = null
  }

  #open(): number {
    try {
      return openSync(this.#path, 'r+')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
    const descriptor = openSync(this.#path, 'w+', 0o600)
    writeSync(descriptor, Buffer.alloc(2 * slotBytes), 0, 2 * slotBytes, 0)
    fsyncSync(descriptor)
    this.#syncFolder()
    return descriptor
  }

  /** Overwrites a slot that is no longer needed; the next sync takes it along. */
  #erase(slot: number): void {
    if (this.#descriptor === null) return
    writeSync(this.#descriptor, Buffer.alloc(slotBytes), 0, slotBytes, slot * slotBytes)
  }
}
