import { serialize } from 'node:v8'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import {
  channels,
  type ChannelName,
  type Received,
  type Reply,
  type Response,
} from '#contract/ipc.ts'
import { type Cause, causes, type World, worlds } from '#contract/ipc/channel.ts'
import { shellChannels, type ShellChannel } from '#contract/ipc/shell.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'
import { isTrustedSender, type SenderEvent } from './sender.ts'

/** Largest request a page may send, in bytes of its structured form. */
export const requestLimitBytes = 256 * 1024

/** The shell's own answers, one for each of its channels; expected errors are thrown. */
export type ShellHandlers<Sender> = {
  [Name in ShellChannel]: (
    sender: Sender,
    request: Received<Name>,
  ) => Response<Name> | Promise<Response<Name>>
}

/** What the relay depends on; `Sender` is Electron's `WebContents`. */
export interface RelayParts<Sender extends SenderEvent['sender']> {
  handle: (
    channel: string,
    listener: (event: SenderEvent & { sender: Sender }, ...args: unknown[]) => unknown,
  ) => void
  isOwnWindow: (webContentsId: number) => boolean
  toService: (
    channel: ChannelName,
    payload: unknown,
    cause: Cause,
    world: World,
  ) => Promise<Reply<unknown>>
  shellHandlers: ShellHandlers<Sender>
  logger: Logger
}

function refuse(code: ErrorCode): Reply<never> {
  return { ok: false, error: { code } }
}

function isCause(value: unknown): value is Cause {
  return (causes as readonly unknown[]).includes(value)
}

function isWorld(value: unknown): value is World {
  return (worlds as readonly unknown[]).includes(value)
}

function isShellChannel(name: ChannelName): name is ShellChannel {
  return Object.hasOwn(shellChannels, name)
}

/**
 * Registers one handler for each channel of the contract, and no other. Each call passes the same
 * guard: a page of ours sent it, it is one value with its cause
 * and its world, and it is not too large. The service checks schema,
 * session and role; nothing a page says about itself is believed here or there.
 */
export function registerRelay<Sender extends SenderEvent['sender']>(
  parts: RelayParts<Sender>,
): void {
  for (const name of Object.keys(channels) as ChannelName[]) {
    parts.handle(name, async (event, ...args) => {
      try {
        return await answer(parts, name, event, args)
      } catch (error) {
        if (error instanceof AppError) return { ok: false, error: error.toValue() }
        parts.logger.log('error', 'relay.failed', { route: name, error: describeError(error) })
        return refuse('internal')
      }
    })
  }
}

async function answer<Sender extends SenderEvent['sender']>(
  parts: RelayParts<Sender>,
  name: ChannelName,
  event: SenderEvent & { sender: Sender },
  args: readonly unknown[],
): Promise<Reply<unknown>> {
  if (!isTrustedSender(event, parts.isOwnWindow)) {
    parts.logger.log('warn', 'relay.refused', { route: name, code: 'request.forbidden' })
    return refuse('request.forbidden')
  }
  const [payload = null, cause = 'person', world = 'branch'] = args
  if (args.length > 3 || !isCause(cause) || !isWorld(world)) return refuse('request.invalid')
  if (serialize(payload).byteLength > requestLimitBytes) return refuse('request.tooLarge')
  if (!isShellChannel(name)) return parts.toService(name, payload, cause, world)
  const request = shellChannels[name].request.safeParse(payload)
  if (!request.success) return refuse('request.invalid')
  const handler = parts.shellHandlers[name] as (sender: Sender, request: unknown) => unknown
  return { ok: true, value: await handler(event.sender, request.data) }
}
