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
import { decider, placeOf } from '../assessment/deciders.ts'
import { markDue } from '../assessment/due.ts'
import { calendarExceptions } from '../key-transactions/stage-cards.ts'
import { isId } from '../server/parse.ts'
import { audited, type LearningScene } from './scene.ts'

/**
 * Hands in a feedback of 10 to 1,000 characters, in the scene's branch. Throws `learning.textMissing` and
 * `request.invalid`.
 */
export async function submitFeedback(
  scene: LearningScene,
  { id, topic, words: given }: { id: string; topic: FeedbackTopic; words: string },
): Promise<void> {
  const { client, writer, staffId, atMs, nowMs } = scene
  const words = given.trim()
  if (words.length < feedbackLength.least || words.length > feedbackLength.most) {
    throw new AppError('learning.textMissing')
  }
  if (!isId(id)) throw new AppError('request.invalid')
  await writer.insert('feedback', id, {
    id,
    staff_id: staffId,
    topic,
    words,
    state: 'submitted',
    submitted_at: atMs,
    answer_due_on: null,
    adopted_on: null,
  })
  const home = await placeOf(client, staffId)
  await markDue(client, home?.branchId ?? writer.branchId, nowMs)
  await audited(scene, 'feedback.submit', id, { topic })
}

const codes: Record<FeedbackRefusal, ErrorCode> = {
  moved: 'learning.moved',
  own: 'learning.own',
  textMissing: 'learning.textMissing',
}

/**
 * Deals with a feedback of the scene's branch: a line manager above its author takes it on (受理), answers,
 * and says whether it is adopted. Throws `learning.notFound`, `learning.moved` where the step does not
 * follow, `learning.own`, `learning.textMissing` and `request.forbidden`.
 */
export async function actOnFeedback(
  scene: LearningScene,
  given: { id: string; act: FeedbackAct; text: string | null },
): Promise<FeedbackState> {
  const { client, writer, staffId: byId, nowMs } = scene
  const { branchId } = writer
  const text = given.text?.trim().slice(0, feedbackLength.answer) || null
  const { rows } = await client.query<{ state: FeedbackState; authorId: string; nth: number }>(
    `select f.state, f.staff_id::text as "authorId", (select count(*)::integer from feedback_entry e
       where e.branch_id = f.branch_id and e.feedback_id = f.id) as nth
     from feedback f where f.branch_id = $1 and f.id = $2`,
    [branchId, isId(given.id) ? given.id : null],
  )
  const [row] = rows
  if (!row) throw new AppError('learning.notFound')
  if (row.authorId === byId) throw new AppError('learning.own')
  const author = await decider(client, byId, row.authorId, ['line_manager'])
  const after = afterFeedbackAct(row, { act: given.act, byId, text })
  if ('refusal' in after) throw new AppError(codes[after.refusal])
  const today = dayOfInstant(nowMs)
  const accepted = given.act === 'accept'
  await writer.update('feedback', given.id, {
    state: after.state,
    ...(accepted && {
      answer_due_on: workingDayAfter(today, answerWorkingDays, await calendarExceptions(client)),
    }),
    ...(after.state === 'adopted' && { adopted_on: today }),
  })
  await markDue(client, author.branchId, nowMs)
  const { rows: by } = await client.query<{ name: string }>(
    'select name from staff where id = $1 limit 1',
    [byId],
  )
  const id = uuidV7(nowMs)
  await writer.insert('feedback_entry', id, {
    id,
    feedback_id: given.id,
    nth: row.nth + 1,
    act: given.act,
    words: text,
    by_id: byId,
    by_name: by[0]?.name ?? '',
    at: nowMs,
  })
  const detail = { before: row.state, after: after.state }
  await audited(scene, `feedback.${given.act}`, given.id, detail)
  return after.state
}
