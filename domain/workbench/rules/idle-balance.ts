import { addDays, addMonths } from '../../time/day.ts'
import { rule } from '../finding.ts'
import { idleDays, idleFen as leastFen } from '../lead-days.ts'

/** 闲置资金: at least 5 万 on current accounts on each of the last 15 days; once a month. */
export const idleBalance = rule('idle_cash', 'idle-1', ({ idleFen, on }) => {
  if (idleFen < leastFen) return []
  return [
    {
      occasion: on.slice(0, 7),
      priority: 2,
      dueOn: addDays(addMonths(on, 1), -1),
      amountFen: idleFen,
      evidence: { amountFen: idleFen, days: idleDays },
    },
  ]
})
