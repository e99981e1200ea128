import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { reminderDays } from '#domain/assessment/records.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { addDays, type Day, dayOfInstant, instantOfDay } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { Written } from '../commands/decision.ts'
import { isId } from '../server/parse.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { decider } from './deciders.ts'
import { changeablePeriod } from './periods.ts'

/** A reminder comes from the person's own branch head. */
const reminders: readonly Role[] = ['branch_head']

/** Whom to remind of which month. */
export interface Reminding {
  month: Day
  people: readonly { reminderId: string; staffId: string }[]
}

/**
 * Reminds people of one branch, in the caller's transaction: each once in seven days (UTC+8) at most,
 * whoever asks; the others get theirs. Returns how many were left out. Throws `request.forbidden`,
 * `assessment.own`, `assessment.notFound`, `assessment.locked`, and `assessment.remindedAlready` where
 * nobody is left.
 */
export async function remind(
  client: pg.ClientBase,
  { month, people }: Reminding,
  byId: string,
  nowMs: number,
): Promise<{ left: number; written: Written }> {
  const [first] = people
  if (!first || people.some(({ reminderId }) => !isId(reminderId))) {
    throw new AppError('request.invalid')
  }
  const deciders = []
  for (const { staffId } of people) {
    deciders.push(await decider(client, byId, staffId, reminders))
  }
  const branchId = deciders[0]?.branchId ?? ''
  if (deciders.some((each) => each.branchId !== branchId)) throw new AppError('request.forbidden')
  await changeablePeriod(client, month)
  const writer = await BranchWriter.lock(client, branchId)
  const since = instantOfDay(addDays(dayOfInstant(nowMs), 1 - reminderDays))
  const { rows } = await client.query<{ staffId: string }>(
    `select distinct staff_id::text as "staffId" from assessment_reminder
     where branch_id = $1 and staff_id = any($2::uuid[]) and at >= $3`,
    [branchId, people.map(({ staffId }) => staffId), new Date(since)],
  )
  const lately = new Set(rows.map(({ staffId }) => staffId))
  let given = 0
  for (const { reminderId, staffId } of people) {
    if (lately.has(staffId)) continue
    lately.add(staffId)
    given += 1
    const row = { id: reminderId, month, staff_id: staffId, by_id: byId, at: nowMs }
    await writer.insert('assessment_reminder', reminderId, row)
  }
  if (given === 0) throw new AppError('assessment.remindedAlready')
  const actor = deciders[0]?.staffNo ?? ''
  const detail = { month, people: given, left: people.length - given }
  const entry = { branchId, actor, action: 'assessment.remind', object: month, detail }
  await recordAudit(client, entry, nowMs)
  return { left: people.length - given, written: writer.written }
}
