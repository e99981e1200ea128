import { isKeyTransaction, shareOfAumBp } from '../../key-transactions/thresholds.ts'
import { addDays, daysBetween } from '../../time/day.ts'
import type { CaseFile, Movement } from '../case-file.ts'
import { rule } from '../finding.ts'
import { movementSpan } from '../lead-days.ts'

function key(
  { movements, customer, keyThresholds, on }: CaseFile,
  direction: 'in' | 'out',
): Movement[] {
  return movements.filter((movement) => {
    const age = daysBetween(movement.on, on)
    return (
      movement.direction === direction &&
      age >= 0 &&
      age <= movementSpan &&
      isKeyTransaction(movement, customer.tier, keyThresholds)
    )
  })
}

/** 大额转入: a key transaction of the last week that came in; to be talked about within a week. */
export const inflow = rule('inflow', 'inflow-1', (file) =>
  key(file, 'in').map(({ txnNo, amountFen, on, bank }) => ({
    occasion: txnNo,
    priority: 1,
    dueOn: addDays(on, 7),
    amountFen,
    evidence: { amountFen, on, bank },
  })),
)

/** 大额转出: a key transaction of the last week that left; to be talked about within three days. */
export const outflow = rule('outflow', 'outflow-1', (file) =>
  key(file, 'out').map((movement) => {
    const { txnNo, amountFen, on, bank } = movement
    return {
      occasion: txnNo,
      priority: 0,
      dueOn: addDays(on, 3),
      amountFen,
      evidence: { amountFen, on, bank, shareBp: Math.min(10_000, shareOfAumBp(movement)) },
    }
  }),
)
