import { z } from 'zod'
import { mayReceive } from '../counter/visit.ts'
import { customerAccess, type Role } from '../organisation/roles.ts'

/** Guided tours, one a module; 客户 360 has one of its own. */
export const tours = [
  'workbench',
  'customers',
  'record',
  'key_transactions',
  'groups',
  'counter',
  'sync',
  'training',
  'risk',
] as const
/** A word of the closed list {@link tours}. */
export type Tour = (typeof tours)[number]

/** Tours that are taken where one is: what they show is the person's own, or at head office alone. */
export const toursInPlace: readonly Tour[] = ['training', 'risk']

/** Tours of the modules a person has. */
export function toursFor(roles: readonly Role[]): Tour[] {
  const access = customerAccess(roles)
  const book = access === 'own_book' || access === 'branch'
  const desk = roles.includes('customer_manager') || roles.includes('branch_head')
  return tours.filter((tour) => {
    switch (tour) {
      case 'workbench':
        return desk
      case 'customers':
      case 'record':
      case 'key_transactions':
      case 'groups':
        return book
      case 'counter':
        return mayReceive(roles)
      case 'sync':
        return access !== 'none'
      case 'risk':
        return roles.includes('risk_officer')
      case 'training':
        return true
    }
  })
}

/** How far a person is in a tour: the step that comes next, and whether it was ever seen to its end. */
export const tourProgressSchema = z.strictObject({
  step: z.int().min(0).max(99),
  done: z.boolean(),
})
export type TourProgress = z.infer<typeof tourProgressSchema>
