import type pg from 'pg'
import type { VerifiedSession } from '#domain/usage/testified.ts'

/** A verified session, and the device whose ledger tells of it. */
export interface SessionOfDevice extends VerifiedSession {
  deviceId: string
}

/**
 * Takes sessions that ledgers of a branch tell of into the assessment, in the caller's transaction. They stand
 * under the branch of the PC, whose staff it was or not: a person may move, or help out, and they count wherever
 * he or she belongs by now. A session that went on since it was taken is replaced; one that is the same changes
 * nothing. Sessions of nobody known are left out; returns how many were taken.
 */
export async function takeSessions(
  client: pg.ClientBase,
  branchId: string,
  sessions: readonly SessionOfDevice[],
): Promise<number> {
  const { rowCount } = await client.query(
    `insert into staff_session (branch_id, staff_id, session_id, device_id, started_at, ended_at,
       active_ms, locked_ms, action_count, modules, action_times, offline)
     select $1::uuid, t.staff_id, t.session_id, t.device_id, to_timestamp(t.start_ms / 1000.0),
       to_timestamp(t.end_ms / 1000.0), t.active_ms, t.locked_ms, t.actions, t.modules, t.times,
       t.offline
     from unnest($2::uuid[], $3::text[], $4::uuid[], $5::float8[], $6::float8[], $7::bigint[],
       $8::bigint[], $9::int[], $10::text[], $11::text[], $12::boolean[])
       as t(staff_id, session_id, device_id, start_ms, end_ms, active_ms, locked_ms, actions, modules,
         times, offline)
     where exists (select from staff s where s.branch_id = $1 and s.id = t.staff_id)
       or exists (select from staff_credential c where c.staff_id = t.staff_id)
     on conflict (branch_id, staff_id, session_id) do update set ended_at = excluded.ended_at,
       active_ms = excluded.active_ms, locked_ms = excluded.locked_ms, action_count = excluded.action_count,
       modules = excluded.modules, action_times = excluded.action_times`,
    [
      branchId,
      sessions.map(({ staffId }) => staffId),
      sessions.map(({ sessionId }) => sessionId),
      sessions.map(({ deviceId }) => deviceId),
      sessions.map(({ startMs }) => startMs),
      sessions.map(({ endMs }) => endMs),
      sessions.map(({ activeMs }) => activeMs),
      sessions.map(({ lockedMs }) => lockedMs),
      sessions.map(({ actions }) => actions.length),
      sessions.map(({ actions }) =>
        JSON.stringify([...new Set(actions.flatMap(({ module }) => module ?? []))].sort()),
      ),
      sessions.map(({ actions }) => JSON.stringify(actions.map(({ afterMs }) => afterMs))),
      sessions.map(({ offline }) => offline),
    ],
  )
  return rowCount ?? 0
}
