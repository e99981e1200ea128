import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Witnessed } from '#contract/sync/witness.ts'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { KeyFile, type LedgerKey } from '#db/journal/key-file.ts'
import { ledgerHead, ownLedger, type UsageEntry } from '#db/journal/ledger.ts'
import { recordsAfter } from '#db/journal/ledger-upload.ts'
import type { SealedRecord } from '#domain/usage/chain.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import type { LedgerOpening } from '#main/sync/writing/ledger-keys.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { deriveKey } from '#platform/crypto/hash.ts'

/** The journal key and K_0 of every terminal of a proof. */
export const journalKey = Buffer.alloc(32, 5)
export const firstKey = Buffer.alloc(32, 9)
export const ledger = { ledgerId: '0193f0a0-0000-7000-8000-000000000001', epoch: 1 }

const device = {
  deviceId: 'd',
  deviceEpoch: ledger.epoch,
  branchId: 'b',
  branchName: 'B',
  ledgerId: ledger.ledgerId,
  grantKey: 'k',
  demo: true,
}

/** A record of a proof; a second apart in both clocks, and one session of one person. */
export function entryAt(second: number, over: Partial<UsageEntry> = {}): UsageEntry {
  return {
    ...{ ledger_id: ledger.ledgerId, epoch: ledger.epoch, boot_id: 'boot-1' },
    mono_ms: second * 1_000,
    wall_ms: 1_795_000_000_000 + second * 1_000,
    ...{ actor: 'li', role: 'teller', session: 's', auth_mode: 'online', type: 'action' },
    ...{ object: '', app_ver: '0.1.0', policy_ver: '1' },
    body: JSON.stringify({ module: 'customers', second }),
    ...over,
  }
}

/**
 * The shipped writer on the encrypted files of a folder, in this process. It keeps no copies of the
 * journal's records: whoever tampers has removed them, or they would put back what he took.
 */
export class ProofTerminal {
  readonly home: string
  readonly files = new WriterFiles()
  readonly #operations = createOperations({ fill: () => true, update: () => {} }, this.files)

  constructor(home: string) {
    this.home = home
  }

  /** Opens the files; what the start found out is written as the service does. */
  async open(second: number): Promise<LedgerOpening> {
    const path = join(this.home, 'journal.db')
    const { ledger: opening } = await this.#operations['journal.open']({ path, key: journalKey })
    if (!ownLedger(this.files.journal)) {
      const first = { ledger, first: firstKey }
      this.#operations['journal.enrolled']({ values: { device }, ledgerKey: first })
    }
    const { state } = opening
    if (state !== 'none' && state !== 'normal' && state !== 'evolved') {
      const boot = { boot_id: `boot-${second}`, mono_ms: 0 }
      this.append(entryAt(second, { ...boot, type: 'ledger.finding', object: state }))
    }
    return opening
  }

  append(...entries: UsageEntry[]): void {
    this.#operations['journal.append']({ entries })
  }

  /** Keeps a head that a neighbour signed. */
  keepWitnessed(witnessed: Witnessed): void {
    this.#operations['ledger.witnessed']({ witnessed })
  }

  /** Everything of the chain, as it goes up. */
  records(after = 0): SealedRecord[] {
    return recordsAfter(this.files.journal, ledger, after, 1_000_000).records
  }

  get head(): number {
    return ledgerHead(this.files.journal, ledger)?.seq ?? 0
  }

  /** Takes the log into the journal's file. */
  takeLogIn(): void {
    this.files.journal.pragma('wal_checkpoint(TRUNCATE)')
  }

  /** Has the key of the next record on the disk, as it is once the last one was answered. */
  settle(): void {
    this.files.ledgerKeys?.settle()
  }

  /** Copies the files as a kill at this moment leaves them. */
  copyTo(home: string): void {
    cpSync(this.home, home, { recursive: true, filter: (path) => !path.endsWith('-shm') })
  }

  close(): void {
    this.#operations['journal.close']()
  }
}

/** Works on the journal of a folder as whoever has the PC and its keys can. */
export function tamper<Result>(home: string, act: (db: SqliteDatabase) => Result): Result {
  const db = openFile(join(home, 'journal.db'), journalKey, { mode: 'write', kind: 'lasting' })
  try {
    return act(db)
  } finally {
    db.close()
  }
}

/** The key in the key file of a folder, as its thief reads it. */
export function stolenKey(home: string): LedgerKey {
  const seal = deriveKey(journalKey, Buffer.alloc(0), 'ocrm-ledger-key')
  const key = new KeyFile(join(home, 'ledger.key'), seal, () => {}).read()
  if (!key) throw new Error('there is no key to steal')
  return key
}
