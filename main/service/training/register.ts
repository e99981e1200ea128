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
import { withOwnSessions } from '#domain/assessment/told-sessions.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { sessionsHere, toldMonth } from '../assessment/ground.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handle } from '../dispatch/dispatch.ts'

const dayMs = 86_400_000

/** By what own use is judged. */
export interface UseRules {
  rule: EffectiveRule
  scheme: AssessmentScheme
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
  { rule, scheme }: UseRules,
  told: ToldMonth | null,
): OwnUse {
  const latestMonth = monthStart(dayOfInstant(nowMs))
  const month = asked === null || asked > latestMonth ? latestMonth : asked
  // A day before, so that use that goes on over midnight is merged right.
  const sinceMs = instantOfDay(month) - dayMs
  const actions = sessionActions(journal, staffId, sinceMs)
  const here = sessionsHere(journal, staffId, month)
  const all = told ? withOwnSessions(told.sessions, here) : here
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

/** What head office told of the own month; null also while there is no data of the branch on this PC. */
function toldOrNull(context: CallContext, month: Day): ToldMonth | null {
  try {
    return context.cache((db) => toldMonth(db, context.actor.staffId, month))
  } catch (error) {
    const closed = ['cache.notReady', 'cache.leaseExpired']
    if (error instanceof AppError && closed.includes(error.code)) return null
    throw error
  }
}

/** 培训考核 as far as this PC knows it. */
export function registerTraining(handle: Handle, rules: () => UseRules): void {
  handle('training.ownUse', ({ month }, context) => {
    const { actor, clock } = context
    const nowMs = clock.now()
    const of = month ?? monthStart(dayOfInstant(nowMs))
    const told = toldOrNull(context, of)
    return context.journal((db) => ownUse(db, actor, month, nowMs, rules(), told))
  })
}
