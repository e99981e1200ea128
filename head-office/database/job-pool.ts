import pg from 'pg'

/**
 * A pool for a job that a person may stop: where the server goes away, the queries that wait say so;
 * the connections' own events, which would end the process, say it a second time and are not heard.
 */
export function openJobPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 })
  const ignore = (): void => undefined
  pool.on('error', ignore)
  pool.on('connect', (client) => void client.on('error', ignore))
  return pool
}
