import type pg from 'pg'
import type { ReferralState } from '#domain/counter/referral.ts'

/** A referral as handlers decide on it; moments in ms UTC. */
export interface ReferralRow {
  id: string
  customer_id: string
  task_id: string
  to_staff_id: string
  referred_at: number
  times: number
  state: ReferralState
  state_at: number
  feedback: string | null
  /** Name of the person with whom it lies. */
  to_name: string | null
  task_open: boolean
}

async function readReferrals(
  client: pg.ClientBase,
  condition: string,
  values: readonly string[],
): Promise<ReferralRow[]> {
  const { rows } = await client.query<ReferralRow>(
    `select r.id::text, r.customer_id::text, r.task_id::text, r.to_staff_id::text, r.times, r.state, r.feedback,
       (extract(epoch from r.referred_at) * 1000)::float8 as referred_at,
       (extract(epoch from r.state_at) * 1000)::float8 as state_at,
       s.name as to_name, coalesce(t.state = 'open', false) as task_open
     from referral r
     left join staff s on s.branch_id = r.branch_id and s.id = r.to_staff_id
     left join task t on t.branch_id = r.branch_id and t.id = r.task_id
     where r.branch_id = $1 and ${condition}
     order by r.referred_at desc, r.id desc`,
    [...values],
  )
  return rows
}

/** A referral of a branch by its id, or null. */
export async function referralById(
  client: pg.ClientBase,
  branchId: string,
  id: string,
): Promise<ReferralRow | null> {
  return (await readReferrals(client, 'r.id = $2', [branchId, id]))[0] ?? null
}

/** The referral behind a task, or null. */
export async function referralOfTask(
  client: pg.ClientBase,
  branchId: string,
  taskId: string,
): Promise<ReferralRow | null> {
  return (await readReferrals(client, 'r.task_id = $2', [branchId, taskId]))[0] ?? null
}

/** A customer's referrals, the newest first. */
export async function referralsOf(
  client: pg.ClientBase,
  branchId: string,
  customerId: string,
): Promise<ReferralRow[]> {
  return readReferrals(client, 'r.customer_id = $2', [branchId, customerId])
}
