import { addDays, daysBetween } from '../../time/day.ts'
import { caredFor, rule } from '../finding.ts'

/** Days a customer may be known before nobody having spoken to him or her is a reason. */
const newCustomerDays = 30

/**
 * 超期未联系: nobody reached a customer of 潜力 or above within the contact cycle of the tier. A cycle
 * later it is an occasion of its own.
 */
export const contactOverdue = rule('contact_overdue', 'contact-1', (file) => {
  const { customer, contactCycle, lastReachedOn, on } = file
  if (!caredFor(customer.tier)) return []
  const cycleDays = contactCycle[customer.tier]
  const since = lastReachedOn ?? addDays(customer.customer_since, newCustomerDays)
  const days = daysBetween(since, on)
  if (days <= (lastReachedOn === null ? 0 : cycleDays)) return []
  return [
    {
      occasion: `${since}:${Math.floor(days / cycleDays)}`,
      priority: days > 2 * cycleDays ? 1 : 2,
      dueOn: addDays(since, (Math.floor(days / cycleDays) + 1) * cycleDays),
      evidence: { days: lastReachedOn === null ? null : days, cycleDays },
    },
  ]
})
