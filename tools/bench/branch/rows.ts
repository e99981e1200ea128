import { rmSync } from 'node:fs'
import type { RowTable, WireValue } from '#contract/sync/rows/table.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import { insertSql } from '#db/cache/rows.ts'
import { putCacheFact, putScopeState } from '#db/cache/scopes.ts'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { atomically } from '#db/connection/statements.ts'
import { migrateCache } from '#db/migrations/cache/migrate.ts'
import { type SyntheticKind, syntheticId } from './random.ts'
import { ensureIndexes } from '#db/schema/indexes.ts'
import { cacheShape } from '#db/schema/shape.ts'
import { buildSearch } from '#db/search/build.ts'
import { account, balances, contact, holding, product, task, transaction } from './accounts.ts'
import {
  allocation,
  type BranchSize,
  customer,
  evaluation,
  summary,
  syntheticDate,
} from './customers.ts'

/** A row's values in wire order. */
export type Values = WireValue[]

/** A record's values in wire order, as rows travel and as SQLite binds them: flags are 0 and 1. */
export function wireValues(table: RowTable, record: object): Values {
  const fields = record as Record<string, WireValue | boolean>
  return table.columns.map(({ name }) => {
    const value = fields[name] ?? null
    return typeof value === 'boolean' ? Number(value) : value
  })
}

const some = <Item>(item: Item | null): Item[] => (item === null ? [] : [item])

/** Records of a table for the n-th customer; `transactions` is how many an account has. */
function recordsOf(size: BranchSize, name: TableName, n: number, transactions: number): object[] {
  switch (name) {
    case 'customer':
      return [customer(size, n)]
    case 'customer_summary':
      return [summary(size, n)]
    case 'customer_value':
      return [evaluation(size, n)]
    case 'customer_manager':
      return [allocation(size, n)]
    case 'account':
      return [account(n)]
    case 'holding':
      return some(holding(size, n))
    case 'balance_change':
      return [
        ...balances(size, n, 'account'),
        ...(holding(size, n) ? balances(size, n, 'holding') : []),
      ]
    case 'contact':
      return some(contact(size, n))
    case 'task':
      return some(task(size, n))
    case 'product':
      return n === 0 ? [product] : []
    case 'bank_transaction':
      return Array.from({ length: transactions }, (_, k) => transaction(size, n, k))
    default:
      return []
  }
}

/** Kind of id by which head office orders the rows of a table. */
const orderedBy: Partial<Record<TableName, SyntheticKind>> = {
  customer_manager: 'manager',
  account: 'account',
  holding: 'holding',
  contact: 'contact',
  task: 'task',
  balance_change: 'account',
  bank_transaction: 'account',
}

/** All rows of a table in the order in which head office sends them: by key. */
export function* rowsOf(size: BranchSize, name: TableName, transactions = 5): Generator<Values> {
  const table = tableNamed(name)
  const kind = orderedBy[name] ?? 'customer'
  const order = Array.from({ length: size.customers }, (_, n) => ({ n, id: syntheticId(kind, n) }))
  order.sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const { n } of order) {
    for (const record of recordsOf(size, name, n, transactions)) yield wireValues(table, record)
  }
}

/** Key of every file of the bench. */
export const benchKey = Buffer.alloc(32, 9)

/**
 * Makes an encrypted branch cache with the tables named, indexes and search, the way a terminal
 * has it after its first synchronisation; returns it open for writing.
 */
export async function makeBranchCache(
  path: string,
  size: BranchSize,
  names: readonly TableName[],
  transactions?: number,
): Promise<SqliteDatabase> {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  await migrateCache(path, benchKey)
  const db = openFile(path, benchKey, { mode: 'write', kind: 'disposable', cacheKib: 65_536 })
  for (const name of names) {
    const insert = db.prepare(insertSql(tableNamed(name)))
    atomically(db, () => {
      for (const values of rowsOf(size, name, transactions)) insert.run(...values, 1, 1)
    })
  }
  ensureIndexes(db)
  atomically(db, () => {
    buildSearch(db)
    putCacheFact(db, 'shape', cacheShape)
    putScopeState(db, {
      scope: 'branch:bench',
      epoch: 'bench',
      cursor: 'bench',
      version: 1,
      business_date: syntheticDate,
      applied_at: 0,
    })
  })
  db.exec('PRAGMA analysis_limit = 1000; ANALYZE')
  db.pragma('wal_checkpoint(TRUNCATE)')
  return db
}
