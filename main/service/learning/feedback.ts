import { AppError } from '#contract/errors.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import { type DeskFeedback, feedbackDeskReplySchema } from '#contract/sync/learning.ts'
import { ownCommandsNamed } from '#db/journal/submissions.ts'
import { feedbackOf, feedbackSteps } from '#db/learning/feedback.ts'
import {
  type FeedbackAct,
  feedbackActsOf,
  feedbackLength,
  needsText,
} from '#domain/learning/feedback.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handle, Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import { SessionReadings } from '../submissions/session-readings.ts'

/** `learning.feedback`: what the person wrote; for the branch head what everybody here wrote. */
export const listFeedback: Handler<'learning.feedback'> = (_request, context) => {
  const { staffId, roles } = context.actor
  const head = roles.includes('branch_head')
  return context.cache((db) => ({
    head,
    items: feedbackOf(db, head ? null : staffId).map((row) => ({
      id: row.id,
      own: row.staff_id === staffId,
      authorName: row.author ?? '',
      topic: row.topic,
      words: row.words,
      state: row.state,
      submittedAtMs: row.submitted_at,
      answerDueOn: row.answer_due_on,
      steps: feedbackSteps(db, row.id).map(({ act, words, by_name: byName, at: atMs }) => {
        return { act, words, byName, atMs }
      }),
      queued: row.queued === 1,
    })),
  }))
}

/** `learning.submitFeedback`: durable before it is answered. */
export const submitFeedback: Handler<'learning.submitFeedback'> = async (request, context) => {
  const { topic, words } = request
  if (words.length < feedbackLength.least) throw new AppError('learning.textMissing')
  const commandId = await context.submit({
    name: 'feedback.submit',
    customerId: null,
    payload: { feedbackId: context.newId(), topic, words, atMs: context.clock.now() },
  })
  return { commandId }
}

/** The acts of the person that head office has not answered, by feedback. */
function waitingActs(context: CallContext): Map<string, FeedbackAct> {
  const { staffId } = context.actor
  const waiting = new Map<string, FeedbackAct>()
  for (const command of context.journal((db) => ownCommandsNamed(db, staffId, 'feedback.act'))) {
    if (command.state !== 'waiting' && command.state !== 'sent') continue
    const payload = currentPayload('feedback.act', command.version, JSON.parse(command.payload))
    if (typeof payload !== 'string') waiting.set(payload.feedbackId, payload.act)
  }
  return waiting
}

/** The desk of a line manager. What was read stands in memory for as long as its session. */
class FeedbackDesk {
  readonly #groups

  constructor(ask: AskHeadOffice) {
    this.#groups = new SessionReadings(ask, 'v1/learning/feedback', feedbackDeskReplySchema)
  }

  readonly desk: Handler<'learning.desk'> = async ({ group }, context) => {
    const { live, reply } = await this.#groups.read(context, group, { group })
    if (!reply) return { desk: null, loadedAtMs: null, live }
    const waiting = waitingActs(context)
    const items = reply.items.map((item) => ({
      ...item,
      waiting: waiting.get(item.id) ?? null,
      acts: item.own || waiting.has(item.id) ? [] : feedbackActsOf(item.state),
    }))
    return {
      desk: { counts: reply.counts, items, more: reply.more },
      loadedAtMs: reply.asOfMs,
      live,
    }
  }

  #read(context: CallContext, id: string): DeskFeedback | undefined {
    return this.#groups
      .all(context)
      .flatMap(({ items }) => items)
      .find((item) => item.id === id)
  }

  readonly act: Handler<'learning.actOnFeedback'> = async ({ id, act, text }, context) => {
    const item = this.#read(context, id)
    if (!item) throw new AppError('learning.notFound')
    if (item.own) throw new AppError('learning.own')
    if (waitingActs(context).has(id) || !feedbackActsOf(item.state).includes(act)) {
      throw new AppError('learning.moved')
    }
    if (needsText(act) && (text ?? '') === '') throw new AppError('learning.textMissing')
    const commandId = await context.submit({
      name: 'feedback.act',
      customerId: null,
      payload: { branchId: item.branchId, feedbackId: id, act, text: text === '' ? null : text },
    })
    return { commandId }
  }
}

/** Registers the desk of those who deal with feedback. */
export function registerFeedbackDesk(handle: Handle, ask: AskHeadOffice): void {
  const desk = new FeedbackDesk(ask)
  handle('learning.desk', desk.desk)
  handle('learning.actOnFeedback', desk.act)
}
