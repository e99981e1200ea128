import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import {
  digestBuckets,
  digestModulus,
  type DigestReply,
  type DigestRequest,
  type TableDigest,
  type TableRepair,
} from '#contract/sync/digest.ts'
import { packBatch } from '#contract/sync/rows/batch.ts'
import type { RowTable } from '#contract/sync/rows/table.ts'
import { wireColumns } from '../store/columns.ts'
import { scopeName } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { readHead } from './changes.ts'
import { readCursor } from './cursor.ts'
import { inScope, type ScopeRow, splitRow, tablesOfScope } from './scope-tables.ts'

/** What a digest is compared with. */
export interface DigestQuery extends DigestRequest {
  branchId: string
  epoch: string
  /** More rows than this in differing buckets are not sent: a snapshot is the shorter way. */
  maxDeltaRows: number
}

const bucketOf = `(t.row_hash & ${digestBuckets - 1})::integer`

/** Count and sum of every bucket of a table; one scan of the branch's rows. */
async function sums(
  client: pg.ClientBase,
  table: RowTable,
  branchId: string,
): Promise<Map<number, { rows: number; sum: number }>> {
  const { rows } = await client.query<{ bucket: number; rows: number; sum: number }>(
    `select ${bucketOf} as bucket, count(*)::integer as rows,
       mod(sum(t.row_hash), ${digestModulus})::float8 as sum
     from ${table.name} t where ${inScope(table, 't')} group by 1`,
    [branchId],
  )
  return new Map(rows.map((row) => [row.bucket, row]))
}

/** Buckets in which the two sides differ. */
function differing(
  ours: Map<number, { rows: number; sum: number }>,
  theirs: TableDigest | undefined,
): number[] {
  const told = new Map(theirs?.buckets.map(([bucket, rows, sum]) => [bucket, { rows, sum }]))
  return Array.from({ length: digestBuckets }, (_, bucket) => bucket).filter((bucket) => {
    const [our, their] = [ours.get(bucket), told.get(bucket)]
    return our?.rows !== their?.rows || our?.sum !== their?.sum
  })
}

async function repairOf(
  client: pg.ClientBase,
  table: RowTable,
  branchId: string,
  buckets: number[],
): Promise<TableRepair> {
  const { rows } = await client.query<ScopeRow>({
    text: `select ${wireColumns(table, 't')} from ${table.name} t
           where ${inScope(table, 't')} and ${bucketOf} = any($2::integer[])`,
    values: [branchId, buckets],
    rowMode: 'array',
  })
  return { table: table.name, buckets, batch: packBatch(table, rows.map(splitRow)) }
}

/**
 * Holds what a terminal has of a scope against the scope, both as of the same version, and gives the
 * rows of the buckets that differ. Throws as `readChanges` does for a cursor that does not fit, and
 * `cursor.stale` where so much differs that a snapshot is the shorter way.
 */
export async function compareDigest(pool: pg.Pool, query: DigestQuery): Promise<DigestReply> {
  const { branchId, epoch } = query
  const after = readCursor(query.cursor, epoch, branchId)
  const told = new Map(query.tables.map((digest) => [digest.table, digest]))
  return inTransaction(pool, 'snapshot', async (client) => {
    const head = await readHead(client, branchId)
    if (after > head.v) throw new AppError('cursor.otherEpoch')
    const reply = { epoch, scope: scopeName(branchId) }
    if (after < head.v) return { ...reply, behind: true, repairs: [] }
    const repairs: TableRepair[] = []
    let rows = 0
    for (const table of tablesOfScope(branchId)) {
      const ours = await sums(client, table, branchId)
      const buckets = differing(ours, told.get(table.name))
      if (buckets.length === 0) continue
      rows += buckets.reduce((sum, bucket) => sum + (ours.get(bucket)?.rows ?? 0), 0)
      if (rows > query.maxDeltaRows) throw new AppError('cursor.stale')
      repairs.push(await repairOf(client, table, branchId, buckets))
    }
    return { ...reply, behind: false, repairs }
  })
}
