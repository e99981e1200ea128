import { AppError } from '#contract/errors.ts'
import { type LevelsReply, levelsReplySchema } from '#contract/sync/assessment.ts'
import { dayOfInstant, monthStart } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'

/** `assessment.levels`. What was read stands in memory for as long as its session. */
export function levelsReader(ask: AskHeadOffice): Handler<'assessment.levels'> {
  let heard: { sessionId: string; replies: Map<string, LevelsReply> } | null = null

  return async ({ month, unitId }, context) => {
    const { sessionId } = context.actor
    const latestMonth = monthStart(dayOfInstant(context.clock.now()))
    const of = month === null || month > latestMonth ? latestMonth : month
    const key = `${of} ${unitId ?? ''}`
    if (heard?.sessionId !== sessionId) heard = { sessionId, replies: new Map() }
    const { replies } = heard
    let live = true
    try {
      const body = { month: of, unitId }
      const reply = await ask('v1/assessment/levels', body, levelsReplySchema)
      // Somebody else may sit here by the time the answer comes.
      if (context.actor.sessionId !== sessionId) throw new AppError('session.required')
      replies.set(key, reply)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'headOffice.unreachable') throw error
      live = false
    }
    const known = replies.get(key)
    if (!known) return { latestMonth, levels: null, live }
    const { asOfMs, state, path, total, units, trend } = known
    return { latestMonth, levels: { asOfMs, month: of, state, path, total, units, trend }, live }
  }
}
