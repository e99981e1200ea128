/**
 * The real head office behind a line that breaks: as long as the file `choke` lies in its data folder,
 * every chunk of a snapshot but the first is cut off on its way. Each chunk asked for is written down.
 */
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveWired } from './wired-head-office.ts'

await serveWired((app, dataDir) => {
  let served = 0
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.url.startsWith('/v1/chunks/')) return done()
    appendFileSync(join(dataDir, 'chunks.log'), `${request.url}\n`)
    const choked = existsSync(join(dataDir, 'choke'))
    if (choked && served > 0) request.raw.destroy()
    else {
      served += 1
      done()
    }
  })
})
