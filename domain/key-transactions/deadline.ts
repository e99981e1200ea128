import { type Day, dayOfInstant } from '../time/day.ts'
import {
  afterBusinessMinutes,
  type BusinessHours,
  type CalendarExceptions,
  momentOf,
  nextWorkingDay,
  openFrom,
} from '../time/working-day.ts'
import type { Priority } from '../workbench/finding.ts'
import type { KeyRule } from './thresholds.ts'

/** The hours a rule counts in. */
export function hoursOf(rule: KeyRule, exceptions: CalendarExceptions): BusinessHours {
  const { opensAtMinute, closesAtMinute } = rule
  return { opensAtMinute, closesAtMinute, exceptions }
}

/**
 * By when a card wants an answer, ms UTC: P0 after so many minutes of business hours; P1 at the close of
 * the working day, for what arrives after it of the next one; the rest at the close of the working day
 * after that.
 */
export function deadlineOf(
  priority: Priority,
  arrivedAtMs: number,
  rule: KeyRule,
  exceptions: CalendarExceptions,
): number {
  const hours = hoursOf(rule, exceptions)
  if (priority === 0) return afterBusinessMinutes(arrivedAtMs, rule.answerMinutes, hours)
  const today = dayOfInstant(openFrom(arrivedAtMs, hours))
  const day = priority === 1 ? today : nextWorkingDay(today, exceptions)
  return momentOf(day, rule.closesAtMinute)
}

/** Working days that a settled card stays open for second thoughts. */
export const settledDays = 3

/** The hour, shown time, at which the night's doings are dated: 20:00 of their day. */
export const nightMinute = 20 * 60

/** The day whose opening closes a card that was settled at a moment, if nobody did before. */
export function closesByItselfOn(settledAtMs: number, exceptions: CalendarExceptions): Day {
  let day = dayOfInstant(settledAtMs)
  for (let left = settledDays; left > 0; left -= 1) day = nextWorkingDay(day, exceptions)
  return day
}
