import { z } from 'zod'
import { mayReceive } from '../counter/visit.ts'
import { customerAccess, type Role } from '../organisation/roles.ts'

/** Guided tours: one a page, and one for each tab of 客户 360 that has something of its own to tell. */
export const tours = [
  'workbench',
  'paper',
  'customers',
  'record',
  'flow',
  'consumption',
  'graph',
  'evaluation',
  'key_transactions',
  'groups',
  'counter',
  'sync',
  'risk',
  'risk_case',
  'training',
  'board',
  'levels',
  'pc_cases',
  'reviews',
  'courses',
  'trainings',
  'feedback',
  'rules',
] as const
/** A word of the closed list {@link tours}. */
export type Tour = (typeof tours)[number]

/** What they show is the person's own, or at head office alone: nothing of it is invented for practice. */
const ownTours: readonly Tour[] = [
  'risk',
  'risk_case',
  'training',
  'board',
  'levels',
  'pc_cases',
  'reviews',
  'courses',
  'trainings',
  'feedback',
  'rules',
]

/** Whether a person takes a tour where he or she is: it shows nothing to practise, or nobody to practise on. */
export function takenInPlace(tour: Tour, roles: readonly Role[]): boolean {
  return ownTours.includes(tour) || customerAccess(roles) === 'none'
}

/** Tours of the pages a person has. */
export function toursFor(roles: readonly Role[]): Tour[] {
  const access = customerAccess(roles)
  const book = access === 'own_book' || access === 'branch'
  const has = (...any: readonly Role[]) => any.some((role) => roles.includes(role))
  return tours.filter((tour) => {
    switch (tour) {
      case 'workbench':
      case 'paper':
        return has('customer_manager', 'branch_head')
      case 'customers':
      case 'record':
      case 'flow':
      case 'consumption':
      case 'graph':
      case 'evaluation':
      case 'key_transactions':
      case 'groups':
        return book
      case 'counter':
        return mayReceive(roles)
      case 'risk':
      case 'risk_case':
        return has('risk_officer')
      case 'board':
        return has('branch_head', 'line_manager')
      case 'levels':
      case 'pc_cases':
      case 'reviews':
        return has('line_manager')
      case 'sync':
      case 'training':
      case 'courses':
      case 'trainings':
      case 'feedback':
      case 'rules':
        return true
    }
  })
}

/** How far a person is in a tour: the step that comes next, and whether it was ever seen to its end. */
export const tourProgressSchema = z.strictObject({
  step: z.int().min(0).max(99),
  done: z.boolean(),
})
