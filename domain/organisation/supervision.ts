import { addDays, dayOfInstant, instantOfDay } from '../time/day.ts'
import type { Role } from './roles.ts'

/**
 * Calendar days for which a rejection is its author's alone; then the branch head sees it. The
 * product's own value of the parameter `supervision.rejection_days`.
 */
export const rejectionDays = 3

/** The role that settles what was refused in a branch and left lying. */
export const supervisorRole: Role = 'branch_head'

/** Whether somebody with these roles over a branch supervises what is given there. */
export function supervises(roles: readonly Role[]): boolean {
  return roles.includes(supervisorRole)
}

/**
 * The moment, ms UTC, before which a rejection was decided that is due to a supervisor now: `days`
 * calendar days (UTC+8) after the day it was decided on, whatever the hour.
 */
export function rejectionsDueBefore(nowMs: number, days: number): number {
  return instantOfDay(addDays(dayOfInstant(nowMs), 1 - days))
}
