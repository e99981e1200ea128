import { addDays, daysBetween } from '../../time/day.ts'
import { priorityOf, rule } from '../finding.ts'
import { leadDays, leadStep } from '../lead-days.ts'

/**
 * 还款提醒: an instalment or card statement is due within 7 days (7/3/1), or overdue, and the current
 * accounts do not cover it. What is covered is paid by itself and needs no call. Several payments
 * are taken from the money in the order of their days.
 */
export const paymentDue = rule('payment_due', 'payment-1', ({ payments, currentFen, on }) => {
  let left = currentFen
  const inOrder = [...payments].sort(
    (a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0) || (a.id < b.id ? -1 : 1),
  )
  return inOrder.flatMap(({ id, what, amountFen, dueOn }) => {
    const step = leadStep(daysBetween(on, dueOn), leadDays.payment)
    const shortFen = Math.min(amountFen, amountFen - left)
    left = Math.max(0, left - amountFen)
    if (step === null || shortFen <= 0) return []
    return [
      {
        occasion: `${id}:${dueOn}`,
        priority: priorityOf(step),
        // What is past is due tomorrow: the day it was due on cannot be met any more.
        dueOn: dueOn < on ? addDays(on, 1) : dueOn,
        amountFen,
        evidence: { what, amountFen, dueOn, shortFen },
      },
    ]
  })
})
