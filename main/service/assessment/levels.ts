import { levelsReplySchema } from '#contract/sync/assessment.ts'
import { dayOfInstant, monthStart } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import { SessionReadings } from '../submissions/session-readings.ts'

/** `assessment.levels`. What was read stands in memory for as long as its session. */
export function levelsReader(ask: AskHeadOffice): Handler<'assessment.levels'> {
  const readings = new SessionReadings(ask, 'v1/assessment/levels', levelsReplySchema)

  return async ({ month, unitId }, context) => {
    const latestMonth = monthStart(dayOfInstant(context.clock.now()))
    const of = month === null || month > latestMonth ? latestMonth : month
    const body = { month: of, unitId }
    const { live, reply } = await readings.read(context, `${of} ${unitId ?? ''}`, body)
    if (!reply) return { latestMonth, levels: null, loadedAtMs: null, live }
    const { asOfMs: loadedAtMs, state, path, total, units, trend } = reply
    return {
      latestMonth,
      levels: { month: of, state, path, total, units, trend },
      loadedAtMs,
      live,
    }
  }
}
