import { maySettle } from '#domain/next-action/needs.ts'
import { needStates } from '#domain/next-action/words.ts'
import type { Effect } from './effect.ts'

/** A need stands open at once. */
export const recordNeed: Effect<'need.record'> = (payload, { branchId, staffId }, rows) => {
  if (!rows.get('customer', payload.customerId)) return
  const known = rows.get('customer_need', payload.needId)
  if (known && known['rev'] !== 0) return
  rows.put('customer_need', {
    branch_id: branchId,
    id: payload.needId,
    customer_id: payload.customerId,
    kind: payload.kind,
    words: payload.words,
    amount_fen: payload.amountFen,
    by_day: payload.byDay,
    state: 'open',
    staff_id: staffId,
    stated_at: payload.atMs,
    settled_at: null,
    settled_by: null,
    met_by: null,
    met_on: null,
    product_id: null,
    contact_id: null,
    reason: null,
    note: null,
  })
}

/** A need moves where it may, as head office will decide. */
export const settleNeed: Effect<'need.settle'> = (payload, { staffId }, rows) => {
  const need = rows.get('customer_need', payload.needId)
  const state = needStates.find((each) => each === need?.['state'])
  if (!need || !state || need['customer_id'] !== payload.customerId) return
  if (!maySettle(state, payload.to)) return
  const isOpen = payload.to === 'open'
  rows.patch('customer_need', [payload.needId], {
    state: payload.to,
    settled_at: isOpen ? null : payload.atMs,
    settled_by: isOpen ? null : staffId,
    met_by: payload.metBy,
    met_on: payload.metOn,
    product_id: payload.productId,
    contact_id: payload.contactId,
    reason: payload.reason,
    note: payload.note,
  })
}
