import type Database from 'better-sqlite3'
import type { SqliteDatabase } from './open.ts'

/** A value SQLite binds or gives back. */
export type SqlValue = string | number | Uint8Array | null

/** What a query may do: prepare. Reading code takes this type, writing code `SqliteDatabase`. */
export interface ReadDatabase {
  prepare(sql: string): Database.Statement
}

const kept = new WeakMap<object, Map<string, Database.Statement>>()

/** The prepared statement of a text, prepared once for a connection. */
export function statement<Row = unknown>(
  db: ReadDatabase,
  sql: string,
): Database.Statement<SqlValue[], Row> {
  let own = kept.get(db)
  if (!own) kept.set(db, (own = new Map<string, Database.Statement>()))
  let prepared = own.get(sql)
  if (!prepared) own.set(sql, (prepared = db.prepare(sql)))
  return prepared as Database.Statement<SqlValue[], Row>
}

/** All rows of a query. */
export function all<Row>(db: ReadDatabase, sql: string, ...values: SqlValue[]): Row[] {
  return statement<Row>(db, sql).all(...values)
}

/** Rows of a query one by one: what the caller does not take is never read. */
export function each<Row>(
  db: ReadDatabase,
  sql: string,
  ...values: SqlValue[]
): IterableIterator<Row> {
  return statement<Row>(db, sql).iterate(...values)
}

/** The first row of a query, or undefined. */
export function first<Row>(db: ReadDatabase, sql: string, ...values: SqlValue[]): Row | undefined {
  return statement<Row>(db, sql).get(...values)
}

/** Runs a writing statement; returns the number of changed rows. */
export function run(db: SqliteDatabase, sql: string, ...values: SqlValue[]): number {
  return statement(db, sql).run(...values).changes
}

/** One synchronous write transaction; it commits when `act` returns and rolls back when it throws. */
export function atomically<Result>(db: SqliteDatabase, act: () => Result): Result {
  return db.transaction(act).immediate()
}
