import type { Database } from './database.ts'
import type { Branch, CustomerRow, ModelCommand } from './facts.ts'

/** The row of a customer in the one group of a branch: it stays in the branch, the customer may not. */
export const memberId = (branch: Branch, customerId: string): string => `g${branch}/${customerId}`

/** A customer who goes to another branch leaves the group of this one: the row ends. */
export function endMember(
  { customers, tombstones, ended }: Database,
  { id: customerId, branch }: CustomerRow,
  ver: number,
): void {
  const id = memberId(branch, customerId)
  const row = customers.get(id)
  if (!row) return
  customers.delete(id)
  tombstones[branch].set(id, ver)
  ended.set(id, row.effects)
}

/**
 * Puts a customer into the group of a branch or takes him or her out (`in`, `out`); who stands so already
 * stays. Returns the revision the row got, as an answer names it.
 */
export function setMember(
  { customers, tombstones, ended }: Database,
  branch: Branch,
  { commandId, customerId, to }: ModelCommand,
  next: (branch: Branch) => number,
): Record<string, number> {
  const id = memberId(branch, customerId)
  const row = customers.get(id)
  if ((row?.value ?? 'out') === to) return {}
  const ver = next(branch)
  // A row that comes again begins above any revision it had before it ended.
  const rev = row ? row.rev + 1 : ver
  const effects = [...(row?.effects ?? ended.get(id) ?? []), commandId]
  customers.set(id, { id, branch, ver, rev, value: to, effects })
  tombstones[branch].delete(id)
  ended.delete(id)
  return { [`member:${id}`]: rev }
}
