import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import type { tables } from '#contract/sync/rows/tables.ts'
import { type TableName } from '#contract/sync/rows/tables.ts'
import { knownTable, putRow } from '#db/cache/rows.ts'
import { putCacheFact, putScopeState } from '#db/cache/scopes.ts'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { atomically } from '#db/connection/statements.ts'
import { migrateCache } from '#db/migrations/cache/migrate.ts'
import { ensureIndexes } from '#db/schema/indexes.ts'
import { cacheShape } from '#db/schema/shape.ts'
import { buildSearch } from '#db/search/build.ts'

/** Record of a table, as its schema gives it. */
export type RecordOf<Name extends TableName> = z.infer<
  Extract<(typeof tables)[number], { name: Name }>['schema']
>

/** A branch cache on disk, encrypted and migrated like a terminal's, for tests to fill. */
export interface CacheFile {
  readonly path: string
  readonly key: Uint8Array
  readonly db: SqliteDatabase
  /** Writes records in place of those with the same key. */
  put<Name extends TableName>(table: Name, ...records: object[]): void
  /** Notes the business date of the branch's scope. */
  setBusinessDate(day: string): void
  /** Builds the search index anew. */
  buildSearch(): void
  /** Closes and deletes the file. */
  remove(): void
}

/** Makes an empty cache with all indexes in a folder of its own. */
export async function makeCacheFile(): Promise<CacheFile> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-cache-'))
  const path = join(folder, 'cache-1.db')
  const key = Buffer.alloc(32, 7)
  await migrateCache(path, key)
  const db = openFile(path, key, { mode: 'write', kind: 'disposable', cacheKib: 65_536 })
  ensureIndexes(db)
  putCacheFact(db, 'shape', cacheShape)
  return {
    path,
    key,
    db,
    put(name, ...records) {
      const table = knownTable(name)
      if (!table) throw new Error(`no such table: ${name}`)
      atomically(db, () => {
        for (const record of records) {
          const row = Object.entries(record as Record<string, string | number | boolean | null>)
          const stored = row.map(([field, value]): [string, string | number | null] => [
            field,
            typeof value === 'boolean' ? Number(value) : value,
          ])
          putRow(db, table, { ver: 1, rev: 1, ...Object.fromEntries(stored) })
        }
      })
    },
    setBusinessDate(day) {
      putScopeState(db, {
        scope: 'branch:test',
        epoch: 'e',
        cursor: 'c',
        version: 1,
        business_date: day,
        applied_at: 0,
      })
    },
    buildSearch: () => atomically(db, () => buildSearch(db)),
    remove() {
      db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
