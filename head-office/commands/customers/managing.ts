import type pg from 'pg'
import { customerAccess } from '#domain/organisation/roles.ts'
import type { StaffStanding } from '../../staff/standing.ts'
import { isId } from '../../server/parse.ts'

/** The branch that manages a customer now; null for an unknown customer. */
export async function managingBranch(
  client: pg.ClientBase,
  customerId: string,
): Promise<string | null> {
  if (!isId(customerId)) return null
  const { rows } = await client.query<{ branch_id: string }>(
    'select branch_id::text from customer_directory where customer_id = $1',
    [customerId],
  )
  return rows[0]?.branch_id ?? null
}

/** How a person stands to a customer: looks after him or her now, did so earlier, or never. */
export type Standing = 'manages' | 'managed' | 'never'

/** Reads {@link Standing} from the customer's managers (主管户, 协管户, 代管) as of a day. */
export async function standingOf(
  client: pg.ClientBase,
  branchId: string,
  customerId: string,
  staffId: string,
  on: string,
): Promise<Standing> {
  const { rows } = await client.query<{ current: boolean }>(
    `select valid_from <= $4::date and coalesce(valid_to >= $4::date, true) as current
     from customer_manager where branch_id = $1 and customer_id = $2 and staff_id = $3`,
    [branchId, customerId, staffId, on],
  )
  if (rows.some(({ current }) => current)) return 'manages'
  return rows.length > 0 ? 'managed' : 'never'
}

/** Whether the person's view of customers is the own book alone. */
export function seesOwnBookOnly(staff: StaffStanding): boolean {
  return customerAccess(staff.roles) === 'own_book'
}
