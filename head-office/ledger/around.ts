import type pg from 'pg'
import type { UsageCaseRecord } from '#contract/sync/usage-cases.ts'
import {
  type Affected,
  affectedBy,
  type FindingGround,
  missingCodes,
  type RecordStamp,
} from '#domain/usage/affected.ts'
import { dayOfInstant, monthStart } from '#domain/time/day.ts'
import { isId } from '../server/parse.ts'

/** Most findings of a case, and most records around them, that are told. */
const mostTold = 40
/** Most records that are told at one finding. */
const mostAtOne = 12

/** Where a record stands to several findings: that it was found itself comes first. */
const places = ['found', 'after', 'before'] as const

/** A finding of a case with what it concerns. */
export interface FoundOfCase extends Affected {
  caseId: string
  branchId: string
  ledgerId: string
  epoch: number
  foundAtMs: number
  ground: FindingGround
}

// Findings name no case: they are those of its PC between its opening and its decision.
const foundSql = `
  with found as (
    select c.id as case_id, f.branch_id, f.ledger_id, f.epoch, f.seq, f.code, f.found_at, f.detail,
      row_number() over (partition by c.id order by f.found_at, f.ledger_id, f.epoch, f.seq) as nth
    from usage_case c join usage_finding f on f.branch_id = c.branch_id
      and f.device_id = c.device_id and f.found_at >= c.opened_at
      and (c.decided_at is null or f.found_at < c.decided_at)
    where c.id = any($1::uuid[])
  )
  select f.case_id::text as "caseId", f.branch_id::text as "branchId", f.ledger_id::text as "ledgerId",
    f.epoch, f.seq::float8 as seq, f.code, f.detail,
    (extract(epoch from f.found_at) * 1000)::float8 as "foundAtMs",
    before.stamp as before, at.stamp as at,
    (select count(*)::int from usage_record o where o.branch_id = f.branch_id
      and o.ledger_id = f.ledger_id and o.epoch = f.epoch and o.seq >= f.seq and o.fork) as others
  from found f
  left join lateral (
    select json_build_object('seq', r.seq, 'bootId', r.boot_id, 'wallMs', r.wall_ms,
      'monoMs', r.mono_ms) as stamp
    from usage_record r where r.branch_id = f.branch_id and r.ledger_id = f.ledger_id
      and r.epoch = f.epoch and r.seq < f.seq and not r.fork
    order by r.seq desc limit 1) before on true
  left join lateral (
    select json_build_object('seq', r.seq, 'bootId', r.boot_id, 'wallMs', r.wall_ms,
      'monoMs', r.mono_ms) as stamp
    from usage_record r where r.branch_id = f.branch_id and r.ledger_id = f.ledger_id
      and r.epoch = f.epoch and r.seq >= f.seq and not r.fork
    order by r.seq limit 1) at on true
  where f.nth <= ${mostTold}
  order by f.case_id, f.nth`

interface FoundRow {
  caseId: string
  branchId: string
  ledgerId: string
  epoch: number
  seq: number
  code: FindingGround['code']
  detail: string
  foundAtMs: number
  before: RecordStamp | null
  at: RecordStamp | null
  others: number
}

/** What was found in some cases, oldest first, at most forty a case. */
export async function findingsOf(
  client: pg.ClientBase,
  caseIds: readonly string[],
): Promise<FoundOfCase[]> {
  if (caseIds.length === 0) return []
  const { rows } = await client.query<FoundRow>(foundSql, [caseIds])
  return rows.map(({ caseId, branchId, ledgerId, epoch, foundAtMs, detail, ...row }) => {
    const ground = { ...row, detail: JSON.parse(detail) as FindingGround['detail'] }
    return { caseId, branchId, ledgerId, epoch, foundAtMs, ground, ...affectedBy(ground) }
  })
}

/** A record around a finding, with who wrote it in which session. */
export interface NearbyRecord extends UsageCaseRecord {
  staffId: string | null
  staffNo: string
  session: string
  /** Whether its author is concerned by what was found. */
  concerned: boolean
}

