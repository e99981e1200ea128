import type pg from 'pg'
import { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import {
  type AppealCorrections,
  appealCorrectionsSchema,
  moduleCorrectionsSchema,
} from '#domain/assessment/corrections.ts'
import { type ScorePart, scoreParts } from '#domain/assessment/scheme.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import type { UsageModule } from '#domain/usage/modules.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { joinTransaction, type Writable } from '../store/transaction.ts'
import { decider, placeOf, reasonGiven } from './deciders.ts'
import { markDue } from './due.ts'
import { changeablePeriod } from './periods.ts'
import { reckonAgain } from './reckon.ts'

const judges: readonly Role[] = ['line_manager']

/** An appeal that waits for its decision. */
export interface WaitingAppeal {
  branchId: string
  id: string
  month: Day
  staffId: string
  part: ScorePart
  reason: string
  submittedAtMs: number
}

/** An appeal as somebody gives it; `atMs` when, where that was before head office has it. */
export interface GivenAppeal {
  month: Day
  part: ScorePart
  reason: string
  id?: string
  atMs?: number | undefined
}

/**
 * A person appeals against a part of the own provisional score. One that was given in time is in time, also
 * where an outage held it up, as long as the month is not locked. Returns the appeal's id. Throws
 * `assessment.notOpen` while the month is not provisional, `assessment.locked`,
 * `assessment.appealTooLate`, `assessment.standsAlready` (one about this part waits),
 * `assessment.reasonMissing` and `assessment.notFound`.
 */
export async function submitAppeal(
  db: Writable,
  { month, part, reason: given, id, atMs }: GivenAppeal,
  staffId: string,
  nowMs: number,
): Promise<string> {
  const reason = reasonGiven(given)
  z.enum(scoreParts).parse(part)
  const appealId = id ?? uuidV7(nowMs)
  return joinTransaction(db, async (client) => {
    const place = await placeOf(client, staffId)
    if (place === null) throw new AppError('assessment.notFound')
    const { branchId, staffNo } = place
    const { state, appealUntil } = await changeablePeriod(client, month)
    if (state !== 'provisional') throw new AppError('assessment.notOpen')
    const givenMs = Math.min(atMs ?? nowMs, nowMs)
    if (dayOfInstant(givenMs) > (appealUntil ?? '')) throw new AppError('assessment.appealTooLate')
    const scored = await client.query(
      'select from assessment_score where branch_id = $1 and month = $2 and staff_id = $3',
      [branchId, month, staffId],
    )
    if (scored.rows.length === 0) throw new AppError('assessment.notFound')
    const writer = await BranchWriter.lock(client, branchId)
    const waiting = await client.query(
      `select from assessment_appeal where branch_id = $1 and (id = $2 or month = $3
         and staff_id = $4 and part = $5 and state = 'waiting')`,
      [branchId, appealId, month, staffId, part],
    )
    if (waiting.rows.length > 0) throw new AppError('assessment.standsAlready')
    await writer.insert('assessment_appeal', appealId, {
      id: appealId,
      month,
      staff_id: staffId,
      part,
      reason,
      state: 'waiting',
      submitted_at: givenMs,
      decided_by: null,
      decided_at: null,
      decision: null,
    })
    const detail = { month, part }
    const entry = {
      branchId,
      actor: staffNo,
      action: 'assessment.appeal',
      object: appealId,
      detail,
    }
    await recordAudit(client, entry, nowMs)
    return appealId
  })
}

/** Appeals of some branches that wait, oldest first. */
export async function waitingAppeals(
  db: pg.Pool | pg.ClientBase,
  branchIds: readonly string[],
): Promise<WaitingAppeal[]> {
  const { rows } = await db.query<WaitingAppeal>(
    `select branch_id::text as "branchId", id::text, to_char(month, 'YYYY-MM-DD') as month,
       staff_id::text as "staffId", part, reason,
       (extract(epoch from submitted_at) * 1000)::float8 as "submittedAtMs"
     from assessment_appeal where branch_id::text = any($1) and state = 'waiting'
     order by submitted_at, id`,
    [branchIds],
  )
  return rows
}

/** The end of an appeal: rejected, or upheld with what it adds; `modules` of one about breadth alone. */
export type Ruling =
  | { upheld: false; reason: string }
  | {
      upheld: true
      reason: string
      corrections: AppealCorrections
      modules?: readonly UsageModule[]
    }

/**
 * Decides an appeal, with a reason the person reads; upheld, its corrections count at once and in every
 * later reckoning. Throws `assessment.notFound` where it does not wait, `request.invalid` for modules of an
 * appeal about something else, `assessment.locked`,
 * `assessment.own`, `assessment.reasonMissing` and `request.forbidden`.
 */
export async function decideAppeal(
  db: Writable,
  { branchId, id, ruling }: { branchId: string; id: string; ruling: Ruling },
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(ruling.reason)
  const corrections = ruling.upheld ? appealCorrectionsSchema.parse(ruling.corrections) : {}
  const modules = ruling.upheld ? moduleCorrectionsSchema.parse(ruling.modules ?? []) : []
  if (!isId(branchId)) throw new AppError('assessment.notFound')
  await joinTransaction(db, async (client) => {
    // Two deciders at once: the second one waits here and finds it decided.
    const writer = await BranchWriter.lock(client, branchId)
    const { rows } = await client.query<{ month: Day; staffId: string; part: ScorePart }>(
      `select to_char(month, 'YYYY-MM-DD') as month, staff_id::text as "staffId", part
       from assessment_appeal
       where branch_id::text = $1 and id = $2 and state = 'waiting' for update`,
      [branchId, isId(id) ? id : null],
    )
    const [row] = rows
    if (!row) throw new AppError('assessment.notFound')
    const { staffNo, branchId: home } = await decider(client, byId, row.staffId, judges)
    const period = await changeablePeriod(client, row.month)
    if (modules.length > 0 && row.part !== 'modules') throw new AppError('request.invalid')
    await writer.update('assessment_appeal', id, {
      state: ruling.upheld ? 'upheld' : 'rejected',
      decided_by: byId,
      decided_at: nowMs,
      decision: reason,
    })
    for (const [field, delta] of Object.entries(corrections)) {
      await client.query(
        `insert into assessment_correction (branch_id, appeal_id, month, staff_id, field, delta)
         values ($1, $2, $3, $4, $5, $6)`,
        [branchId, id, row.month, row.staffId, field, delta],
      )
    }
    if (modules.length > 0) {
      await client.query(
        `insert into assessment_module_correction (branch_id, appeal_id, month, staff_id, module)
         select $1, $2, $3, $4, unnest($5::text[]) on conflict do nothing`,
        [branchId, id, row.month, row.staffId, modules],
      )
    }
    const action = ruling.upheld ? 'assessment.uphold' : 'assessment.reject'
    const added = modules.length > 0 ? { modules: modules.join(' ') } : {}
    const about = { month: row.month, staffId: row.staffId, part: row.part }
    const detail = { ...about, ...corrections, ...added }
    await recordAudit(client, { branchId, actor: staffNo, action, object: id, detail }, nowMs)
    if (!ruling.upheld) return
    // Who moved since is counted elsewhere, whose scope is not held here.
    if (home === branchId) await reckonAgain(client, branchId, period, nowMs)
    else await markDue(client, home, nowMs)
  })
}
