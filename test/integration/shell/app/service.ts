import type { FromService, ServiceInit, ToService } from '#contract/service-port.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

/** A branch service without a branch: it answers, fails and dies as the test's drafts tell it to. */
const post = (message: FromService) => process.parentPort.postMessage(message)
let init: ServiceInit | undefined

process.parentPort.on('message', ({ data }: { data: ToService }) => {
  if (data.kind === 'init') start(data.init)
  else if (data.kind === 'shutdown') {
    console.log('fixture service says bye')
    post({ kind: 'bye' })
  } else if (data.kind === 'ping') post({ kind: 'pong' })
  else answer(data)
})

function start(given: ServiceInit): void {
  init = given
  switch (process.env['FIXTURE_SERVICE']) {
    case 'fatal':
      post({ kind: 'fatal', error: { code: 'cache.damaged', data: { table: 'customers' } } })
      process.exit(4)
      break
    case 'dies':
      process.exit(5)
      break
    default:
      setTimeout(() => post({ kind: 'ready' }), 50)
  }
}

function answer({ id, channel, payload }: Extract<ToService, { kind: 'call' }>): void {
  const reply = (value: unknown) => post({ kind: 'reply', id, ok: true, value })
  if (channel === 'app.status') {
    const secret = init?.deviceSecret ?? ''
    reply({
      pid: process.pid,
      config: init?.config,
      dataDir: init?.dataDir,
      appVersion: init?.appVersion,
      secretBytes: Buffer.from(secret, 'base64url').length,
      // The test compares secrets between starts without ever holding one.
      secretHash: sha256Hex(secret),
    })
    return
  }
  if (channel === 'session.lock') {
    post({ kind: 'event', event: 'session.changed', payload: null })
    reply(null)
    return
  }
  const { key } = (payload ?? { key: '' }) as { key: string }
  switch (key) {
    case 'die':
      process.exit(3)
      break
    case 'wait':
      return
    case 'spin':
      for (;;);
    case 'refuse':
      post({ kind: 'reply', id, ok: false, error: { code: 'customer.notFound', data: { n: 1 } } })
      return
    default:
      reply(payload)
  }
}
