import { judgeChange, needsChecker } from '#domain/customers/correction.ts'
import type { Effect } from './effect.ts'

/**
 * Proposals stand beside the customer as head office will record them: fields that need a checker
 * wait (待核), others take effect. A field whose value changed meanwhile is left alone: head office
 * will answer with the conflict.
 */
export const proposeCorrection: Effect<'customer.proposeCorrection'> = (
  payload,
  { branchId, staffId },
  rows,
) => {
  payload.changes.forEach((change, index) => {
    const id = payload.correctionIds[index]
    const customer = rows.get('customer', payload.customerId)
    if (!customer || id === undefined) return
    const known = rows.get('correction', id)
    if (known && known['rev'] !== 0) return
    const current = customer[change.field]
    if (judgeChange(change, current == null ? null : String(current)) !== 'apply') return
    const checked = needsChecker(change.field)
    rows.put('correction', {
      branch_id: branchId,
      id,
      customer_id: payload.customerId,
      field: change.field,
      old_value: change.from,
      new_value: change.to,
      evidence: payload.evidence,
      state: checked ? 'pending_check' : 'applied',
      proposed_by: staffId,
      proposed_at: payload.atMs,
    })
    if (!checked) rows.patch('customer', [payload.customerId], { [change.field]: change.to })
  })
}
