import type pg from 'pg'
import { parameterInForce } from '../../parameters/in-force.ts'
import { isId } from '../../server/parse.ts'
import type { CommandScene } from '../handler.ts'

/** What a terminal's clock may run on within one visit before its time counts as over, ms. */
const toleranceMs = 60_000

/**
 * Whether the customer was in front of this person at a moment (ms UTC): a visit of the two was
 * recorded before and had not run out. `visitId` null asks for any visit of theirs.
 */
export async function wasPresent(
  { client, branchId, staff, businessDate }: CommandScene & { client: pg.ClientBase },
  visit: { customerId: string; visitId: string | null; atMs: number },
): Promise<boolean> {
  if (visit.visitId !== null && !isId(visit.visitId)) return false
  const { openMs } = await parameterInForce(client, 'counter.limits', businessDate)
  const { rowCount } = await client.query(
    `select from counter_visit
     where branch_id = $1 and customer_id = $2 and staff_id = $3
       and coalesce(id = $4::uuid, true) and opened_at between $5 and $6`,
    [
      branchId,
      visit.customerId,
      staff.id,
      visit.visitId,
      new Date(visit.atMs - openMs - toleranceMs),
      new Date(visit.atMs),
    ],
  )
  return (rowCount ?? 0) > 0
}
