import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '#contract/errors.ts'
import type { FromService, ServiceInit, ToService } from '#contract/service-port.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { createLogger, describeError } from '#platform/log/logger.ts'
import { type BranchService, startBranchService } from './service/branch-service.ts'
import { parentChannel } from './service/parent-channel.ts'

const self = fileURLToPath(import.meta.url)
/** The writer's entry lies beside this one, as TypeScript or built. */
const writerEntry = join(dirname(self), `writer${extname(self)}`)

const logger = createLogger(
  (line) => process.stderr.write(`${line}\n`),
  () => systemClock.now(),
)
const parent = parentChannel()
const post = (message: FromService) => parent.post(message)
let service: Promise<BranchService> | null = null

function fatal(error: unknown): void {
  logger.log('error', 'service.fatal', { error: describeError(error) })
  post({
    kind: 'fatal',
    error: error instanceof AppError ? error.toValue() : { code: 'internal' },
  })
  // Long enough for the message to leave.
  setTimeout(() => process.exit(1), 100)
}

async function start(init: ServiceInit): Promise<BranchService> {
  return startBranchService({
    init,
    writerEntry,
    clock: systemClock,
    logger,
    emit: (event, payload) => post({ kind: 'event', event, payload }),
    died(reason) {
      // Not fatal: whoever watches the service starts it anew, with a new writer.
      logger.log('error', 'writer.died', { error: reason })
      process.exit(1)
    },
  })
}

async function stop(): Promise<void> {
  const running = await service?.catch(() => null)
  await running?.stop()
  post({ kind: 'bye' })
  parent.close()
}

async function receive(message: ToService): Promise<void> {
  switch (message.kind) {
    case 'init':
      service ??= start(message.init)
      await service
      post({ kind: 'ready' })
      break
    case 'call': {
      const running = await service
      const reply = (await running?.call(
        message.channel,
        message.payload,
        message.cause,
        message.world,
      )) ?? {
        ok: false as const,
        error: new AppError('service.unavailable').toValue(),
      }
      post({ kind: 'reply', id: message.id, ...reply })
      break
    }
    case 'ping':
      post({ kind: 'pong' })
      break
    case 'shutdown':
      await stop()
  }
}

parent.listen((message) => {
  receive(message).catch(fatal)
})
// Whoever started the service is gone: nobody could use it, and its files must be closed.
parent.onClosed(() => void stop().finally(() => process.exit(0)))
