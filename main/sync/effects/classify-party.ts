import type { Effect } from './effect.ts'

/** What was said of another side counts at once. */
export const classifyParty: Effect<'customer.classifyParty'> = (
  { saidId, customerId, party, flowClass, was, atMs },
  { branchId, staffId },
  rows,
) => {
  if (!rows.get('customer', customerId)) return
  const known = rows.get('party_class', saidId)
  if (known && known['rev'] !== 0) return
  rows.put('party_class', {
    branch_id: branchId,
    id: saidId,
    customer_id: customerId,
    party,
    flow_class: flowClass,
    was,
    given_by: staffId,
    given_at: atMs,
  })
}
