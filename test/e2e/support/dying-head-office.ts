/**
 * The real head office with one wire cut: the first reply to pushed commands is never sent, because
 * the process kills itself (SIGKILL) between the commit and the reply.
 */
import pg from 'pg'
import { systemClock } from '#platform/clock/clock.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { createHeadOffice } from '#head-office/server/app.ts'
import { readSettings } from '#head-office/server/settings.ts'

const settings = readSettings(process.env)
const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: 8 })
const app = await createHeadOffice({
  pool,
  dataDir: settings.dataDir,
  clock: systemClock,
  logger: silentLogger,
})
app.addHook('onSend', (request, _reply, payload, done) => {
  if (request.routeOptions.url === '/v1/commands') process.kill(process.pid, 'SIGKILL')
  else done(null, payload)
})
const url = await app.listen({ host: settings.host, port: settings.port })
process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`)
