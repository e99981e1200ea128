import { AppError } from '#contract/errors.ts'
import type { OwnSession, OwnUse } from '#contract/ipc/training.ts'
import type { ToldMonth } from '#db/assessment/results.ts'
import { sessionActions } from '#db/usage/own-sessions.ts'
import { type AssessmentScheme, requiredModules } from '#domain/assessment/scheme.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { type Day, dayOfInstant, instantOfDay, monthStart } from '#domain/time/day.ts'
import { moduleUse } from '#domain/usage/breadth.ts'
import {
  loginTarget,
  type EffectiveRule,
  judgeSessions,
  monthUseOf,
  workedMs,
} from '#domain/usage/effective.ts'
import { tenthsOfADay } from '#domain/assessment/facts.ts'
import { withLateSessions, withOwnSessions } from '#domain/assessment/told-sessions.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { judgedBy, sessionsHere, toldMonth } from '../assessment/ground.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handle } from '../dispatch/dispatch.ts'

const dayMs = 86_400_000

/** By what own use is judged. */
export interface UseRules {
  rule: EffectiveRule
  scheme: AssessmentScheme
  /** Whether the month is locked: what head office had not counted by then counts no more. */
  locked?: boolean
}

/**
 * Own use of a month from the ledger of this PC and what head office told of it (`told`), by the functions
 * head office judges it with. While nothing was told, all of this PC counts.
 */
export function ownUse(
  journal: ReadDatabase,
  { staffId, roles }: { staffId: string; roles: readonly Role[] },
  asked: Day | null,
  nowMs: number,
  { rule, scheme, locked = false }: UseRules,
  told: ToldMonth | null,
): OwnUse {
  const latestMonth = monthStart(dayOfInstant(nowMs))
  const month = asked === null || asked > latestMonth ? latestMonth : asked
  // A day before, so that use that goes on over midnight is merged right.
  const sinceMs = instantOfDay(month) - dayMs
  const actions = sessionActions(journal, staffId, sinceMs)
  const here = sessionsHere(journal, staffId, month)
  const joined = locked ? withLateSessions : withOwnSessions
  const all = told ? joined(told.sessions, here) : here
  const judged = judgeSessions(all, month, rule)
  const { effective, logins, activeDays } = monthUseOf(judged)
  const known = new Set(here.map(({ id }) => id))
  // Of what was done at another PC no more is known than when a session was, and in which modules.
  const elsewhere = all
    .filter(({ id }) => !known.has(id))
    .flatMap(({ modules, endMs: atMs }) => modules.map((module) => ({ atMs, module })))
  const duty = told?.facts
  return {
    month,
    latestMonth,
    effective,
    logins,
    activeDays,
    target: duty
      ? loginTarget(duty.dutyTenths, duty.workingDays * tenthsOfADay, rule)
      : rule.loginsAMonth,
    required: requiredModules(roles, scheme),
    used: moduleUse([...actions, ...elsewhere], month),
    rule,
    sessions: judged.map(({ session, ...verdict }): OwnSession => {
      return {
        startMs: session.startMs,
        endMs: session.endMs,
        workedMs: workedMs(session, rule),
        actions: session.actions,
        modules: session.modules,
        here: known.has(session.id),
        offline: session.offline,
        ...verdict,
      }
    }),
  }
}

/**
 * What head office told of the own month and by what it is judged; null while there is no data of the branch on
 * this PC.
 */
function toldOrNull(
  context: CallContext,
  month: Day,
): { told: ToldMonth | null; rules: UseRules } | null {
  try {
    return context.cache((db) => {
      const { period, rule, scheme } = judgedBy(db, month)
      const told = toldMonth(db, context.actor.staffId, month)
      return { told, rules: { rule, scheme, locked: period?.state === 'locked' } }
    })
  } catch (error) {
    const closed = ['cache.notReady', 'cache.leaseExpired']
    if (error instanceof AppError && closed.includes(error.code)) return null
    throw error
  }
}

/** 培训考核 as far as this PC knows it; `rules` are those of today, for a PC without data of the branch. */
export function registerTraining(handle: Handle, rules: () => UseRules): void {
  handle('training.ownUse', ({ month }, context) => {
    const { actor, clock } = context
    const nowMs = clock.now()
    const of = month ?? monthStart(dayOfInstant(nowMs))
    const known = toldOrNull(context, of)
    const by = known?.rules ?? rules()
    return context.journal((db) => ownUse(db, actor, month, nowMs, by, known?.told ?? null))
  })
}
