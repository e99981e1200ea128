import pg from 'pg'

/**
 * A pool for tests. Ending it does not wait until the server has taken leave, so a database that is
 * dropped right afterwards may still cut a connection: that is no fault of the test.
 */
export function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  const ignore = () => {}
  pool.on('error', ignore)
  pool.on('connect', (client) => {
    client.on('error', ignore)
  })
  return pool
}
