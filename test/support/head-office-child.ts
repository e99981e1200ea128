/**
 * A head office in a process of its own that dies where a test says: `OCRM_TEST_DIE_ON` names a
 * route, and the process kills itself when the reply of that route is about to leave, after its
 * transaction has been committed. Prints the same ready line as `head-office/main.ts`.
 */
import { createHeadOffice } from '#head-office/server/app.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { openPool } from './pool.ts'

const pool = openPool(process.env['HEAD_OFFICE_DATABASE_URL'] ?? '')
const app = await createHeadOffice({
  pool,
  dataDir: process.env['HEAD_OFFICE_DATA_DIR'] ?? '',
  clock: systemClock,
  logger: silentLogger,
})
app.addHook('onSend', (request, _reply, _payload, done) => {
  if (request.routeOptions.url === process.env['OCRM_TEST_DIE_ON']) {
    process.kill(process.pid, 'SIGKILL')
  }
  done()
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`)
