import { remindersSince } from '#db/assessment/results.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { userSetting } from '#db/user/drafts.ts'
import { staffNames } from '#db/workbench/staff.ts'
import { type AssessmentReminder, reminderDays } from '#domain/assessment/records.ts'
import type { AssessmentFacts } from '#domain/assessment/facts.ts'
import { type PersonScore, scoreOf } from '#domain/assessment/score.ts'
import { factsWithOwn } from '#domain/assessment/told-sessions.ts'
import { addDays, dayOfInstant, instantOfDay, monthStart } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { judgedBy, sessionsHere, toldMonth } from './ground.ts'

/** Key of the setting in the person's own file: the id of the reminder that was put away last. */
const key = 'assessment.reminderPutAway'

/** The last reminder of a person that is not older than a week; null where there is none. */
export function lastReminder(
  db: ReadDatabase,
  staffId: string,
  nowMs: number,
): { reminder: AssessmentReminder; byName: string } | null {
  const since = instantOfDay(addDays(dayOfInstant(nowMs), 1 - reminderDays))
  const reminder = remindersSince(db, since).find(({ staff_id }) => staff_id === staffId)
  if (!reminder) return null
  return { reminder, byName: staffNames(db).get(reminder.by_id)?.name ?? '' }
}

/** Whether somebody is short of effective use, what a reminder is about. */
export function isShort(facts: AssessmentFacts, { outcome, target }: PersonScore): boolean {
  return outcome === 'retrain' && facts.effective < target
}

/**
 * `assessment.reminder`: of the running month alone, and while its person is short of use; what was
 * missing and is there now, or cannot be made up for, is nobody's to hear of.
 */
export const readReminder: Handler<'assessment.reminder'> = (_request, context) => {
  const { staffId } = context.actor
  const nowMs = context.clock.now()
  const month = monthStart(dayOfInstant(nowMs))
  const last = context.cache((db) => lastReminder(db, staffId, nowMs))
  if (last?.reminder.month !== month) return null
  const here = context.journal((db) => sessionsHere(db, staffId, month))
  const missing = context.cache((db) => {
    const told = toldMonth(db, staffId, month)
    if (told === null) return null
    const { scheme, rule } = judgedBy(db, month)
    const { facts } = factsWithOwn(told.facts, told.sessions, here, month, rule)
    const score = scoreOf(facts, scheme, rule)
    return isShort(facts, score) ? { effective: facts.effective, target: score.target } : null
  })
  if (missing === null) return null
  const { id, at: atMs } = last.reminder
  if (context.own((db) => userSetting(db, key)) === id) return null
  return { id, atMs, byName: last.byName, ...missing }
}

/** `assessment.dismissReminder`. */
export const dismissReminder: Handler<'assessment.dismissReminder'> = async ({ id }, context) => {
  await context.keep('user.putSetting', { key, value: id })
  return null
}
