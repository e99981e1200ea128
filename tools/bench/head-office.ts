import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { prepareDatabase } from '#head-office/database/prepare.ts'
import { startEmbeddedPostgres } from '#head-office/postgres/embedded.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { type BranchSize, syntheticDate } from './branch/customers.ts'
import { rowsOf } from './branch/rows.ts'

/** A throw-away PostgreSQL with an empty database. */
export interface BenchDatabase {
  pool: pg.Pool
  stop(): Promise<void>
}

/** Starts a PostgreSQL of the bench's own, which nothing outlives. */
export async function startDatabase(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-'))
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    durable: false,
    settings: { max_wal_size: '512MB' },
  })
  await server.createDatabase('bench')
  const pool = new pg.Pool({ connectionString: server.url('bench'), max: 2 })
  return {
    pool,
    async stop() {
      await pool.end()
      await server.stop()
      rmSync(server.folder, { recursive: true, force: true })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Head office with the branch's rows, as an import leaves them; returns its epoch. */
export async function fillHeadOffice(
  pool: pg.Pool,
  size: BranchSize,
  names: readonly TableName[],
  transactions?: number,
): Promise<string> {
  const description = { currency: 'CNY', demo: false, businessDate: syntheticDate }
  const info = await prepareDatabase(pool, { ...description, calendar: 'fixed' }, Date.now())
  await inTransaction(pool, 'write', async (client) => {
    // The synthetic branch has no organisation around it.
    await client.query('set local session_replication_role = replica')
    for (const name of names) await stageRows(client, name, rowsOf(size, name, transactions))
    await mergeStaged(client)
  })
  await pool.query('analyze')
  return info.epoch
}
