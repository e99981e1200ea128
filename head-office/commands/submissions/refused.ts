import type pg from 'pg'

/** A refused command of the branch, with what became of it. */
export interface RefusedCommand {
  outcome: 'rejected' | 'quarantined'
  staffId: string | null
  supersededBy: string | null
  /** How it was settled, by whom and when (ms UTC); null while it is not. */
  resolution: string | null
  resolvedBy: string | null
  resolvedAtMs: number | null
}

/**
 * A refused command of the branch, locked until the answer is kept, as a repair locks it; null where
 * head office has none of this id, or it took effect.
 */
export async function lockRefused(
  client: pg.ClientBase,
  branchId: string,
  commandId: string,
): Promise<RefusedCommand | null> {
  const { rows } = await client.query<RefusedCommand>(
    `select c.outcome, c.staff_id as "staffId", c.superseded_by as "supersededBy", q.resolution,
       s.name as "resolvedBy", (extract(epoch from q.resolved_at) * 1000)::float8 as "resolvedAtMs"
     from command c
     left join quarantine q on q.branch_id = c.branch_id and q.command_id = c.command_id
     left join staff_credential h on h.staff_id = q.resolved_by
     left join staff s on s.branch_id = h.branch_id and s.id = h.staff_id
     where c.branch_id = $1 and c.command_id = $2 and c.outcome in ('rejected', 'quarantined')
     for update of c`,
    [branchId, commandId],
  )
  return rows[0] ?? null
}

/** How a refused command was settled. */
export interface Settled {
  commandId: string
  resolution: 'noted' | 'returned' | 'dismissed' | 'accepted'
  reason: string | null
  staffId: string
  atMs: number
}

/** Keeps how a refused command was settled; the first to settle it stands. */
export async function keepSettled(
  client: pg.ClientBase,
  branchId: string,
  { commandId, resolution, reason, staffId, atMs }: Settled,
): Promise<void> {
  await client.query(
    `insert into quarantine as q
       (branch_id, command_id, code, raised_at, resolved_at, resolved_by, resolution, reason)
     select c.branch_id, c.command_id, coalesce(c.code, 'internal'), c.decided_at, $3, $4, $5, $6
     from command c where c.branch_id = $1 and c.command_id = $2
     on conflict (branch_id, command_id) do update
       set resolved_at = excluded.resolved_at, resolved_by = excluded.resolved_by,
         resolution = excluded.resolution, reason = excluded.reason
       where q.resolved_at is null`,
    [branchId, commandId, new Date(atMs), staffId, resolution, reason],
  )
}
