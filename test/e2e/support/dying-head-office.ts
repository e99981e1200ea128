/**
 * The real head office with one wire cut: the first reply to pushed commands is never sent, because
 * the process kills itself (SIGKILL) between the commit and the reply.
 */
import { serveWired } from './wired-head-office.ts'

await serveWired((app) => {
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (request.routeOptions.url === '/v1/commands') process.kill(process.pid, 'SIGKILL')
    else done(null, payload)
  })
})
