import { daysBetween } from '../../time/day.ts'
import { priorityOf, rule } from '../finding.ts'
import { leadDays, leadStep, leastMaturityFen } from '../lead-days.ts'

/** 到期承接: a deposit or product of at least 1 万 ends within 30 days (30/15/7/1). */
export const maturity = rule('maturity', 'maturity-1', ({ maturing, on }) =>
  maturing.flatMap(({ positionId, product, amountFen, maturesOn }) => {
    const daysLeft = daysBetween(on, maturesOn)
    const step = leadStep(daysLeft, leadDays.maturity)
    if (step === null || daysLeft < 0 || amountFen < leastMaturityFen) return []
    return [
      {
        occasion: `${positionId}:${maturesOn}`,
        priority: priorityOf(step),
        dueOn: maturesOn,
        amountFen,
        evidence: { product, amountFen, maturesOn },
      },
    ]
  }),
)
