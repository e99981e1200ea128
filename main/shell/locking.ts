import type { Reply } from '#contract/ipc.ts'
import type { SessionView } from '#contract/ipc/session.ts'

/** How long a lock waits for others before it goes on without them, ms. */
export const lockPatience = Object.freeze({
  /** For the page to save what is typed. */
  saveMs: 500,
  /** For the service to close its files. */
  serviceMs: 3_000,
})

/** What locking depends on. */
export interface LockingParts {
  /** Tells the page that the session is about to be locked. */
  announce(): void
  /** Locks the session at the service. */
  lockSession(): Promise<Reply<unknown>>
  /** Ends it there. */
  endSession(): Promise<Reply<unknown>>
  /** Puts a fresh page in the place of the one that knows customers. */
  renewPage(): Promise<void>
  patience?: { saveMs: number; serviceMs: number }
}

/**
 * Locks or ends the session so that nothing of a customer stays in the page: what is typed is saved,
 * the service locks or logs out, and a fresh page takes the place of the old one, also where one of
 * them does not answer. Of all that passes the shell, it looks at one thing: whether a session is open.
 */
export class Locking {
  readonly #parts: LockingParts
  readonly #patience: { saveMs: number; serviceMs: number }
  #open = false
  /** Staff number of who is at work. */
  #at: string | null = null
  #endedFor: string | null = null
  #running: Promise<Reply<unknown>> | null = null
  #saved: () => void = () => {}

  constructor(parts: LockingParts) {
    this.#parts = parts
    this.#patience = parts.patience ?? lockPatience
  }

  /** Locks; whoever asks meanwhile shares the same lock. Without an open session nothing is renewed. */
  lock(): Promise<Reply<unknown>> {
    if (this.#running) return this.#running
    return this.#close(() => this.#parts.lockSession())
  }

  /** Logs out; behind a locked screen, or after a lock that is under way, nothing is left to renew. */
  logOut(): Promise<Reply<unknown>> {
    const end = () => this.#parts.endSession()
    return this.#running ? this.#running.then(end) : this.#close(end)
  }

  /** The page has saved what was typed. */
  saved(): void {
    this.#saved()
  }

  /**
   * The service said who is at work. A lock or an end it came to by itself (revoked, expired) renews
   * the page as well; the service had what is typed saved before.
   */
  heard(session: SessionView | null): void {
    const wasOpen = this.#open
    this.#open = session !== null && !session.locked
    if (session) this.#at = session.staffNo
    if (this.#open) this.#endedFor = null
    if (!wasOpen || this.#open || this.#running) return
    if (session === null) this.#endedFor = this.#at
    void this.#parts.renewPage()
  }

  /** The service went, and the session with it: the page keeps what it could not save any more. */
  lost(): void {
    this.#open = false
  }

  /** Staff number of a session that ended unasked and whose person has not come back; told once. */
  takeEnded(): string | null {
    const staffNo = this.#endedFor
    this.#endedFor = null
    return staffNo
  }

  #close(session: () => Promise<Reply<unknown>>): Promise<Reply<unknown>> {
    if (!this.#open) return session()
    this.#running = this.#leave(session).finally(() => (this.#running = null))
    return this.#running
  }

  async #leave(session: () => Promise<Reply<unknown>>): Promise<Reply<unknown>> {
    const saved = new Promise<void>((resolve) => (this.#saved = resolve))
    this.#parts.announce()
    await within(saved, this.#patience.saveMs)
    const reply = await within(session(), this.#patience.serviceMs)
    await this.#parts.renewPage()
    return reply ?? { ok: false, error: { code: 'service.unavailable' } }
  }
}

/** What a promise comes to, or undefined where it takes longer than `ms`. */
async function within<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, patience])
  } finally {
    clearTimeout(timer)
  }
}
