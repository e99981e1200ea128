import { addDays, daysBetween } from '../../time/day.ts'
import { caredFor, priorityOf, rule } from '../finding.ts'
import { leadDays, leadStep } from '../lead-days.ts'

/** What has run out already is to be put right within a week, counted from the business date. */
const afterwardsDays = 7

/** 证件到期: an identity document runs out within 90 days (90/30), or has. */
export const idExpiry = rule('id_expiry', 'id-1', ({ customer, on }) => {
  const expiresOn = customer.id_expiry
  if (expiresOn === null || !caredFor(customer.tier)) return []
  const step = leadStep(daysBetween(on, expiresOn), leadDays.idExpiry)
  if (step === null) return []
  const expired = expiresOn < on
  return [
    {
      occasion: expiresOn,
      priority: expired ? 1 : priorityOf(step + 2),
      dueOn: expired ? addDays(on, afterwardsDays) : expiresOn,
      evidence: { expiresOn },
    },
  ]
})
