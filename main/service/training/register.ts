import type { OwnSession, OwnUse } from '#contract/ipc/training.ts'
import { sessionActions } from '#db/usage/own-sessions.ts'
import { sessionUses } from '#db/usage/sessions.ts'
import { type AssessmentScheme, requiredModules } from '#domain/assessment/scheme.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { type Day, dayOfInstant, instantOfDay, monthStart } from '#domain/time/day.ts'
import { moduleUse } from '#domain/usage/breadth.ts'
import { type EffectiveRule, judgeSessions, monthUseOf, workedMs } from '#domain/usage/effective.ts'
import { usageModules } from '#domain/usage/modules.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { Handle } from '../dispatch/dispatch.ts'

const dayMs = 86_400_000

/** By what own use is judged. */
export interface UseRules {
  rule: EffectiveRule
  scheme: AssessmentScheme
}

/** Own use of a month from the ledger of this PC, by the functions head office judges it with. */
export function ownUse(
  journal: ReadDatabase,
  { staffId, roles }: { staffId: string; roles: readonly Role[] },
  asked: Day | null,
  nowMs: number,
  { rule, scheme }: UseRules,
): OwnUse {
  const latestMonth = monthStart(dayOfInstant(nowMs))
  const month = asked === null || asked > latestMonth ? latestMonth : asked
  // A day before, so that use that goes on over midnight is merged right.
  const sinceMs = instantOfDay(month) - dayMs
  const actions = sessionActions(journal, staffId, sinceMs)
  const bySession = Map.groupBy(actions, ({ sessionId }) => sessionId)
  const judged = judgeSessions(sessionUses(journal, staffId, sinceMs), month, rule)
  const { effective, logins, activeDays } = monthUseOf(judged)
  return {
    month,
    latestMonth,
    effective,
    logins,
    activeDays,
    target: rule.loginsAMonth,
    required: requiredModules(roles, scheme),
    used: moduleUse(actions, month),
    rule,
    sessions: judged.map(({ session, ...verdict }): OwnSession => {
      const used = new Set((bySession.get(session.id) ?? []).map(({ module }) => module))
      return {
        startMs: session.startMs,
        endMs: session.endMs,
        workedMs: workedMs(session, rule),
        actions: session.actions,
        modules: usageModules.filter((module) => used.has(module)),
        offline: session.offline,
        ...verdict,
      }
    }),
  }
}

/** 培训考核 as far as this PC knows it. */
export function registerTraining(handle: Handle, rules: () => UseRules): void {
  handle('training.ownUse', ({ month }, context) => {
    const { actor, clock } = context
    return context.journal((db) => ownUse(db, actor, month, clock.now(), rules()))
  })
}
