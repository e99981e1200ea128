import { requiredModules } from '#domain/assessment/scheme.ts'
import { monthStart } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { judgedBy, periodView } from './ground.ts'

/** `assessment.rules`: scheme and rule a month is judged by; of the running month as they are in force. */
export const readRules: Handler<'assessment.rules'> = ({ month: asked }, context) => {
  const month = asked ?? monthStart(context.businessDate)
  const { roles } = context.actor
  return context.cache((db) => {
    const { period, scheme, rule } = judgedBy(db, month)
    return {
      month,
      period: periodView(period),
      scheme,
      rule,
      required: requiredModules(roles, scheme),
      roles: [...roles],
    }
  })
}
