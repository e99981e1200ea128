import { isOpenReferral, referralStates } from '#domain/counter/referral.ts'
import type { Effect, LocalRows } from './effect.ts'

/** A referral goes where its task goes. */
function moveReferral(rows: LocalRows, taskId: string, toStaffId: string): void {
  if (rows.get('task', taskId)?.['kind'] !== 'referral') return
  const [referral] = rows.where('referral', 'task_id', taskId)
  const state = referralStates.find((each) => each === referral?.['state'])
  if (!referral || !state || !isOpenReferral({ state })) return
  rows.patch('referral', [String(referral['id'])], { to_staff_id: toStaffId, route: 'acting' })
}

/**
 * Open tasks change hands, with the referrals behind them, and whoever takes over stands in for the
 * customers from the day of its data, unless head office has recorded it already.
 */
export const reassignTasks: Effect<'task.reassign'> = (payload, { branchId }, rows) => {
  for (const { customerId, allocationId, taskIds } of payload.customers) {
    const open = taskIds.filter((id) => rows.get('task', id)?.['state'] === 'open')
    if (open.length === 0) continue
    for (const id of open) {
      rows.patch('task', [id], { staff_id: payload.toStaffId })
      moveReferral(rows, id, payload.toStaffId)
    }
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
