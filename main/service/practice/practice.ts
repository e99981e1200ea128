import { AppError } from '#contract/errors.ts'
import type { Cause } from '#contract/ipc/channel.ts'
import { type Day } from '#domain/time/day.ts'
import { describeError } from '#platform/log/logger.ts'
import type { DispatchReply, Handle } from '../dispatch/dispatch.ts'
import { effectiveRoles } from '../session/active-session.ts'
import { clearPractice } from './branch-files.ts'
import type { PracticeGround } from './bank/ground.ts'
import { openWorld, type World, type WorldNeeds } from './world.ts'

/** What practice needs beside the invented branch's own needs. */
export interface PracticeNeeds extends WorldNeeds {
  /** Business date of the branch's data, or null. */
  businessDate: () => Day | null
  /** Answers what is the terminal's own, also while somebody practises. */
  real: (channel: string, payload: unknown, cause: Cause) => Promise<DispatchReply>
}

/** Areas and channels that are the terminal's and the person's own in either world. */
const ownAreas: ReadonlySet<string> = new Set(['session', 'practice', 'help'])
const ownChannels: ReadonlySet<string> = new Set([
  'app.language',
  'app.setLanguage',
  'app.preferences',
  'app.setPreferences',
])
/**
 * What is registered with the work and yet cannot be practised: paper needs a usage record, and there is
 * none of what is practised; the diagnostics are of the terminal.
 */
const realChannels: ReadonlySet<string> = new Set(['workbench.takePrint', 'sync.diagnostics'])

/**
 * The invented branch of the person at work: made on demand, kept through a lock, thrown away when it
 * is left, with the session, and at the next start after a crash.
 */
export class Practice {
  readonly #needs: PracticeNeeds
  #world: World | null = null
  /** Counts the invented branches of this run. */
  #count = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(needs: PracticeNeeds) {
    this.#needs = needs
    clearPractice(needs.dataDir)
  }

  /** Registers `practice.*`. */
  register(handle: Handle): void {
    handle('practice.enter', async () => {
      await this.#serially(() => (this.#world ? Promise.resolve() : this.#begin()))
      return null
    })
    handle('practice.restart', async () => {
      await this.#serially(async () => {
        await this.#end()
        await this.#begin()
      })
      return null
    })
    handle('practice.leave', async () => {
      await this.leave()
      return null
    })
  }

  /** Answers a call that names the world of practice. */
  async call(channel: string, payload: unknown, cause: Cause): Promise<DispatchReply> {
    const [area = ''] = channel.split('.')
    if (ownAreas.has(area) || ownChannels.has(channel)) {
      return this.#needs.real(channel, payload, cause)
    }
    const world = this.#world
    if (!world) return { ok: false, error: { code: 'practice.over' } }
    // Risk desk, own use, courses: of head office or of the person, not of a branch.
    if (realChannels.has(channel) || !world.dispatch.handles(channel)) {
      return { ok: false, error: { code: 'practice.unavailable' } }
    }
    return world.dispatch.call(channel, payload, cause)
  }

  /** The terminal's state changed: those who practise see it too. */
  statusChanged(): void {
    this.#world?.statusChanged()
  }

  /** The writer of the invented branch died: practice is over, nothing else is. */
  died(reason: string): void {
    this.#needs.logger.log('error', 'practice.died', { error: reason })
    this.#needs.background('practice.leave', this.leave())
  }

  /** Ends practice and deletes everything of it; nothing where nobody practises. */
  leave(): Promise<void> {
    return this.#serially(() => this.#end())
  }

  async #begin(): Promise<void> {
    const ground = this.#ground()
    const { clock, logger } = this.#needs
    const since = clock.monotonic()
    this.#world = await openWorld(this.#needs, ground)
    const { current } = this.#needs.sessions
    if (current?.grant.staffId !== ground.staffId) return this.#end()
    this.#count += 1
    this.#needs.sessions.practise(this.#count)
    logger.log('info', 'practice.begun', { ms: Math.round(clock.monotonic() - since) })
  }

  async #end(): Promise<void> {
    const world = this.#world
    this.#world = null
    if (!world) return
    this.#needs.sessions.practise(null)
    try {
      await world.close()
    } catch (error) {
      this.#needs.logger.log('warn', 'practice.notClosed', { error: describeError(error) })
    }
    if (!clearPractice(this.#needs.dataDir)) {
      this.#needs.logger.log('warn', 'practice.exportsHeldOpen', {})
    }
  }

  #ground(): PracticeGround {
    const { sessions, clock, businessDate } = this.#needs
    const session = sessions.current
    const on = businessDate()
    if (!session) throw new AppError('session.required')
    if (on === null) throw new AppError('cache.notReady')
    const { staffId, staffNo, name, post, branchId } = session.grant
    return {
      ...{ branchId, staffId, staffNo, post, on },
      branchName: session.branchName,
      staffName: name,
      roles: effectiveRoles(session),
      nowMs: clock.now(),
    }
  }

  #serially(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act)
    this.#turn = done.catch(() => {})
    return done
  }
}
