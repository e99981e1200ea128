import type { ErrorValue } from '#contract/errors.ts'
import type { ChannelName, Reply } from '#contract/ipc.ts'
import type { Cause, World } from '#contract/ipc/channel.ts'
import type { ToService } from '#contract/service-port.ts'

type Settle = (reply: Reply<unknown>) => void
type Call = Extract<ToService, { kind: 'call' }>

/**
 * Calls on their way to the service. Those that come before it is ready wait here; those it was given
 * wait for its reply. Every call is answered exactly once.
 */
export class PendingCalls {
  #lastId = 0
  #queued: { call: Call; settle: Settle }[] = []
  readonly #sent = new Map<number, Settle>()

  /** Calls that wait for the service to become ready. */
  get queuedCount(): number {
    return this.#queued.length
  }

  /** Holds a call until {@link flush}. */
  add(
    channel: ChannelName,
    payload: unknown,
    cause: Cause,
    world: World = 'branch',
  ): Promise<Reply<unknown>> {
    const id = ++this.#lastId
    return new Promise((settle) => {
      this.#queued.push({ call: { kind: 'call', id, channel, payload, cause, world }, settle })
    })
  }

  /** Hands everything that waits to the service, oldest first. */
  flush(post: (call: Call) => void): void {
    const queued = this.#queued
    this.#queued = []
    for (const { call, settle } of queued) {
      this.#sent.set(call.id, settle)
      post(call)
    }
  }

  /** Answers one call; a reply nobody waits for is ignored. */
  settle(id: number, reply: Reply<unknown>): void {
    this.#sent.get(id)?.(reply)
    this.#sent.delete(id)
  }

  /** Answers what the service was given and will not answer any more. */
  failSent(error: ErrorValue): void {
    const sent = [...this.#sent.values()]
    this.#sent.clear()
    for (const settle of sent) settle({ ok: false, error })
  }

  /** Answers what still waits for the service to become ready. */
  failQueued(error: ErrorValue): void {
    const queued = this.#queued
    this.#queued = []
    for (const { settle } of queued) settle({ ok: false, error })
  }
}
