import type { FastifyInstance } from 'fastify'
import { describeError } from '#platform/log/logger.ts'
import { keepAssessment } from '../assessment/due.ts'
import { openDueDay } from '../business-day/due-day.ts'
import { findUnsent } from '../ledger/former.ts'
import { findSilences } from '../ledger/silences.ts'
import { makeDueRoot } from '../ledger/roots.ts'
import { findDueClues } from '../risk/night.ts'
import type { ChunkStore } from '../scopes/chunk-store.ts'
import type { HeadOffice } from './context.ts'
import { keepHouse } from './housekeeping.ts'

/** What head office does by itself, again and again. */
export interface RepeatedWork {
  /** Name of the log line where it fails. */
  name: string
  everyMs: number
  /** Whether the first turn comes when the server listens, or after one interval. */
  atOnce: boolean
  work: (signal: AbortSignal) => Promise<void>
}

/** Removal of what has expired, each hour. */
export function housekeeping(office: HeadOffice, store: ChunkStore): RepeatedWork {
  return {
    name: 'housekeeping',
    everyMs: 3_600_000,
    atOnce: false,
    work: () => keepHouse(office, store),
  }
}

/** Opening of the business day: at the start, where days were missed, and soon after midnight UTC+8. */
export function dayOpening(office: HeadOffice): RepeatedWork {
  return {
    name: 'business_day',
    everyMs: 60_000,
    atOnce: true,
    work: async (signal) => {
      const started = office.clock.monotonic()
      const day = await openDueDay(office.pool, office.clock.now(), { signal })
      if (day === null) return
      const ms = Math.round(office.clock.monotonic() - started)
      office.logger.log('info', 'business_day.opened', { action: day, ms })
    },
  }
}

/** The search for risk clues, once for each day that was opened; it goes on in a thread of its own. */
export function riskNights(office: HeadOffice): RepeatedWork {
  return {
    name: 'risk_clues',
    everyMs: 60_000,
    atOnce: false,
    work: async (signal) => {
      const started = office.clock.monotonic()
      const night = await findDueClues(office.pool, office.clock.now(), { signal }).catch(
        (error: unknown) => {
          // Stopped with the server: the next start looks again.
          if (signal.aborted) return null
          throw error
        },
      )
      if (night === null) return
      const ms = Math.round(office.clock.monotonic() - started)
      office.logger.log('info', 'risk_clues.found', { action: String(night.clues), ms })
    },
  }
}

/** The root over the heads of all usage ledgers, each hour. */
export function ledgerRoots(office: HeadOffice): RepeatedWork {
  return {
    name: 'usage_root',
    everyMs: 60_000,
    atOnce: false,
    work: async () => void (await makeDueRoot(office)),
  }
}

/** Scores of the assessment: each night, and soon after something changed that they rest on. */
export function assessments(office: HeadOffice): RepeatedWork {
  return {
    name: 'assessment',
    everyMs: 60_000,
    atOnce: false,
    work: async (signal) => {
      const started = office.clock.monotonic()
      const branches = await keepAssessment(office.pool, office.clock.now(), signal).catch(
        (error: unknown) => {
          // Stopped with the server: the next start goes on.
          if (signal.aborted) return 0
          throw error
        },
      )
      if (branches === 0) return
      const ms = Math.round(office.clock.monotonic() - started)
      office.logger.log('info', 'assessment.reckoned', { action: String(branches), ms })
    },
  }
}

/** Looks four times a day for PCs that were silent while others of their branch were not. */
export function silences(office: HeadOffice): RepeatedWork {
  return {
    name: 'usage_silence',
    everyMs: 6 * 3_600_000,
    atOnce: false,
    work: async (signal) => void (await findSilences(office, signal)),
  }
}

/** Looks each hour for ledgers of former enrolments whose rest did not come. */
export function formerLedgers(office: HeadOffice): RepeatedWork {
  return {
    name: 'usage_unsent',
    everyMs: 3_600_000,
    atOnce: false,
    work: async () => void (await findUnsent(office)),
  }
}

/** Repeats work while the server listens, one turn at a time; closing waits for the turn under way. */
export function repeat(app: FastifyInstance, office: HeadOffice, repeated: RepeatedWork): void {
  const { name, everyMs, atOnce, work } = repeated
  const stop = new AbortController()
  let turn: Promise<void> | null = null
  const run = () => {
    turn ??= work(stop.signal)
      .catch((error: unknown) => {
        office.logger.log('error', `${name}.failed`, { error: describeError(error) })
      })
      .finally(() => {
        turn = null
      })
  }
  let timer: NodeJS.Timeout | undefined
  app.addHook('onListen', (done) => {
    timer = setInterval(run, everyMs)
    timer.unref()
    if (atOnce) run()
    done()
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    stop.abort()
    await turn
  })
}
