import { dirname, join } from 'node:path'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { KeyFile, type LedgerKey } from '#db/journal/key-file.ts'
import { type LedgerHead, ledgerHead, ownLedger } from '#db/journal/ledger.ts'
import type { LedgerIdentity } from '#db/journal/usage-rows.ts'
import { evolvedKey, macOfHash } from '#platform/crypto/evolving-key.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { syncFolder } from './files.ts'

/** After a commit, ms: by then the person who waited for it has the answer, and processor and disk are free. */
const afterAnswerMs = 10

/**
 * How key file and ledger stood to each other at the start. `none`: no keyed ledger. `evolved`: died
 * between the transaction and the key, which went one step on. The others are findings.
 */
export interface LedgerOpening {
  state: 'none' | 'normal' | 'evolved' | 'LOCAL_ROLLBACK' | 'KEY_ROLLBACK' | 'MAC'
  /** Number of the last record. */
  head: number
  /** Number of the record that the key in the file was for; 0 where no key could be read. */
  key: number
}

/** Judges a key file against the head of its ledger, and says how many steps the key has to go. */
export function judgeKey(
  head: LedgerHead | null,
  key: LedgerKey | null,
): { opening: LedgerOpening; steps: number } {
  const seq = head?.seq ?? 0
  const at = (state: LedgerOpening['state'], steps = 0) => ({
    opening: { state, head: seq, key: key?.index ?? 0 },
    steps,
  })
  const keyed = head !== null && head.mac !== null
  if (!key) return at(keyed ? 'KEY_ROLLBACK' : 'none')
  if (key.index === seq + 1) return at('normal')
  if (key.index > seq + 1) return at('LOCAL_ROLLBACK')
  if (key.index < seq) return at('KEY_ROLLBACK', seq + 1 - key.index)
  const sealed = head !== null && macOfHash(key.key, head.hash) === head.mac
  return at(sealed ? 'evolved' : 'MAC', 1)
}

/**
 * The evolving key of this PC's ledger, in its sealed file beside the journal. A transaction holds one
 * record at most, and the key before it is on the disk before the next begins: so the file is at most
 * one step behind, and anything else at a start is a finding.
 */
export class LedgerKeys {
  readonly #file: KeyFile
  #current: LedgerKey | null = null
  /** The key sealed a record, and the next one is to be made of it. */
  #spent = false
  /** The key has moved on and stands in no file yet. */
  #unwritten = false

  constructor(journalPath: string, journalKey: Uint8Array) {
    const folder = dirname(journalPath)
    const seal = deriveKey(journalKey, Buffer.alloc(0), 'ocrm-ledger-key')
    this.#file = new KeyFile(join(folder, 'ledger.key'), seal, () => syncFolder(folder))
  }

  /** Reads the key and compares it with the ledger that this PC writes. */
  open(journal: ReadDatabase): LedgerOpening {
    const ledger = ownLedger(journal)
    const read = this.#file.read()
    const key = ledger && read && isOf(read, ledger) ? read : null
    const { opening, steps } = judgeKey(ledger && ledgerHead(journal, ledger), key)
    this.#current = key
    if (key && steps > 0)
      this.#put({ ...key, index: key.index + steps }, evolvedKey(key.key, steps))
    this.#file.settle()
    return opening
  }

  /** The first key of a new ledger, as head office gave it: on the disk before anything names it. */
  install({ ledgerId, epoch }: LedgerIdentity, first: Uint8Array): void {
    this.#put({ ledgerId, epoch, index: 1 }, evolvedKey(first))
    this.#file.settle()
  }

  /** The key for the next record of a ledger; null where it has none. */
  keyOf(ledger: LedgerIdentity): LedgerKey | null {
    this.#evolve()
    return this.#current && isOf(this.#current, ledger) ? this.#current : null
  }

  /** Called before a transaction with a record: the key it begins with is on the disk. */
  settle(): void {
    this.#write()
    this.#file.settle()
  }

  /**
   * Called after a transaction with a record that the key sealed committed. The next key is made and written once
   * the act's answer has arrived, which waits for no file of keys; a kill in between leaves the file one step
   * behind, as one during the transaction does.
   */
  advance(): void {
    this.#spent = true
    setTimeout(() => {
      try {
        this.#write()
      } catch {
        // A disk that refuses: the next settling tries again, and says so.
      }
    }, afterAnswerMs)
  }

  /** Closes the file. */
  close(): void {
    this.#write()
    this.#file.close()
    this.#current?.key.fill(0)
    this.#current = null
  }

  #put(own: Omit<LedgerKey, 'key'>, key: Buffer): void {
    this.#current = { ...own, key }
    this.#spent = false
    this.#unwritten = true
    this.#write()
  }

  /** Makes the key of the next record, and forgets the one that sealed the last. */
  #evolve(): void {
    if (!this.#spent || !this.#current) return
    const { key, ...own } = this.#current
    this.#current = { ...own, index: own.index + 1, key: evolvedKey(key) }
    this.#spent = false
    this.#unwritten = true
    key.fill(0)
  }

  #write(): void {
    this.#evolve()
    if (!this.#unwritten || !this.#current) return
    this.#file.write(this.#current)
    this.#unwritten = false
  }
}

function isOf(key: LedgerKey, ledger: LedgerIdentity): boolean {
  return key.ledgerId === ledger.ledgerId && key.epoch === ledger.epoch
}
