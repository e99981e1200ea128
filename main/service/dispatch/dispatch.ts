import { AppError, type ErrorValue } from '#contract/errors.ts'
import { type ChannelName, channels, type Received, type Response } from '#contract/ipc.ts'
import type { Access, Cause } from '#contract/ipc/channel.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { CallContext } from './call-context.ts'

/** A use case: the request after its schema, and what it may do. Expected errors are thrown. */
export type Handler<Name extends ChannelName> = (
  request: Received<Name>,
  context: CallContext,
) => Response<Name> | Promise<Response<Name>>

/** Registers the handler of a channel; a second one for the same channel is a bug and throws. */
export type Handle = <Name extends ChannelName>(channel: Name, handler: Handler<Name>) => void

/** A reply without its envelope. */
export type DispatchReply = { ok: true; value: unknown } | { ok: false; error: ErrorValue }

/** What the dispatcher needs from the rest of the service. */
export interface DispatchNeeds {
  /** Makes the context of one call. */
  contextOf(channel: ChannelName): CallContext
  /** Told after a person's call of a business channel succeeded; decides what is worth a record. */
  used(channel: ChannelName, request: unknown, context: CallContext): void
  logger: Logger
  clock: Clock
}

/** The one guard every call passes: schema in, access, handler, schema out, errors to values. */
export interface Dispatch {
  handle: Handle
  /** Whether a channel has a handler here. */
  handles(channel: string): boolean
  call(channel: string, payload: unknown, cause?: Cause): Promise<DispatchReply>
}

function isChannel(name: string): name is ChannelName {
  return Object.hasOwn(channels, name)
}

function checkAccess(access: Access, context: CallContext): void {
  if (access === 'anyone') return
  if (access === 'shell') throw new AppError('request.forbidden')
  const { roles } = context.actor
  if (access === 'session') return
  if (!access.some((role) => roles.includes(role))) throw new AppError('request.forbidden')
}

/** Makes the dispatcher. */
export function createDispatch(needs: DispatchNeeds): Dispatch {
  const handlers = new Map<ChannelName, (request: never, context: CallContext) => unknown>()

  async function answer(channel: string, payload: unknown, cause: Cause): Promise<unknown> {
    if (!isChannel(channel))
      throw new AppError('request.invalid', { channel: channel.slice(0, 60) })
    const definition = channels[channel]
    const context = needs.contextOf(channel)
    checkAccess(definition.access, context)
    const request = definition.request.safeParse(payload)
    if (!request.success) {
      const field = request.error.issues[0]?.path.join('.') ?? ''
      throw new AppError('request.invalid', { field })
    }
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`no handler for ${channel}`)
    const value = await handler(request.data as never, context)
    const response = definition.response.parse(value)
    if (definition.usage && cause === 'person') needs.used(channel, request.data, context)
    return response
  }

  return {
    handle(channel, handler) {
      if (handlers.has(channel)) throw new Error(`${channel} has a handler already`)
      handlers.set(channel, handler)
    },
    handles: (channel) => isChannel(channel) && handlers.has(channel),
    async call(channel, payload, cause = 'person') {
      const started = needs.clock.monotonic()
      try {
        return { ok: true, value: await answer(channel, payload, cause) }
      } catch (error) {
        if (error instanceof AppError) return { ok: false, error: error.toValue() }
        needs.logger.log('error', 'call.failed', {
          action: channel.slice(0, 60),
          ms: needs.clock.monotonic() - started,
          error: describeError(error),
        })
        return { ok: false, error: { code: 'internal' } }
      }
    },
  }
}
