import type { FastifyInstance } from 'fastify'
import { maxPushBytes } from '#contract/sync/protocol.ts'
import { receivePush } from '../commands/receive.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'

/** Room for what a push holds beside its commands. */
const envelopeBytes = 4 * 1024

/** How many commands a push holds, before anybody has looked whether it fits. */
function commandCount(body: unknown): number {
  const commands = typeof body === 'object' && body !== null && 'commands' in body && body.commands
  return Array.isArray(commands) ? commands.length : 1
}

/** Commands are taken from terminals of every protocol version: what they hold must not be lost. */
export function commandRoutes(app: FastifyInstance, office: HeadOffice): void {
  app.post('/v1/commands', { bodyLimit: maxPushBytes + envelopeBytes }, async (request) => {
    const session = await deviceOf(office, request, 'push')
    office.pace.admit('push', session.branchId, commandCount(request.body))
    const reply = await receivePush(office, session, request.body)
    office.pokes.noticed()
    return reply
  })
}
