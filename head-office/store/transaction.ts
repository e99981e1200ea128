import pg from 'pg'

/** Isolation of {@link inTransaction}: ordinary writes, or one consistent view for readers. */
export type TransactionMode = 'write' | 'snapshot'

const begin: Record<TransactionMode, string> = {
  write: 'begin isolation level read committed',
  snapshot: 'begin isolation level repeatable read read only',
}

const retried = new Set(['40001', '40P01'])
const mostAttempts = 5

/** PostgreSQL's error code (SQLSTATE) of anything thrown, or null. */
export function sqlState(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : null
}

/** Whether a transaction failed only because another one was in its way. */
export function isConcurrencyFailure(error: unknown): boolean {
  return retried.has(sqlState(error) ?? '')
}

/** SQLSTATE classes that say "not now": connection, concurrency, resources, operator, system. */
const passing = /^(08|40|53|55|57|58)/

/**
 * What the driver says, without a code, of a connection that went away during a query or before one;
 * the last while head office stops, to a request whose terminal has hung up already.
 */
const lostConnection =
  /^Connection terminated|^Client .* is not queryable$|timeout exceeded|^Cannot use a pool after/

/**
 * Whether the same work may succeed later: concurrency, a database that is going down or busy, a
 * lost connection (of which nobody knows whether its commit took place).
 */
export function isPassingFailure(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== null) return passing.test(state) || /^(ECONN|EPIPE|ETIMEDOUT)/.test(state)
  return error instanceof Error && lostConnection.test(error.message)
}

async function once<T>(
  pool: pg.Pool,
  mode: TransactionMode,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin[mode])
    const value = await work(client)
    await client.query('commit')
    return value
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure))
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * Runs `work` in one transaction, commits its value, rolls back where it throws. Serialization
 * failures and deadlocks are tried again with growing pauses, so `work` must have no effect outside
 * the transaction.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  mode: TransactionMode,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, mode, work)
    } catch (error) {
      if (!isConcurrencyFailure(error) || attempt === mostAttempts) throw error
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt))
    }
  }
}

/** A pool, or the connection of a transaction that is under way. */
export type Writable = pg.Pool | pg.ClientBase

/** Does work in the caller's transaction, or in one of its own where a pool is given. */
export function joinTransaction<T>(
  db: Writable,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  return db instanceof pg.Pool ? inTransaction(db, 'write', work) : work(db)
}