const nearbySql = `
  select r.ledger_id::text as "ledgerId", r.epoch, r.seq::float8 as seq, r.hash,
    r.wall_ms::float8 as "atMs", r.type, r.fork, r.actor, r.session, w.place, w.concerned,
    s.name, s.staff_no as "staffNo"
  from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[], $6::text[], $7::boolean[])
    as w(ledger_id, epoch, first, last, place, concerned)
  join usage_record r on r.branch_id = $1 and r.ledger_id = w.ledger_id and r.epoch = w.epoch
    and r.seq between w.first and w.last
  left join staff s on s.id::text = r.actor
  order by r.ledger_id, r.epoch, r.seq, r.fork, w.place desc`

interface NearbyRow {
  ledgerId: string
  epoch: number
  seq: number
  hash: string
  atMs: number
  type: UsageCaseRecord['type']
  fork: boolean
  actor: string
  session: string
  place: 'before' | 'after' | 'found'
  concerned: boolean
  name: string | null
  staffNo: string | null
}

/** Records around the findings of one case, in the order of the ledger, at most forty. */
export async function recordsAround(
  client: pg.ClientBase,
  found: readonly FoundOfCase[],
): Promise<NearbyRecord[]> {
  const [one] = found
  if (!one) return []
  const stretches = found.flatMap(({ ledgerId, epoch, records, ground }) => {
    const { code, seq, before, at } = ground
    const last = Math.max(at?.seq ?? seq, seq + Math.min(records ?? 1, mostAtOne) - 1)
    // After a gap or a silence stands a record that is sound.
    const place = code === 'GAP' || code === 'SILENCE' ? 'after' : 'found'
    const from = { ledgerId, epoch, first: seq, last, place, concerned: true }
    if (!before) return [from]
    const concerned = missingCodes.has(code)
    return [{ ...from, first: before.seq, last: before.seq, place: 'before', concerned }, from]
  })
  const { rows } = await client.query<NearbyRow>(nearbySql, [
    one.branchId,
    stretches.map(({ ledgerId }) => ledgerId),
    stretches.map(({ epoch }) => epoch),
    stretches.map(({ first }) => first),
    stretches.map(({ last }) => last),
    stretches.map(({ place }) => place),
    stretches.map(({ concerned }) => concerned),
  ])
  const byRecord = Map.groupBy(rows, ({ ledgerId, epoch, hash }) => `${ledgerId} ${epoch} ${hash}`)
  return [...byRecord.values()].slice(0, mostTold).flatMap((same): NearbyRecord[] => {
    const [row] = same
    if (!row) return []
    const { epoch, seq, atMs, type, fork, actor, session, name, staffNo } = row
    return [
      {
        ...{ epoch, seq, atMs, type, session },
        who: name ?? '',
        staffNo: staffNo ?? '',
        staffId: name !== null && isId(actor) ? actor : null,
        place: fork
          ? 'other'
          : (places.find((one) => same.some(({ place }) => place === one)) ?? 'found'),
        concerned: same.some(({ concerned }) => concerned),
      },
    ]
  })
}

/** Somebody whose logins a case concerns, by month. */
export interface ConcernedPerson {
  staffId: string
  name: string
  staffNo: string
  month: string
  logins: number
}

/** Who was logged in at the records of a case, and in which months these logins count. */
export async function peopleConcerned(
  client: pg.ClientBase,
  branchId: string,
  records: readonly NearbyRecord[],
): Promise<ConcernedPerson[]> {
  const own = records.filter(({ staffId, concerned }) => staffId !== null && concerned)
  const { rows } = await client.query<{ id: string; startMs: number }>(
    `select session_id as id, (extract(epoch from started_at) * 1000)::float8 as "startMs"
     from staff_session where branch_id = $1 and session_id = any($2::text[])`,
    [branchId, own.map(({ session }) => session)],
  )
  const began = new Map(rows.map(({ id, startMs }) => [id, startMs]))
  const monthOf = ({ session, atMs }: NearbyRecord) =>
    monthStart(dayOfInstant(began.get(session) ?? atMs))
  const groups = Map.groupBy(own, (record) => `${record.staffId} ${monthOf(record)}`)
  return [...groups.values()].flatMap((same) => {
    const [first] = same
    if (!first || first.staffId === null) return []
    const { staffId, who: name, staffNo } = first
    const logins = new Set(same.map(({ session }) => session)).size
    return [{ staffId, name, staffNo, month: monthOf(first), logins }]
  })
}
