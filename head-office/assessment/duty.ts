import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { dutyFault, type DutySpan } from '#domain/assessment/duty.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { type Day, monthStart } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { nationalId } from '../store/scope-version.ts'
import { joinTransaction, type Writable } from '../store/transaction.ts'
import { numberOver, reasonGiven } from './deciders.ts'
import { markDue } from './due.ts'
import { changeablePeriod, findPeriod } from './periods.ts'
import { reckonAgain } from './reckon.ts'

/** A branch's average rises with days off duty, so that a line manager records them, as an exemption. */
const recorders: readonly Role[] = ['line_manager']

/** Where somebody works or worked last, also after leaving. Throws `assessment.notFound`. */
async function placeOf(client: pg.ClientBase, staffId: string): Promise<string> {
  const { rows } = await client.query<{ branchId: string }>(
    'select branch_id::text as "branchId" from staff_credential where staff_id = $1',
    [isId(staffId) ? staffId : null],
  )
  const [place] = rows
  if (!place) throw new AppError('assessment.notFound')
  return place.branchId
}

/** Reckons the months again that have begun, may change, and have days of the span. */
async function reckonSpan(
  client: pg.ClientBase,
  branchId: string,
  { fromDay, untilDay }: Pick<DutySpan, 'fromDay' | 'untilDay'>,
  nowMs: number,
): Promise<number> {
  const { rows } = await client.query<{ month: Day }>(
    `select to_char(month, 'YYYY-MM-DD') as month from assessment_period
     where branch_id = $1 and state <> 'locked' and month >= $2 and ($3::date is null or month <= $3)
     order by month`,
    [nationalId, monthStart(fromDay), untilDay],
  )
  for (const { month } of rows) {
    await reckonAgain(client, branchId, await changeablePeriod(client, month), nowMs)
  }
  return rows.length
}

/** Days of somebody, as they are recorded. */
export type GivenDuty = DutySpan & { staffId: string; reason: string; id: string }

/**
 * Records on which days somebody is not on full duty, with a reason; months that may change are reckoned
 * again. Throws `request.invalid` for days or a share that cannot be, `assessment.locked` where the month of
 * the first day is locked, `assessment.notFound`, `assessment.own`, `assessment.reasonMissing`,
 * `assessment.standsAlready` and `request.forbidden`.
 */
export async function recordDuty(
  db: Writable,
  { id, staffId, reason: given, ...span }: GivenDuty,
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(given)
  if (dutyFault(span) !== null) throw new AppError('request.invalid')
  await joinTransaction(db, async (client) => {
    const branchId = await placeOf(client, staffId)
    const actor = await numberOver(client, byId, branchId, recorders)
    if (staffId === byId) throw new AppError('assessment.own')
    const period = await findPeriod(client, monthStart(span.fromDay), 'for share')
    if (period?.state === 'locked') throw new AppError('assessment.locked')
    const writer = await BranchWriter.lock(client, branchId)
    const standing = await client.query(
      `select from duty_entry where branch_id = $1 and (id = $2 or staff_id = $3 and from_day = $4
         and until_day is not distinct from $5 and withdrawn_at is null)`,
      [branchId, id, staffId, span.fromDay, span.untilDay],
    )
    if (standing.rows.length > 0) throw new AppError('assessment.standsAlready')
    const { fromDay, untilDay, tenths, kind } = span
    await writer.insert('duty_entry', id, {
      id,
      staff_id: staffId,
      from_day: fromDay,
      until_day: untilDay,
      tenths,
      kind,
      reason,
      recorded_by: byId,
      recorded_at: nowMs,
      withdrawn_by: null,
      withdrawn_at: null,
      withdrawn_reason: null,
    })
    const detail = { staffId, fromDay, untilDay, tenths, kind }
    await recordAudit(
      client,
      { branchId, actor, action: 'assessment.duty', object: id, detail },
      nowMs,
    )
    await reckonSpan(client, branchId, span, nowMs)
  })
}

/**
 * Takes days off duty back, with a reason; a locked month stays as it was reckoned. Throws
 * `assessment.notFound`, `assessment.locked` where no month of it may change any more, `assessment.own`,
 * `assessment.reasonMissing` and `request.forbidden`.
 */
export async function withdrawDuty(
  db: Writable,
  { branchId, id, reason: given }: { branchId: string; id: string; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(given)
  if (!isId(branchId)) throw new AppError('assessment.notFound')
  await joinTransaction(db, async (client) => {
    const writer = await BranchWriter.lock(client, branchId)
    const { rows } = await client.query<{ staffId: string; fromDay: Day; untilDay: Day | null }>(
      `select staff_id::text as "staffId", to_char(from_day, 'YYYY-MM-DD') as "fromDay",
         to_char(until_day, 'YYYY-MM-DD') as "untilDay"
       from duty_entry where branch_id = $1 and id = $2 and withdrawn_at is null for update`,
      [branchId, isId(id) ? id : null],
    )
    const [row] = rows
    if (!row) throw new AppError('assessment.notFound')
    const home = await placeOf(client, row.staffId)
    const actor = await numberOver(client, byId, home, recorders)
    if (row.staffId === byId) throw new AppError('assessment.own')
    const last = row.untilDay
    const period = last === null ? null : await findPeriod(client, monthStart(last), 'for share')
    if (period?.state === 'locked') throw new AppError('assessment.locked')
    await writer.update('duty_entry', id, {
      withdrawn_by: byId,
      withdrawn_at: nowMs,
      withdrawn_reason: reason,
    })
    const detail = { staffId: row.staffId, fromDay: row.fromDay, untilDay: row.untilDay }
    const entry = { branchId, actor, action: 'assessment.unduty', object: id, detail }
    await recordAudit(client, entry, nowMs)
    // Who moved since is counted elsewhere, whose scope is not held here.
    if (home === branchId) await reckonSpan(client, branchId, row, nowMs)
    else await markDue(client, home, nowMs)
  })
}
