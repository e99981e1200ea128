import { z } from 'zod'
import type { Day } from '../time/day.ts'
import type { CustomerManager } from './records.ts'

/** Whether an allocation is in force on a day; `valid_from` and `valid_to` are both included. */
export function isInForce(
  allocation: Pick<CustomerManager, 'valid_from' | 'valid_to'>,
  on: Day,
): boolean {
  return allocation.valid_from <= on && (allocation.valid_to === null || allocation.valid_to >= on)
}

/** Value of the parameter `allocation.book_capacity`. */
export const bookCapacitySchema = z.int().min(1).max(100_000)

/** Most customers a manager may have as 主管户. */
export const bookCapacity = 1_500
