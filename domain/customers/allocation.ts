import type { Day } from '../time/day.ts'
import type { CustomerManager } from './records.ts'

/** Whether an allocation is in force on a day; `valid_from` and `valid_to` are both included. */
export function isInForce(
  allocation: Pick<CustomerManager, 'valid_from' | 'valid_to'>,
  on: Day,
): boolean {
  return allocation.valid_from <= on && (allocation.valid_to === null || allocation.valid_to >= on)
}
