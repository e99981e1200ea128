import { resolve } from 'node:path'
import type { FromService, ToService } from '#contract/service-port.ts'
import { type BranchService, startBranchService } from '#main/service/branch-service.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { silentLogger } from '#platform/log/logger.ts'

/** The branch service with the writer of `dying-writer.ts`. */
let service: BranchService | null = null
const post = (message: FromService) => process.send?.(message)

async function receive(message: ToService): Promise<void> {
  if (message.kind === 'init') {
    service = await startBranchService({
      init: message.init,
      writerEntry: resolve('test/support/dying-writer.ts'),
      clock: systemClock,
      logger: silentLogger,
      emit: (event, payload) => post({ kind: 'event', event, payload }),
      died: () => process.exit(1),
    })
    post({ kind: 'ready' })
  }
  if (message.kind === 'call' && service) {
    const reply = await service.call(message.channel, message.payload, message.cause)
    post({ kind: 'reply', id: message.id, ...reply })
  }
}

process.on('message', (message) => void receive(message as ToService))
