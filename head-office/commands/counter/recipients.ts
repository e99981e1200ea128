import type pg from 'pg'
import { type CustomerCarer, type Recipient, recipientOf } from '#domain/counter/referral.ts'

/** The branch heads who still work there. */
async function headsOf(client: pg.ClientBase, branchId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select s.id::text as id from staff_role r
     join staff s on s.branch_id = r.branch_id and s.id = r.staff_id
     where r.branch_id = $1 and r.role = 'branch_head' and s.active`,
    [branchId],
  )
  return rows.map(({ id }) => id)
}

/** To whom a customer goes on a day, never to `notTo`; null where nobody is left. */
export async function recipientToday(
  client: pg.ClientBase,
  branchId: string,
  customerId: string,
  notTo: string,
  on: string,
): Promise<Recipient | null> {
  const { rows } = await client.query<CustomerCarer>(
    `select m.staff_id::text as "staffId", m.role, coalesce(s.active, false) as active
     from customer_manager m
     left join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
     where m.branch_id = $1 and m.customer_id = $2
       and m.valid_from <= $3::date and coalesce(m.valid_to >= $3::date, true)`,
    [branchId, customerId, on],
  )
  return recipientOf(rows, await headsOf(client, branchId), notTo)
}

/** The branch head to whom a returned referral goes; null where that is the one who returns it. */
export async function headToday(
  client: pg.ClientBase,
  branchId: string,
  notTo: string,
): Promise<Recipient | null> {
  return recipientOf([], await headsOf(client, branchId), notTo)
}
