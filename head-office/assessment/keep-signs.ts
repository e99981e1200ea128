import type pg from 'pg'
import { findSigns } from '#domain/anomalies/find.ts'
import { anomalyVersion, type AnomalyRule } from '#domain/anomalies/rule.ts'
import type { Sign } from '#domain/anomalies/signs.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { BranchWriter } from '../store/branch-writer.ts'
import { rowKey } from '../store/row-key.ts'
import { addMonths, type Day, instantOfDay } from '#domain/time/day.ts'
import { deviceSigns, type NamedSession } from './device-signs.ts'

// At the PCs of the branch, whoever worked there; of its people wherever they worked, and beside them whoever else
// was at those PCs. So who moved or helped out takes signs of the own use along.
const traced = `
  with own as (
    select * from staff_session where started_at >= $2 and started_at < $3
      and staff_id in (select id from staff where branch_id = $1)
  ), seen as (
    select * from own
    union
    select * from staff_session where branch_id = $1 and started_at >= $2 and started_at < $3
    union
    select s.* from (select distinct branch_id, device_id from own where branch_id <> $1) p
    join staff_session s on s.branch_id = p.branch_id and s.device_id = p.device_id
    where s.started_at >= $2 and s.started_at < $3
  )
  select session_id as id, staff_id::text as "staffId", device_id::text as "deviceId",
    (extract(epoch from started_at) * 1000)::float8 as "startMs",
    (extract(epoch from ended_at) * 1000)::float8 as "endMs", action_times as times
  from seen`

async function tracedSessions(
  client: pg.ClientBase,
  branchId: string,
  month: Day,
): Promise<NamedSession[]> {
  const { rows } = await client.query<Omit<NamedSession, 'actionsMs'> & { times: string }>(traced, [
    branchId,
    new Date(instantOfDay(month)),
    new Date(instantOfDay(addMonths(month, 1))),
  ])
  return rows.map(({ times, ...session }) => {
    const after = JSON.parse(times) as number[]
    return { ...session, actionsMs: after.map((ms) => session.startMs + ms) }
  })
}

async function ownStaff(client: pg.ClientBase, branchId: string): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    'select id::text from staff where branch_id = $1',
    [branchId],
  )
  return new Set(rows.map(({ id }) => id))
}

interface Standing {
  staffId: string
  kind: string
  evidence: string
  startsMs: string
  ruleVersion: string
  state: string
}

const standingSql = `
  select staff_id::text as "staffId", kind, evidence, starts_ms as "startsMs",
    rule_version as "ruleVersion", state
  from usage_sign where branch_id = $1 and month = $2`

const goneSql = `
  with gone as (delete from usage_sign s using unnest($3::uuid[], $4::text[]) as f(staff_id, kind)
    where s.branch_id = $1 and s.month = $2 and s.staff_id = f.staff_id and s.kind = f.kind
    returning s.*)
  insert into tombstone (branch_id, table_name, row_key, ver, reason, left_at)
  select $1, 'usage_sign', ${rowKey(tableNamed('usage_sign'), 'g')}, $5, 'deleted', $6 from gone g
  on conflict (branch_id, table_name, row_key) do update
    set ver = excluded.ver, reason = excluded.reason, left_at = excluded.left_at`

const putSql = `
  with put as (
    insert into usage_sign (branch_id, month, staff_id, kind, evidence, starts_ms, rule_version,
      found_at, state, ver, rev)
    select $1, $2, f.staff_id, f.kind, f.evidence, f.starts_ms, $7, $8, 'open', $9, 1
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[])
      as f(staff_id, kind, evidence, starts_ms)
    on conflict (branch_id, month, staff_id, kind) do update set evidence = excluded.evidence,
      starts_ms = excluded.starts_ms, rule_version = excluded.rule_version, ver = excluded.ver,
      rev = usage_sign.rev + 1
    returning *)
  delete from tombstone where branch_id = $1 and table_name = 'usage_sign'
    and row_key in (select ${rowKey(tableNamed('usage_sign'), 'p')} from put p)`

const nameOf = ({ staffId, kind }: { staffId: string; kind: string }) => `${staffId} ${kind}`

/** By what the strongest of several signs of one kind is chosen. */
function weightOf({ evidence }: Sign): number {
  switch (evidence.kind) {
    case 'shared_device':
      return evidence.days.length
    case 'silence':
      return evidence.toMs - evidence.fromMs
    case 'clock':
      return evidence.records
    default:
      return 0
  }
}

/** The signs that differ from what stands; one a person decided on stays as it was decided. */
function movedSigns(signs: readonly Sign[], standing: readonly Standing[]) {
  const known = new Map(standing.map((row) => [nameOf(row), row]))
  const rows = signs.map(({ staffId, evidence, startsMs }) => ({
    staffId,
    kind: evidence.kind,
    evidence: JSON.stringify(evidence),
    startsMs: JSON.stringify(startsMs),
  }))
  const found = new Set(rows.map(nameOf))
  return {
    gone: standing.filter((row) => row.state === 'open' && !found.has(nameOf(row))),
    put: rows.filter((row) => {
      const before = known.get(nameOf(row))
      if (!before) return true
      if (before.state !== 'open') return false
      const same = before.evidence === row.evidence && before.startsMs === row.startsMs
      return !same || before.ruleVersion !== anomalyVersion
    }),
  }
}

/**
 * Looks for signs in a branch's month and keeps each with a case, in the caller's transaction, which holds
 * the branch's scope. An open one is shown as it is now and goes where it no longer stands; one a person
 * decided on stays as it was decided. Returns how many stand.
 */
export async function keepSigns(
  client: pg.ClientBase,
  writer: BranchWriter,
  month: Day,
  dutyDays: ReadonlyMap<string, readonly Day[]>,
  rule: AnomalyRule,
  nowMs: number,
): Promise<number> {
  const { branchId } = writer
  const sessions = await tracedSessions(client, branchId, month)
  const own = await ownStaff(client, branchId)
  const signs = [
    ...findSigns({ dutyDays, sessions }, rule),
    ...(await deviceSigns(client, branchId, month, sessions)),
  ]
  // At two devices the same person is one case: it names the device of more days, or the longest silence.
  const strongest = new Map<string, Sign>()
  for (const sign of signs) {
    // The case of who belongs to another branch is opened and decided there.
    if (!own.has(sign.staffId)) continue
    const name = `${sign.staffId} ${sign.evidence.kind}`
    const known = strongest.get(name)
    if (!known || weightOf(sign) > weightOf(known)) strongest.set(name, sign)
  }
  const kept = [...strongest.values()]
  const standing = await client.query<Standing>(standingSql, [branchId, month])
  const { gone, put } = movedSigns(kept, standing.rows)
  if (gone.length > 0) {
    const [ids, kinds] = [gone.map(({ staffId }) => staffId), gone.map(({ kind }) => kind)]
    const at = new Date(nowMs)
    await client.query(goneSql, [branchId, month, ids, kinds, await writer.version(), at])
  }
  if (put.length > 0) {
    await client.query(putSql, [
      branchId,
      month,
      put.map(({ staffId }) => staffId),
      put.map(({ kind }) => kind),
      put.map(({ evidence }) => evidence),
      put.map(({ startsMs }) => startsMs),
      anomalyVersion,
      new Date(nowMs),
      await writer.version(),
    ])
  }
  return kept.length
}
