import type { SqliteDatabase } from '#db/connection/open.ts'
import { all, type ReadDatabase } from '#db/connection/statements.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

/** The files of a terminal whose content is followed through a recording. */
export const followed = ['journal', 'user', 'cache'] as const
/** One of them. */
export type Followed = (typeof followed)[number]

/** Content of the files after an operation, each as a fingerprint; null while a file is not open. */
export type State = Readonly<Record<Followed, string | null>>

/** What people would miss, by file. Search tables and marks of use follow from it. */
const contents: Record<Followed, readonly string[]> = {
  journal: ['setting', 'command', 'usage_record', 'login_attempt', 'key_slot'],
  user: ['draft', 'setting', 'saved_view', 'favourite', 'recent_customer'],
  cache: ['scope_state', 'customer', 'customer_summary', 'contact', 'overlay'],
}

type Row = Record<string, unknown>

/**
 * A row without the mark that a command's effect is in the cache: it follows in a transaction of its
 * own, and is found anew where it is lost.
 */
function known(row: Row): string {
  return JSON.stringify('settled' in row ? { ...row, settled: null } : row)
}

/** Fingerprint of all that a file holds. */
export function fingerprint(db: ReadDatabase, file: Followed): string {
  const content = contents[file].map((table) =>
    all<Row>(db, `SELECT * FROM ${table}`).map(known).sort(),
  )
  return sha256Hex(JSON.stringify(content)).slice(0, 24)
}

/** What SQLite finds wrong in a file; empty where it is whole. */
export function faultsOf(db: SqliteDatabase): string[] {
  const rows = db.pragma('integrity_check') as { integrity_check: string }[]
  return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok')
}
