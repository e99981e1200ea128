import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { systemClock } from '#platform/clock/clock.ts'
import { createLogger, describeError } from '#platform/log/logger.ts'
import { lastClosedDay } from './business-day/due-day.ts'
import { initialiseDatabase } from './database/info.ts'
import { migrate } from './database/migrate.ts'
import { createHeadOffice } from './server/app.ts'
import { isLoopback, readSettings } from './server/settings.ts'

const clock = systemClock
const logger = createLogger(
  (line) => process.stderr.write(`${line}\n`),
  () => clock.now(),
)

async function start(): Promise<void> {
  const settings = readSettings(process.env)
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: 16,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'zhike-head-office',
  })
  pool.on('error', (error) => {
    logger.log('warn', 'database.connection_lost', { error: describeError(error) })
  })
  // A connection that is cut while it takes its leave is no longer the pool's.
  pool.on('connect', (client) => {
    client.on('error', () => {})
  })
  for (const name of await migrate(pool)) logger.log('info', 'migration.applied', { action: name })
  const info = await initialiseDatabase(
    pool,
    {
      currency: 'CNY',
      demo: false,
      businessDate: lastClosedDay(clock.now()),
      calendar: 'running',
    },
    clock.now(),
  )
  const app = await createHeadOffice({
    pool,
    dataDir: settings.dataDir,
    clock,
    logger,
    loopback: isLoopback(settings.host),
    ...(settings.tls && {
      tls: {
        cert: await readFile(settings.tls.cert, 'utf8'),
        key: await readFile(settings.tls.key, 'utf8'),
      },
    }),
  })
  const url = await app.listen({ host: settings.host, port: settings.port })
  const { rows } = await pool.query<{ name: string }>('select current_database() as name')

  const stop = () => {
    app
      .close()
      .then(() => pool.end())
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        logger.log('error', 'stop.failed', { error: describeError(error) })
        process.exit(1)
      })
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  const ready = {
    event: 'ready',
    url,
    epoch: info.epoch,
    database: rows[0]?.name ?? '',
    demo: info.demo,
  }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
}

start().catch((error: unknown) => {
  logger.log('error', 'start.failed', { error: describeError(error) })
  process.exit(1)
})
