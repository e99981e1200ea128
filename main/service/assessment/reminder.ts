import { remindersSince } from '#db/assessment/results.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { userSetting } from '#db/user/drafts.ts'
import { staffNames } from '#db/workbench/staff.ts'
import { type AssessmentReminder, reminderDays } from '#domain/assessment/records.ts'
import { addDays, dayOfInstant, instantOfDay } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'

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

/** `assessment.reminder`. */
export const readReminder: Handler<'assessment.reminder'> = (_request, context) => {
  const { staffId } = context.actor
  const last = context.cache((db) => lastReminder(db, staffId, context.clock.now()))
  if (last === null) return null
  const { id, at: atMs } = last.reminder
  if (context.own((db) => userSetting(db, key)) === id) return null
  return { id, atMs, byName: last.byName }
}

/** `assessment.dismissReminder`. */
export const dismissReminder: Handler<'assessment.dismissReminder'> = async ({ id }, context) => {
  await context.keep('user.putSetting', { key, value: id })
  return null
}
