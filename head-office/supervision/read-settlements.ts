import type { z } from 'zod'
import type { settlementSchema, settlementsReplySchema } from '#contract/sync/supervision.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { grantedStaff } from './granted-staff.ts'

/**
 * How supervisors settled refused submissions, for the author alone: others' and unknown ones are left
 * out. Throws `request.forbidden` where the grant does not hold.
 */
export async function readSettlements(
  office: HeadOffice,
  session: DeviceSession,
  { grant, commandIds }: { grant: string; commandIds: readonly string[] },
): Promise<z.infer<typeof settlementsReplySchema>> {
  const staff = await grantedStaff(office, session, grant, 'settlements')
  const { rows } = await office.pool.query<z.infer<typeof settlementSchema>>(
    `select q.command_id as "commandId", q.resolution, q.reason, s.name as by,
       (extract(epoch from q.resolved_at) * 1000)::float8 as "atMs"
     from quarantine q
     join command c on c.branch_id = q.branch_id and c.command_id = q.command_id
     left join staff_credential h on h.staff_id = q.resolved_by
     left join staff s on s.branch_id = h.branch_id and s.id = h.staff_id
     where q.branch_id = $1 and q.command_id = any($2) and c.staff_id = $3
       and q.resolution in ('noted', 'returned')`,
    [session.branchId, commandIds, staff.id],
  )
  return { epoch: session.epoch, settlements: rows }
}
