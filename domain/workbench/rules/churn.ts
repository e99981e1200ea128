import { addDays } from '../../time/day.ts'
import { caredFor, rule } from '../finding.ts'

/** Days within which somebody is to speak with a customer who may leave. */
const speakWithinDays = 3

/**
 * 流失预警: a customer of 潜力 or above whose churn points reach the red band (rule 4.4), with the reasons
 * that gave them; once a month.
 */
export const churnWarning = rule('churn', 'churn-task-1', ({ churn, customer, on }) => {
  if (churn === null || churn.band !== 'red' || !caredFor(customer.tier)) return []
  const { points, reasons, fallFen, outFen } = churn
  return [
    {
      occasion: on.slice(0, 7),
      priority: 0,
      dueOn: addDays(on, speakWithinDays),
      ...(fallFen > 0 ? { amountFen: fallFen } : {}),
      evidence: { points, reasons: reasons.join(','), fallFen, outFen },
    },
  ]
})
