import { AppError } from '#contract/errors.ts'
import type { DutyView } from '#contract/ipc/duty.ts'
import { dutyOf, periodOf } from '#db/assessment/results.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { dutyFault } from '#domain/assessment/duty.ts'
import { type Day, isDay, monthStart } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import type { Names } from './ground.ts'

/** Days off duty in a month as screens show them, the earliest first; of one person, or of the branch. */
export function dutyViews(
  db: ReadDatabase,
  month: Day,
  names: Names,
  pending: ReadonlySet<string>,
  staffId?: string,
): DutyView[] {
  return dutyOf(db, month, staffId).map((entry) => ({
    id: entry.id,
    branchId: entry.branch_id,
    staffId: entry.staff_id,
    staffName: names.get(entry.staff_id)?.name ?? '',
    fromDay: entry.from_day,
    untilDay: entry.until_day,
    tenths: entry.tenths,
    kind: entry.kind,
    reason: entry.reason,
    waits: pending.has(entry.id),
  }))
}

/** `assessment.recordDuty`: head office judges who may, and about whom. */
export const recordDuty: Handler<'assessment.recordDuty'> = async (request, context) => {
  const { staffId, fromDay, untilDay } = request
  if (staffId === context.actor.staffId) throw new AppError('assessment.own')
  if (!isDay(fromDay) || !isDay(untilDay ?? fromDay)) throw new AppError('request.invalid')
  const fault = dutyFault(request)
  if (fault !== null) throw new AppError('request.invalid', { field: fault })
  context.cache((db) => {
    if (periodOf(db, monthStart(fromDay))?.state === 'locked')
      throw new AppError('assessment.locked')
    const stands = dutyOf(db, monthStart(fromDay), staffId).some(
      (entry) => entry.from_day === fromDay && entry.until_day === untilDay,
    )
    if (stands) throw new AppError('assessment.standsAlready')
  })
  const commandId = await context.submit({
    name: 'assessment.recordDuty',
    customerId: null,
    payload: { entryId: context.newId(), ...request },
  })
  return { commandId }
}

/** `assessment.withdrawDuty`. */
export const withdrawDuty: Handler<'assessment.withdrawDuty'> = async (request, context) => {
  const commandId = await context.submit({
    name: 'assessment.withdrawDuty',
    customerId: null,
    payload: request,
  })
  return { commandId }
}
