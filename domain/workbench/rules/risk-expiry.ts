import { addDays, daysBetween } from '../../time/day.ts'
import { caredFor, priorityOf, rule } from '../finding.ts'
import { leadDays, leadStep } from '../lead-days.ts'

const afterwardsDays = 7

/** 风险测评到期: the latest risk assessment ends within 30 days (30/7), or has. */
export const riskExpiry = rule('risk_expiry', 'risk-1', ({ customer, riskTest, on }) => {
  if (riskTest === null || !caredFor(customer.tier)) return []
  const { validTo, level } = riskTest
  const step = leadStep(daysBetween(on, validTo), leadDays.riskTest)
  if (step === null) return []
  return [
    {
      occasion: validTo,
      priority: priorityOf(step + 1),
      dueOn: validTo < on ? addDays(on, afterwardsDays) : validTo,
      evidence: { expiresOn: validTo, level },
    },
  ]
})
