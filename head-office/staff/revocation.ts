import type pg from 'pg'
import { recordAudit } from '../audit/audit-log.ts'
import { inTransaction } from '../store/transaction.ts'
import { mayAct, staffStanding } from './standing.ts'

/**
 * Staff who once logged in on a device and may not act in its branch any more: the device deletes
 * their key slots.
 */
export async function revokedStaffOf(
  pool: pg.Pool,
  branchId: string,
  deviceId: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ staff_id: string }>(
    `select distinct staff_id::text from issued_grant where branch_id = $1 and device_id = $2`,
    [branchId, deviceId],
  )
  const revoked: string[] = []
  for (const { staff_id: staffId } of rows) {
    const staff = await staffStanding(pool, staffId, branchId)
    if (!staff || !mayAct(staff)) revoked.push(staffId)
  }
  return revoked
}

/**
 * Bars a person at once: no login, waiting commands go to a supervisor. Sessions of the devices the
 * person logged in on end, so these open a new one within their next request and learn of it.
 */
export async function revokeStaff(
  pool: pg.Pool,
  staffId: string,
  actor: string,
  nowMs: number,
): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    const { rows } = await client.query<{ branch_id: string }>(
      `update staff_credential set revoked_at = $2 where staff_id = $1 returning branch_id::text`,
      [staffId, new Date(nowMs)],
    )
    if (!rows[0]) return
    await client.query(
      `delete from device_session s
       where exists (select from issued_grant g where g.staff_id = $1
                     and g.branch_id = s.branch_id and g.device_id = s.device_id)`,
      [staffId],
    )
    await recordAudit(
      client,
      { branchId: rows[0].branch_id, actor, action: 'staff.revoked', object: staffId },
      nowMs,
    )
  })
}
