import type pg from 'pg'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import {
  afterFeedbackAct,
  answerWorkingDays,
  type FeedbackAct,
  feedbackLength,
  type FeedbackRefusal,
  type FeedbackState,
  type FeedbackTopic,
} from '#domain/learning/feedback.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { workingDayAfter } from '#domain/time/working-day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { markDue } from '../assessment/due.ts'
import { decider, placeOf } from '../assessment/deciders.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { calendarExceptions } from '../key-transactions/stage-cards.ts'
import { isId } from '../server/parse.ts'
import { inTransaction } from '../store/transaction.ts'

/**
 * Hands in a feedback of 10 to 1,000 characters. Returns its id. Throws `learning.textMissing` and
 * `learning.notFound`.
 */
export async function submitFeedback(
  pool: pg.Pool,
  { topic, words: given }: { topic: FeedbackTopic; words: string },
  staffId: string,
  nowMs: number,
): Promise<string> {
  const words = given.trim()
  if (words.length < feedbackLength.least || words.length > feedbackLength.most) {
    throw new AppError('learning.textMissing')
  }
  return inTransaction(pool, 'write', async (client) => {
    const place = await placeOf(client, staffId)
    if (place === null) throw new AppError('learning.notFound')
    const { branchId, staffNo } = place
    const id = uuidV7(nowMs)
    await client.query(
      `insert into feedback (branch_id, id, staff_id, topic, words, state, submitted_at)
       values ($1, $2, $3, $4, $5, 'submitted', $6)`,
      [branchId, id, staffId, topic, words, new Date(nowMs)],
    )
    await markDue(client, branchId, nowMs)
    const entry = { branchId, actor: staffNo, action: 'feedback.submit', object: id }
    await recordAudit(client, { ...entry, detail: { topic } }, nowMs)
    return id
  })
}

const codes: Record<FeedbackRefusal, ErrorCode> = {
  moved: 'learning.moved',
  own: 'learning.own',
  textMissing: 'learning.textMissing',
}

/**
 * Deals with a feedback of a branch: a line manager above it takes it on (受理), answers, and says whether
 * it is adopted. Throws `learning.notFound`, `learning.moved` where the step does not follow,
 * `learning.own`, `learning.textMissing` and `request.forbidden`.
 */
export async function actOnFeedback(
  pool: pg.Pool,
  given: { branchId: string; id: string; act: FeedbackAct; text: string | null },
  byId: string,
  nowMs: number,
): Promise<FeedbackState> {
  const text = given.text?.trim().slice(0, feedbackLength.answer) ?? null
  return inTransaction(pool, 'write', async (client) => {
    const { rows } = await client.query<{ state: FeedbackState; authorId: string }>(
      `select state, staff_id::text as "authorId" from feedback
       where branch_id::text = $1 and id = $2 for update`,
      [given.branchId, isId(given.id) ? given.id : null],
    )
    const [row] = rows
    if (!row) throw new AppError('learning.notFound')
    if (row.authorId === byId) throw new AppError('learning.own')
    const { branchId, staffNo } = await decider(client, byId, row.authorId, ['line_manager'])
    const after = afterFeedbackAct(row, { act: given.act, byId, text })
    if ('refusal' in after) throw new AppError(codes[after.refusal])
    const today = dayOfInstant(nowMs)
    const due =
      given.act === 'accept'
        ? workingDayAfter(today, answerWorkingDays, await calendarExceptions(client))
        : null
    await client.query(
      `update feedback set state = $3, answer_due_on = coalesce($4::date, answer_due_on),
         adopted_on = case when $3 = 'adopted' then $5::date end
       where branch_id = $1 and id = $2`,
      [given.branchId, given.id, after.state, due, today],
    )
    await markDue(client, given.branchId, nowMs)
    await client.query(
      `insert into feedback_entry (branch_id, feedback_id, nth, act, words, by_id, at)
       select $1, $2, coalesce(max(nth), 0) + 1, $3, $4, $5, $6
       from feedback_entry where branch_id = $1 and feedback_id = $2`,
      [given.branchId, given.id, given.act, text, byId, new Date(nowMs)],
    )
    const detail = { before: row.state, after: after.state }
    const action = `feedback.${given.act}`
    await recordAudit(client, { branchId, actor: staffNo, action, object: given.id, detail }, nowMs)
    return after.state
  })
}
