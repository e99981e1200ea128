import type pg from 'pg'
import type { RowTable } from '#contract/sync/rows/table.ts'
import { packBatch } from '#contract/sync/rows/batch.ts'
import type { Chunk } from '#contract/sync/snapshot.ts'
import { wireColumns } from '../store/columns.ts'
import { inTransaction } from '../store/transaction.ts'
import { readHead } from './changes.ts'
import { type ChunkStore, compressText } from './chunk-store.ts'
import { inScope, type ScopeRow, splitRow, tablesOfScope } from './scope-tables.ts'

/** Chunks of one consistent state of a scope, in order of fetching. */
export interface BuiltSnapshot {
  version: number
  chunks: Chunk[]
}

/** Neighbours that resemble each other compress: balances by position, transactions by account. */
const packingOrder: Record<string, string> = {
  bank_transaction: 't.account_id, t.posted_on, t.txn_no',
}

const fetchRows = 4_000

function orderOf(table: RowTable): string {
  return packingOrder[table.name] ?? table.key.map((name) => `t.${name}`).join(', ')
}

/** About how many characters of JSON a row takes. */
function weight(row: ScopeRow): number {
  return row.reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length + 3 : 7),
    0,
  )
}

async function* readRows(
  client: pg.ClientBase,
  table: RowTable,
  branchId: string,
): AsyncGenerator<ScopeRow[]> {
  const cursor = `rows_${table.name}`
  await client.query(
    `declare ${cursor} no scroll cursor for
     select ${wireColumns(table, 't')} from ${table.name} t
     where ${inScope(table, 't')} order by ${orderOf(table)}`,
    [branchId],
  )
  for (;;) {
    const { rows } = await client.query<ScopeRow>({
      text: `fetch ${fetchRows} from ${cursor}`,
      rowMode: 'array',
    })
    if (rows.length > 0) yield rows
    if (rows.length < fetchRows) break
  }
  await client.query(`close ${cursor}`)
}

async function writeChunk(store: ChunkStore, table: RowTable, rows: ScopeRow[]): Promise<Chunk> {
  const bytes = await compressText(JSON.stringify(packBatch(table, rows.map(splitRow))))
  return {
    sha256: await store.put(bytes),
    table: table.name,
    rows: rows.length,
    bytes: bytes.length,
  }
}

async function* tableChunks(
  client: pg.ClientBase,
  store: ChunkStore,
  table: RowTable,
  branchId: string,
  chunkCharacters: number,
): AsyncGenerator<Chunk> {
  let pending: ScopeRow[] = []
  let characters = 0
  for await (const rows of readRows(client, table, branchId)) {
    for (const row of rows) {
      pending.push(row)
      characters += weight(row)
      if (characters < chunkCharacters) continue
      yield await writeChunk(store, table, pending)
      pending = []
      characters = 0
    }
  }
  if (pending.length > 0) yield await writeChunk(store, table, pending)
}

/**
 * Writes a scope's state as chunks, read in one repeatable-read transaction through server-side
 * cursors: memory holds one chunk, however large the scope.
 */
export async function buildSnapshot(
  pool: pg.Pool,
  store: ChunkStore,
  branchId: string,
  chunkCharacters: number,
): Promise<BuiltSnapshot> {
  return inTransaction(pool, 'snapshot', async (client) => {
    await client.query(`set local statement_timeout = '10min'`)
    const { v: version } = await readHead(client, branchId)
    const chunks: Chunk[] = []
    for (const table of tablesOfScope(branchId)) {
      for await (const chunk of tableChunks(client, store, table, branchId, chunkCharacters)) {
        chunks.push(chunk)
      }
    }
    return { version, chunks }
  })
}
