import { AppError } from '#contract/errors.ts'
import { readVerifiedBatch } from '#contract/sync/rows/batch.ts'
import type { Chunk } from '#contract/sync/snapshot.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { all, atomically, first, run } from '../connection/statements.ts'
import { ensureIndexes } from '../schema/indexes.ts'
import { cacheShape } from '../schema/shape.ts'
import { addRowCount } from './counts.ts'
import { checkBatch, insertBatch, knownTable } from './rows.ts'
import { cacheFact, putCacheFact, putScopeState, type ScopeState } from './scopes.ts'

/** A chunk of the snapshot being staged. */
export interface StagedChunk {
  ordinal: number
  scope: string
  sha256: string
  table: string
  rows: number
  bytes: number
  applied: boolean
}

/** What a snapshot consists of, over all scopes. */
export interface SnapshotPlan {
  scopes: Omit<ScopeState, 'applied_at'>[]
  chunks: (Chunk & { scope: string })[]
}

/** Notes the plan of a snapshot in an empty staging file. */
export function planSnapshot(db: SqliteDatabase, plan: SnapshotPlan, nowMs: number): void {
  atomically(db, () => {
    plan.chunks.forEach((chunk, ordinal) => {
      run(
        db,
        'INSERT INTO staged_chunk VALUES (?, ?, ?, ?, ?, ?, 0)',
        ordinal,
        chunk.scope,
        chunk.sha256,
        chunk.table,
        chunk.rows,
        chunk.bytes,
      )
    })
    for (const scope of plan.scopes) putScopeState(db, { ...scope, applied_at: nowMs })
  })
}

/** All chunks of the plan in order of fetching; empty where the file has no plan. */
export function stagedChunks(db: SqliteDatabase): StagedChunk[] {
  return all<Omit<StagedChunk, 'applied'> & { applied: number }>(
    db,
    `SELECT ordinal, scope, sha256, table_name AS "table", row_count AS rows,
       byte_count AS bytes, applied FROM staged_chunk ORDER BY ordinal`,
  ).map((chunk) => ({ ...chunk, applied: chunk.applied === 1 }))
}

/**
 * Inserts the rows of a chunk, given as the JSON text its verified bytes unpack to, and notes it as
 * done, in one transaction. Throws `headOffice.refused` where it is not what the plan names.
 */
export function applyChunk(
  db: SqliteDatabase,
  ordinal: number,
  text: Uint8Array,
  branchId: string,
): void {
  const chunk = stagedChunks(db)[ordinal]
  if (!chunk) throw new Error(`the plan has no chunk ${ordinal}`)
  if (chunk.applied) return
  const batch = readVerifiedBatch(
    JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('utf8')),
  )
  if (batch.table !== chunk.table || batch.count !== chunk.rows) {
    throw new AppError('headOffice.refused', { reason: 'chunk' })
  }
  const table = knownTable(batch.table)
  atomically(db, () => {
    if (table) {
      checkBatch(table, batch, branchId)
      insertBatch(db, table, batch)
    }
    run(db, 'UPDATE staged_chunk SET applied = 1 WHERE ordinal = ?', ordinal)
  })
}

/** Cache fact: the indexes of a staging file are made, its rows were counted. */
const indexed = 'indexed'

/** Makes the indexes of a fully loaded staging file; throws where a chunk or a row is missing. */
export function indexStaging(db: SqliteDatabase): void {
  if (cacheFact(db, indexed) !== null) return
  const missing = stagedChunks(db).find(({ applied }) => !applied)
  if (missing) throw new Error(`chunk ${missing.ordinal} is missing`)
  ensureIndexes(db)
  atomically(db, () => {
    countRows(db)
    putCacheFact(db, indexed, '1')
  })
}

/** Turns an indexed staging file into a cache: statistics are taken. */
export function sealStaging(db: SqliteDatabase): void {
  db.exec('PRAGMA analysis_limit = 1000; ANALYZE')
  putCacheFact(db, 'shape', cacheShape)
}

/** Counts the rows of every table against the plan and keeps the numbers. */
function countRows(db: SqliteDatabase): void {
  const planned = all<{ name: string; rows: number }>(
    db,
    'SELECT table_name AS name, sum(row_count) AS rows FROM staged_chunk GROUP BY table_name',
  )
  for (const { name, rows } of planned) {
    if (!knownTable(name)) continue
    const stored = first<{ rows: number }>(db, `SELECT count(*) AS rows FROM ${name}`)
    if (stored?.rows !== rows) throw new AppError('cache.damaged', { table: name })
    addRowCount(db, name, rows)
  }
}
