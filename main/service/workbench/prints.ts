import { AppError } from '#contract/errors.ts'
import type { CallContext } from '../dispatch/call-context.ts'

/** How long after its usage record a page may go on paper, ms: the watermark names that moment. */
export const printWithinMs = 2 * 60_000

/**
 * Which usage records of printing were not used yet. One record, one printing, by the session that
 * wrote it: the shell prints nothing else, so no page leaves the screen without its record.
 */
export class Prints {
  readonly #open = new Map<string, { sessionId: string; untilMs: number }>()

  /** Call once the record is durable. */
  recorded(context: Pick<CallContext, 'actor' | 'clock' | 'newId'>): string {
    const now = context.clock.monotonic()
    for (const [id, { untilMs }] of this.#open) if (untilMs < now) this.#open.delete(id)
    const printId = context.newId()
    const { sessionId } = context.actor
    this.#open.set(printId, { sessionId, untilMs: now + printWithinMs })
    return printId
  }

  /** Uses a record up; throws `print.notRecorded` where there is none. */
  take(printId: string, { actor, clock }: Pick<CallContext, 'actor' | 'clock'>): void {
    const print = this.#open.get(printId)
    const own = print?.sessionId === actor.sessionId && clock.monotonic() <= print.untilMs
    if (!own) throw new AppError('print.notRecorded')
    this.#open.delete(printId)
  }
}
