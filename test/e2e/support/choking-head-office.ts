/**
 * The real head office behind a line that breaks: as long as the file `choke` lies in its data folder,
 * every chunk of a snapshot but the first is cut off on its way. Each chunk asked for is written down.
 */
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
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
let served = 0
app.addHook('onRequest', (request, _reply, done) => {
  if (!request.url.startsWith('/v1/chunks/')) return done()
  appendFileSync(join(settings.dataDir, 'chunks.log'), `${request.url}\n`)
  const choked = existsSync(join(settings.dataDir, 'choke'))
  if (choked && served > 0) request.raw.destroy()
  else {
    served += 1
    done()
  }
})
const url = await app.listen({ host: settings.host, port: settings.port })
process.stdout.write(`${JSON.stringify({ event: 'ready', url })}\n`)
