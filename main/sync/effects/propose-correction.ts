import { judgeChange, needsChecker, type ProposedChange } from '#domain/customers/correction.ts'
import type { Effect, LocalRows } from './effect.ts'

/** What stands in a field: the value that waits for the checker, else the customer's own. */
function standingValue(
  rows: LocalRows,
  customerId: string,
  field: ProposedChange['field'],
): string | null {
  const [waiting] = rows
    .where('correction', 'customer_id', customerId)
    .filter((row) => row['field'] === field && row['state'] === 'pending_check')
    .sort(
      (a, b) =>
        Number(b['proposed_at']) - Number(a['proposed_at']) ||
        (String(b['id']) > String(a['id']) ? 1 : -1),
    )
  const value = waiting ? waiting['new_value'] : rows.get('customer', customerId)?.[field]
  return value == null ? null : String(value)
}

/**
 * Proposals stand beside the customer as head office will record them: fields that need a checker
 * wait (待核), others take effect. As there, one field that somebody changed meanwhile stops the
 * whole proposal, and what somebody else made so already is left out.
 */
export const proposeCorrection: Effect<'customer.proposeCorrection'> = (
  payload,
  { branchId, staffId },
  rows,
) => {
  const { customerId } = payload
  if (!rows.get('customer', customerId)) return
  const known = payload.correctionIds.some((id) => Number(rows.get('correction', id)?.['rev']) > 0)
  if (known) return
  const judged = payload.changes.map((change, index) => ({
    change,
    id: payload.correctionIds[index],
    verdict: judgeChange(change, standingValue(rows, customerId, change.field)),
  }))
  if (judged.some(({ verdict }) => verdict === 'conflict')) return
  for (const { change, id, verdict } of judged) {
    if (verdict !== 'apply' || id === undefined) continue
    const checked = needsChecker(change.field)
    rows.put('correction', {
      branch_id: branchId,
      id,
      customer_id: customerId,
      field: change.field,
      old_value: change.from,
      new_value: change.to,
      evidence: payload.evidence,
      state: checked ? 'pending_check' : 'applied',
      proposed_by: staffId,
      proposed_at: payload.atMs,
    })
    if (!checked) rows.patch('customer', [customerId], { [change.field]: change.to })
  }
}
