import { addDays, addMonths, type Day, daysBetween, monthStart } from '../time/day.ts'
import { type CalendarExceptions, isWorkingDay } from '../time/working-day.ts'
import type { HelpFunctionName } from './functions.ts'

/** What helps who is behind the logins of the month. */
export interface NextStep {
  /** Effective logins so far, those expected by today, those of the whole month. */
  effective: number
  expected: number
  target: number
  /** Working days of the month that are left, today included. */
  daysLeft: number
  /** Functions worth a try, never used so far; the weightiest first. */
  functions: HelpFunctionName[]
}

/** Most functions that are proposed at once. */
const mostFunctions = 3

function workingDays(from: Day, until: Day, exceptions: CalendarExceptions): number {
  const days = Math.max(0, daysBetween(from, until) + 1)
  return Array.from({ length: days }, (_, at) => addDays(from, at)).filter((day) =>
    isWorkingDay(day, exceptions),
  ).length
}

/**
 * The next step of a person who fell behind: the share of the target that belongs to the working days
 * before today, rounded down, is not reached. Null for everybody else: who keeps pace is left alone.
 */
export function nextStepOf(
  { effective, target }: { effective: number; target: number },
  unused: readonly HelpFunctionName[],
  today: Day,
  exceptions: CalendarExceptions,
): NextStep | null {
  const first = monthStart(today)
  const last = addDays(addMonths(today, 1), -1)
  const all = workingDays(first, last, exceptions)
  const gone = workingDays(first, addDays(today, -1), exceptions)
  const expected = all === 0 ? 0 : Math.floor((target * gone) / all)
  if (effective >= expected) return null
  return {
    effective,
    expected,
    target,
    daysLeft: workingDays(today, last, exceptions),
    functions: unused.slice(0, mostFunctions),
  }
}
