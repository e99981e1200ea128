import type { LedgerIdentity } from '#db/journal/usage-rows.ts'
import { type JournalSettings, setting } from '#db/journal/settings.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { Writer } from './writing/client.ts'

/** What the journal remembers, read once and written through. */
export interface TerminalMemory {
  get<Name extends keyof JournalSettings>(name: Name): JournalSettings[Name] | null
  /** Durable when the promise resolves. */
  remember(values: Partial<JournalSettings>): Promise<void>
  /**
   * The same for a new enrolment, which also starts a new command sequence, and a ledger with the first
   * key that head office gave.
   */
  enrolled(values: Partial<JournalSettings>, ledgerKey?: FirstLedgerKey): Promise<void>
}

/** A ledger with its first key, as head office gave it. */
export interface FirstLedgerKey {
  ledger: LedgerIdentity
  first: Uint8Array
}

const names = [
  'deviceKeys',
  'device',
  'epoch',
  'scopes',
  'scopeLeaseUntilMs',
  'businessDate',
  'currency',
  'lockout',
  'clockOffsetMs',
  'lastSeenMs',
  'lastSyncAtMs',
  'peers',
  'language',
  'incident',
] as const satisfies readonly (keyof JournalSettings)[]

/** Reads the settings of an open journal. */
export function readMemory(journal: ReadDatabase, writer: Writer): TerminalMemory {
  const read = names.map((name) => [name, setting(journal, name)] as const)
  let known: Partial<JournalSettings> = Object.fromEntries<unknown>(
    read.filter(([, value]) => value !== null),
  )
  const keep = (values: Partial<JournalSettings>) => (known = { ...known, ...values })
  return {
    get: (name) => known[name] ?? null,
    async remember(values) {
      await writer.call('journal.remember', { values })
      keep(values)
    },
    async enrolled(values, ledgerKey) {
      await writer.call('journal.enrolled', { values, ledgerKey })
      keep(values)
    },
  }
}
