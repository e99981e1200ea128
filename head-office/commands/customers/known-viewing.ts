import type { CustomerViewing } from '#domain/customers/viewing.ts'
import type { CommandScene } from '../handler.ts'

/** A request to see a customer as far as commands judge it; moments in ms UTC. */
export type KnownViewing = Pick<
  CustomerViewing,
  | 'customer_id'
  | 'asked_by'
  | 'asked_at'
  | 'decision'
  | 'decided_at'
  | 'until_at'
  | 'ended_at'
  | 'openings'
  | 'opened_at'
> & { decided_by_name: string | null }

const ms = (column: string) => `(extract(epoch from v.${column}) * 1000)::float8 as ${column}`

const selected = `select v.customer_id::text, v.asked_by::text, ${ms('asked_at')}, v.decision,
    ${ms('decided_at')}, ${ms('until_at')}, ${ms('ended_at')}, v.openings, ${ms('opened_at')},
    s.name as decided_by_name
  from customer_viewing v
  left join staff s on s.branch_id = v.branch_id and s.id = v.decided_by`

/** The request of this id in the branch; null where there is none. */
export async function viewingNamed(
  { client, branchId }: CommandScene,
  viewingId: string,
): Promise<KnownViewing | null> {
  const { rows } = await client.query<KnownViewing>(
    `${selected} where v.branch_id = $1 and v.id = $2`,
    [branchId, viewingId],
  )
  return rows[0] ?? null
}

/** What the person asked for and neither was refused nor ended. */
export async function viewingsOfPerson({
  client,
  branchId,
  staff,
  nowMs,
}: CommandScene): Promise<KnownViewing[]> {
  const { rows } = await client.query<KnownViewing>(
    `${selected} where v.branch_id = $1 and v.asked_by = $2 and v.ended_at is null
       and v.decision is distinct from 'refused' and coalesce(v.until_at > $3, true)`,
    [branchId, staff.id, new Date(nowMs)],
  )
  return rows
}
