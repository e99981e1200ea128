import type { Effect } from './effect.ts'

/**
 * Open tasks change hands, and whoever takes over stands in for the customers from the day of its
 * data, unless head office has recorded it already.
 */
export const reassignTasks: Effect<'task.reassign'> = (payload, { branchId }, rows) => {
  for (const { customerId, allocationId, taskIds } of payload.customers) {
    const open = taskIds.filter((id) => rows.get('task', id)?.['state'] === 'open')
    if (open.length === 0) continue
    for (const id of open) rows.patch('task', [id], { staff_id: payload.toStaffId })
    const known = rows.get('customer_manager', allocationId)
    if (known && known['rev'] !== 0) continue
    rows.put('customer_manager', {
      branch_id: branchId,
      id: allocationId,
      customer_id: customerId,
      staff_id: payload.toStaffId,
      role: 'acting',
      valid_from: payload.from,
      valid_to: payload.until,
    })
  }
}
