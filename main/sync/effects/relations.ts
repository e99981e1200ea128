import { addDays } from '#domain/time/day.ts'
import type { Effect } from './effect.ts'

/** What a customer told stands at once. */
export const recordRelation: Effect<'relation.record'> = (payload, { branchId }, rows) => {
  if (!rows.get('customer', payload.customerId)) return
  const known = rows.get('relation', payload.relationId)
  if (known && known['rev'] !== 0) return
  rows.put('relation', {
    branch_id: branchId,
    id: payload.relationId,
    from_customer_id: payload.customerId,
    to_customer_id: payload.toCustomerId,
    to_name: payload.toName,
    kind: payload.kind,
    source: 'customer',
    valid_from: payload.on,
    valid_to: null,
  })
}

/** What was told does not hold from today on. */
export const withdrawRelation: Effect<'relation.withdraw'> = (payload, _context, rows) => {
  const relation = rows.get('relation', payload.relationId)
  if (!relation || relation['from_customer_id'] !== payload.customerId) return
  if (relation['source'] !== 'customer' || relation['valid_to'] != null) return
  rows.patch('relation', [payload.relationId], { valid_to: addDays(payload.on, -1) })
}
