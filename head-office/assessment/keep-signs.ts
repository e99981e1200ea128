import type pg from 'pg'
import { findSigns } from '#domain/anomalies/find.ts'
import { anomalyVersion, type AnomalyRule } from '#domain/anomalies/rule.ts'
import type { Sign } from '#domain/anomalies/signs.ts'
import type { TracedSession } from '#domain/anomalies/trace.ts'
import { addMonths, type Day, instantOfDay } from '#domain/time/day.ts'

const traced = `
  select staff_id::text as "staffId", device_id::text as "deviceId",
    (extract(epoch from started_at) * 1000)::float8 as "startMs",
    (extract(epoch from ended_at) * 1000)::float8 as "endMs", action_times as times
  from staff_session
  where branch_id = $1 and started_at >= $2 and started_at < $3`

async function tracedSessions(
  client: pg.ClientBase,
  branchId: string,
  month: Day,
): Promise<TracedSession[]> {
  const { rows } = await client.query<Omit<TracedSession, 'actionsMs'> & { times: string }>(
    traced,
    [branchId, new Date(instantOfDay(month)), new Date(instantOfDay(addMonths(month, 1)))],
  )
  return rows.map(({ times, ...session }) => {
    const after = JSON.parse(times) as number[]
    return { ...session, actionsMs: after.map((ms) => session.startMs + ms) }
  })
}

/**
 * Looks for signs in a branch's month and keeps each with a case, in the caller's transaction. An open one
 * is shown as it is now and goes where it no longer stands; one a person decided on stays as it was
 * decided. Returns how many stand.
 */
export async function keepSigns(
  client: pg.ClientBase,
  branchId: string,
  month: Day,
  dutyDays: ReadonlyMap<string, readonly Day[]>,
  rule: AnomalyRule,
  nowMs: number,
): Promise<number> {
  const sessions = await tracedSessions(client, branchId, month)
  const signs = findSigns({ dutyDays, sessions }, rule)
  // At two devices the same person is one case: it names the device of more days.
  const strongest = new Map<string, Sign>()
  for (const sign of signs) {
    const name = `${sign.staffId} ${sign.evidence.kind}`
    const known = strongest.get(name)
    const days = ({ evidence }: Sign) =>
      evidence.kind === 'shared_device' ? evidence.days.length : 0
    if (!known || days(sign) > days(known)) strongest.set(name, sign)
  }
  const kept = [...strongest.values()]
  await client.query(
    `delete from usage_sign s where branch_id = $1 and month = $2 and state = 'open' and not exists (
       select from unnest($3::uuid[], $4::text[]) as f(staff_id, kind)
       where f.staff_id = s.staff_id and f.kind = s.kind)`,
    [
      branchId,
      month,
      kept.map(({ staffId }) => staffId),
      kept.map(({ evidence }) => evidence.kind),
    ],
  )
  await client.query(
    `insert into usage_sign (branch_id, month, staff_id, kind, evidence, starts_ms, rule_version,
       found_at)
     select $1, $2, f.staff_id, f.kind, f.evidence, f.starts_ms, $7, $8
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[])
       as f(staff_id, kind, evidence, starts_ms)
     on conflict (branch_id, month, staff_id, kind) do update set evidence = excluded.evidence,
       starts_ms = excluded.starts_ms, rule_version = excluded.rule_version
     where usage_sign.state = 'open'`,
    [
      branchId,
      month,
      kept.map(({ staffId }) => staffId),
      kept.map(({ evidence }) => evidence.kind),
      kept.map(({ evidence }) => JSON.stringify(evidence)),
      kept.map(({ startsMs }) => JSON.stringify(startsMs)),
      anomalyVersion,
      new Date(nowMs),
    ],
  )
  return kept.length
}
