import { taskEndingOf } from '#domain/next-action/refusals.ts'
import { isReopenable, reopened } from '#domain/workbench/reopening.ts'
import type { Effect } from './effect.ts'

/** A refusal stands at once, and the task behind it is closed where it is still open. */
export const recordRefusal: Effect<'refusal.record'> = (payload, { branchId, staffId }, rows) => {
  if (!rows.get('customer', payload.customerId)) return
  const known = rows.get('refusal', payload.refusalId)
  if (known && known['rev'] !== 0) return
  rows.put('refusal', {
    branch_id: branchId,
    id: payload.refusalId,
    customer_id: payload.customerId,
    action: payload.action,
    task_id: payload.taskId,
    asset_class: payload.assetClass,
    product_id: payload.productId,
    said_by: payload.saidBy,
    reason: payload.reason,
    until: payload.until,
    note: payload.note,
    staff_id: staffId,
    at: payload.atMs,
    taken_back_at: null,
    taken_back_by: null,
  })
  const task = payload.taskId === null ? undefined : rows.get('task', payload.taskId)
  if (!task || task['state'] !== 'open' || task['customer_id'] !== payload.customerId) return
  rows.patch('task', [String(task['id'])], {
    state: 'done',
    completed_at: payload.atMs,
    completed_by: staffId,
    ...taskEndingOf({ said_by: payload.saidBy, reason: payload.reason }),
    note: payload.note,
  })
}

/** A refusal does not stand any more; the task it closed is open again where this person closed it. */
export const takeBackRefusal: Effect<'refusal.takeBack'> = (payload, { staffId }, rows) => {
  const refusal = rows.get('refusal', payload.refusalId)
  if (!refusal || refusal['customer_id'] !== payload.customerId) return
  if (refusal['taken_back_at'] != null) return
  const back = { taken_back_at: payload.atMs, taken_back_by: staffId }
  rows.patch('refusal', [payload.refusalId], back)
  const task = refusal['task_id'] == null ? undefined : rows.get('task', refusal['task_id'])
  if (task?.['state'] !== 'done') return
  const closed = {
    state: 'done',
    completed_by: task['completed_by'] == null ? null : String(task['completed_by']),
    completed_at: task['completed_at'] == null ? null : Number(task['completed_at']),
  }
  if (!isReopenable(closed, staffId, payload.atMs)) return
  rows.patch('task', [String(task['id'])], { ...reopened })
}
