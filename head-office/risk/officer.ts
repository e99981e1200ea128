import type pg from 'pg'
import { isId } from '../server/parse.ts'
import { unitsUnder } from '../staff/units-under.ts'

/** Somebody of the risk desk and the organisation he or she looks after. */
export interface RiskOfficer {
  staffId: string
  staffNo: string
  /** Every unit at or below those of the role. */
  branchIds: string[]
}

/**
 * An active risk officer with the units below his or her own; null for everybody else, administrators and
 * managers too: clues are the risk desk's alone.
 */
export async function riskOfficer(
  client: pg.ClientBase,
  staffId: string,
): Promise<RiskOfficer | null> {
  const { rows } = await client.query<{ staffNo: string; branchIds: string[] }>(
    `${unitsUnder('risk_officer')}
     select s.staff_no as "staffNo", array(select id::text from below order by id) as "branchIds"
     from staff s
     left join staff_credential c on c.branch_id = s.branch_id and c.staff_id = s.id
     where s.id = $1 and s.active and c.revoked_at is null and exists (select from below)`,
    [isId(staffId) ? staffId : null],
  )
  return rows[0] ? { staffId, ...rows[0] } : null
}
