import { customerAccess } from '#domain/organisation/roles.ts'
import type { CommandScene } from '../handler.ts'
import { standingOf } from './managing.ts'

/** Whoever sees the whole branch, or who looks after the customer now. */
export async function looksAfter(
  { client, staff, branchId, businessDate }: CommandScene,
  customerId: string,
): Promise<boolean> {
  const access = customerAccess(staff.roles)
  if (access === 'branch') return true
  if (access !== 'own_book') return false
  return (await standingOf(client, branchId, customerId, staff.id, businessDate)) === 'manages'
}
