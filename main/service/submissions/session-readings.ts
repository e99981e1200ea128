import type { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { AskHeadOffice } from './ask.ts'

/** Most answers that are remembered. */
const mostKept = 50

/**
 * What head office answered to one kind of question in one session, by key; the newest fifty. It stands in
 * memory for as long as its session, and none of it comes onto the disk.
 */
export class SessionReadings<Reply> {
  readonly #ask: AskHeadOffice
  readonly #path: string
  readonly #reply: z.ZodType<Reply>
  #sessionId: string | null = null
  #kept = new Map<string, Reply>()

  constructor(ask: AskHeadOffice, path: string, reply: z.ZodType<Reply>) {
    this.#ask = ask
    this.#path = path
    this.#reply = reply
  }

  #of({ actor: { sessionId } }: CallContext): Map<string, Reply> {
    if (this.#sessionId !== sessionId) {
      this.#sessionId = sessionId
      this.#kept = new Map()
    }
    return this.#kept
  }

  /** What was answered last, without asking; null for nothing. */
  known(context: CallContext, key: string): Reply | null {
    return this.#of(context).get(key) ?? null
  }

  /** Everything that was answered, the newest last. */
  all(context: CallContext): Reply[] {
    return [...this.#of(context).values()]
  }

  /** Asks head office and remembers; in an outage what was answered last. Throws what else it answers. */
  async read(
    context: CallContext,
    key: string,
    body: Record<string, unknown>,
  ): Promise<{ live: boolean; reply: Reply | null }> {
    const { sessionId } = context.actor
    try {
      const reply = await this.#ask(this.#path, body, this.#reply)
      // Somebody else may sit here by the time the answer comes.
      if (context.actor.sessionId !== sessionId) throw new AppError('session.required')
      const kept = this.#of(context)
      kept.delete(key)
      kept.set(key, reply)
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      return { live: true, reply }
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'headOffice.unreachable')) throw error
      return { live: false, reply: this.known(context, key) }
    }
  }
}
