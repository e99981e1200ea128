import { AppError } from '#contract/errors.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { localFailures } from '#db/journal/attempts.ts'
import type { KeySlot } from '#db/journal/slots.ts'
import type { LockoutLimits } from '#domain/organisation/lockout.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Ledger, Testimony, Witness } from '../ledger/ledger.ts'
import { judgeLockout, type Lockout } from './lockout.ts'

/** What writing attempts needs. */
export interface AttemptNeeds {
  journal: FileReader
  writer: Writer
  ledger: Ledger
  clock: Clock
  runId: string
  /** Parameter `lock.failures` as this PC last knew it. */
  limits: () => LockoutLimits
}

/** An attempt that is on disk and not over. */
export interface OpenAttempt {
  /** Ends it; what else belongs into the same transaction goes along. */
  close(
    outcome: 'failed' | 'passed' | 'cancelled',
    more?: { slot?: KeySlot | undefined; testimonies?: Testimony[] },
  ): Promise<void>
}

/**
 * Login attempts: on disk before anything is computed, so that killing the process wins nothing,
 * and in the usage ledger.
 */
export class Attempts {
  readonly #needs: AttemptNeeds

  constructor(needs: AttemptNeeds) {
    this.#needs = needs
  }

  /** Throws where failures forbid a local attempt: `session.lockedOut`, `session.needsOnline`. */
  checkLockout(account: string): void {
    const { lockout } = this.#judge(account)
    if (lockout.kind === 'online') throw new AppError('session.needsOnline')
    if (lockout.kind === 'wait') {
      throw new AppError('session.lockedOut', { minutes: Math.ceil(lockout.leftMs / 60_000) })
    }
  }

  /** Failures of an account, and for how long it may not be tried, ms. */
  standing(account: string): { failures: number; waitMs: number | null } {
    const { failures, lockout } = this.#judge(account)
    return { failures, waitMs: lockout.kind === 'wait' ? lockout.leftMs : null }
  }

  #judge(account: string): { failures: number; lockout: Lockout } {
    const { journal, runId, clock, limits } = this.#needs
    const failures = journal.read((db) => localFailures(db, account))
    return {
      failures: failures.length,
      lockout: judgeLockout(failures, runId, clock.monotonic(), limits()),
    }
  }

  /** Writes an attempt; it is durable when the promise resolves. */
  async open(
    account: string,
    mode: 'online' | 'offline' | 'unlock',
    witness: Witness | null,
  ): Promise<OpenAttempt> {
    const { writer, ledger, clock, runId } = this.#needs
    const id = await writer.call('journal.openAttempt', {
      attempt: {
        account,
        mode,
        run_id: runId,
        mono_ms: clock.monotonic(),
        wall_ms: clock.now(),
      },
      entries: ledger.entries({ type: 'login.attempt', witness, object: account, body: { mode } }),
    })
    return {
      close: async (outcome, { slot, testimonies = [] } = {}) => {
        const entries = ledger.entries(...testimonies)
        await writer.call('journal.closeAttempt', { id, outcome, entries, slot })
      },
    }
  }
}
