import { AppError, type ErrorCode } from '#contract/errors.ts'
import type {
  ChannelName,
  EventName,
  EventPayload,
  Reply,
  Request,
  Response,
} from '#contract/ipc.ts'
import type { Cause, World } from '#contract/ipc/channel.ts'
import type { PracticeEvent } from '#contract/ipc/practice.ts'
import { currentCause } from './cause.ts'
import { counted, currentWorld } from './world.ts'

/** Codes that say that the page's idea of the session is out of date. */
const sessionCodes: readonly ErrorCode[] = ['session.required', 'session.locked']

let sessionDoubted: () => void = () => undefined

/** Who is told when an answer shows that the session is not what this page takes it for. */
export function onSessionDoubted(listener: () => void): void {
  sessionDoubted = listener
}

type Arguments<Name extends ChannelName> =
  Request<Name> extends null ? [] : [request: Request<Name>]

/**
 * Asks the branch service or the shell. Gives the answer, or throws an `AppError` whose code has a
 * sentence in every language. A bridge that breaks (a page without preload, a structured clone that
 * fails) counts as `internal`. Why it asks is said by where it is called (`cause.ts`).
 */
export async function call<Name extends ChannelName>(
  name: Name,
  ...[request]: Arguments<Name>
): Promise<Response<Name>> {
  // Whoever counts what a screen asks for listens here: the bridge itself cannot be watched.
  window.dispatchEvent(new CustomEvent('ocrm:call', { detail: name }))
  const reply = await counted(ask<Name>(name, toPlain(request), currentCause()))
  window.dispatchEvent(new CustomEvent('ocrm:answer', { detail: reply.ok ? reply.value : null }))
  if (reply.ok) return reply.value
  if (sessionCodes.includes(reply.error.code)) sessionDoubted()
  throw new AppError(reply.error.code, reply.error.data ?? {})
}

async function ask<Name extends ChannelName>(
  name: Name,
  request: unknown,
  cause: Cause,
): Promise<Reply<Response<Name>>> {
  const [area = '', verb = ''] = name.split('.')
  // The bridge is typed by slices; a channel's name is the only thing that knows both halves.
  const slices = window.branch as unknown as Record<
    string,
    Record<string, (request: unknown, cause: Cause, world: World) => Promise<Reply<Response<Name>>>>
  >
  const ask = slices[area]?.[verb]
  if (!ask) throw new AppError('internal', { channel: name })
  try {
    return await ask(request, cause, currentWorld())
  } catch {
    throw new AppError('internal', { channel: name })
  }
}

/** Reactive proxies cannot be cloned across processes; requests are plain data by contract. */
function toPlain(request: unknown): unknown {
  return request === undefined ? undefined : JSON.parse(JSON.stringify(request))
}

/** Events that the invented branch of practice tells as well. */
const told: ReadonlySet<string> = new Set([
  'status.changed',
  'data.changed',
  'counter.changed',
] satisfies PracticeEvent['event'][])

/**
 * Listens to an event of the service; the returned function ends it. While this page practises it hears
 * what the invented branch tells, and of the branch's own data nothing.
 */
export function listen<Name extends EventName>(
  name: Name,
  listener: (payload: EventPayload<Name>) => void,
): () => void {
  if (!told.has(name)) return window.branch.on(name, listener)
  const ends = [
    window.branch.on(name, (payload) => {
      if (currentWorld() === 'branch') listener(payload)
    }),
    window.branch.on('practice.told', ({ event, payload }) => {
      if (currentWorld() === 'practice' && event === name) listener(payload as EventPayload<Name>)
    }),
  ]
  return () => ends.forEach((end) => end())
}

/** The expected error that was thrown; anything else is a bug and counts as `internal`. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  console.error(thrown)
  return new AppError('internal')
}
