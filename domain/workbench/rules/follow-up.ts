import { daysBetween } from '../../time/day.ts'
import { rule } from '../finding.ts'
import { followUpSpan } from '../lead-days.ts'

/** How many days before its day a promised contact comes up. */
const aheadDays = 3

/** 约定回访: the last contact promised another one; it comes up three days ahead and stays a month. */
export const followUp = rule('follow_up', 'follow-up-1', ({ lastContact, on }) => {
  if (!lastContact?.nextOn) return []
  const left = daysBetween(on, lastContact.nextOn)
  if (left > aheadDays || left < -followUpSpan) return []
  return [
    {
      occasion: lastContact.id,
      priority: left <= 0 ? 0 : 1,
      dueOn: lastContact.nextOn,
      evidence: {
        outcome: lastContact.outcome,
        on: lastContact.nextOn,
        note: lastContact.summary === '' ? null : [...lastContact.summary].slice(0, 60).join(''),
      },
    },
  ]
})
