import type pg from 'pg'
import type { z } from 'zod'
import type {
  UsageCaseFile,
  UsageCaseGroup,
  UsageCaseLine,
  UsageCaseReply,
  usageCaseRequestSchema,
  UsageCasesReply,
  usageCasesRequestSchema,
} from '#contract/sync/usage-cases.ts'
import type { PeriodState } from '#domain/assessment/records.ts'
import { affectedTogether } from '#domain/usage/affected.ts'
import type { FindingCode } from '#domain/usage/chain.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import { isId } from '../server/parse.ts'
import type { HeadOffice } from '../server/context.ts'
import { unitsBelow } from '../staff/units-below.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { grantedStaff, refuseReading } from '../supervision/granted-staff.ts'
import { findingsOf, type FoundOfCase, peopleConcerned, recordsAround } from './around.ts'

/** Most cases of a list. */
const mostListed = 100

interface CaseRow {
  id: string
  branchId: string
  deviceId: string
  branchName: string
  device: string
  openedAtMs: number
  firstCode: FindingCode
  decision: UsageCaseLine['decision']
  decidedAtMs: number | null
  reason: string | null
  byName: string | null
}

const caseSql = `
  select c.id::text, c.branch_id::text as "branchId", c.device_id::text as "deviceId",
    u.name as "branchName", d.name as device,
    (extract(epoch from c.opened_at) * 1000)::float8 as "openedAtMs", c.first_code as "firstCode",
    c.decision, (extract(epoch from c.decided_at) * 1000)::float8 as "decidedAtMs", c.reason,
    s.name as "byName"
  from usage_case c
  join device d on d.id = c.device_id
  join org_unit u on u.id = c.branch_id
  left join staff s on s.id = c.decided_by`

const orders: Record<UsageCaseGroup, string> = {
  open: 'c.decided_at is null order by c.opened_at, c.id',
  decided: 'c.decided_at is not null order by c.decided_at desc, c.id',
}

function lineOf(row: CaseRow, found: readonly FoundOfCase[]): UsageCaseLine {
  const { id, branchName, device, openedAtMs, firstCode, decision, decidedAtMs } = row
  const times = (of: (one: FoundOfCase) => number | null) =>
    found.map(of).filter((ms): ms is number => ms !== null)
  const [from, to] = [times(({ fromMs }) => fromMs), times(({ toMs }) => toMs)]
  const codes = new Set(found.map(({ ground }) => ground.code))
  return {
    ...{ id, branchName, device, openedAtMs, decision, decidedAtMs },
    codes: codes.size > 0 ? [...codes] : [firstCode],
    seq: found[0]?.ground.seq ?? 0,
    records: affectedTogether(
      found.map(({ ledgerId, epoch, ground, records }) => {
        return { chain: `${ledgerId} ${epoch}`, seq: ground.seq, records }
      }),
    ),
    fromMs: from.length > 0 ? Math.min(...from) : null,
    toMs: to.length > 0 ? Math.max(...to) : null,
  }
}

/**
 * Cases of the PCs below a line manager. Throws `request.forbidden`, with a trace, for everybody else.
 */
export async function readUsageCases(
  office: HeadOffice,
  session: DeviceSession,
  { grant, group }: z.infer<typeof usageCasesRequestSchema>,
): Promise<UsageCasesReply> {
  const staff = await grantedStaff(office, session, grant, 'ledger.cases')
  const units = await unitsBelow(office.pool, staff.id)
  if (units.length === 0) return refuseReading(office, session, staff.staffNo, 'ledger.cases')
  const { counts, items } = await inTransaction(office.pool, 'snapshot', async (client) => {
    const { rows: sums } = await client.query<UsageCasesReply['counts']>(
      `select (count(*) filter (where decided_at is null))::int as open,
         (count(*) filter (where decided_at is not null))::int as decided
       from usage_case where branch_id = any($1::uuid[])`,
      [units],
    )
    const { rows } = await client.query<CaseRow>(
      `${caseSql} where c.branch_id = any($1::uuid[]) and ${orders[group]} limit ${mostListed}`,
      [units],
    )
    const ids = rows.map(({ id }) => id)
    const found = Map.groupBy(await findingsOf(client, ids), ({ caseId }) => caseId)
    return {
      counts: sums[0] ?? { open: 0, decided: 0 },
      items: rows.map((row) => lineOf(row, found.get(row.id) ?? [])),
    }
  })
  const nowMs = office.clock.now()
  return {
    ...{ epoch: session.epoch, asOfMs: nowMs, counts, items },
    more: counts[group] - items.length,
  }
}

async function earlierOf(
  client: pg.ClientBase,
  { branchId, deviceId, openedAtMs }: CaseRow,
): Promise<UsageCaseFile['earlier']> {
  const { rows } = await client.query<UsageCaseFile['earlier'][number]>(
    `select (extract(epoch from c.opened_at) * 1000)::float8 as "openedAtMs", c.first_code as code,
       c.findings, c.decision, c.reason, coalesce(s.name, '') as "byName",
       (extract(epoch from c.decided_at) * 1000)::float8 as "atMs"
     from usage_case c left join staff s on s.id = c.decided_by
     where c.branch_id = $1 and c.device_id = $2 and c.decided_at is not null and c.opened_at < $3
     order by c.decided_at desc limit 10`,
    [branchId, deviceId, new Date(openedAtMs)],
  )
  return rows
}

async function fileOf(
  client: pg.ClientBase,
  row: CaseRow,
  readerId: string,
): Promise<UsageCaseFile> {
  const found = await findingsOf(client, [row.id])
  const nearby = await recordsAround(client, found)
  const people = await peopleConcerned(client, row.branchId, nearby)
  const { rows } = await client.query<{ month: string; state: PeriodState }>(
    `select to_char(month, 'YYYY-MM-DD') as month, state from assessment_period
     where branch_id = $1 and to_char(month, 'YYYY-MM-DD') = any($2::text[])`,
    [nationalId, people.map(({ month }) => month)],
  )
  const states = new Map(rows.map(({ month, state }) => [month, state]))
  const { decision, reason, byName, decidedAtMs } = row
  return {
    ...lineOf(row, found),
    findings: found.map(({ epoch, foundAtMs, ground, ...affected }) => {
      const { fromMs, toMs, records, shiftMs, peers } = affected
      const { code, seq } = ground
      return { code, epoch, seq, foundAtMs, fromMs, toMs, records, shiftMs, peers }
    }),
    nearby: nearby.map(({ epoch, seq, atMs, type, who, place }) => {
      return { epoch, seq, atMs, type, who, place }
    }),
    people: people.map((person) => ({ ...person, state: states.get(person.month) ?? null })),
    end:
      decision !== null && decidedAtMs !== null
        ? { decision, reason: reason ?? '', byName: byName ?? '', atMs: decidedAtMs }
        : null,
    earlier: await earlierOf(client, row),
    own: people.some(({ staffId }) => staffId === readerId),
  }
}

/**
 * One case with the records around what was found and the people who were logged in there; every opening
 * is audited. Null where there is none. Throws `request.forbidden`, with a trace, for whoever is not line
 * manager above its branch.
 */
export async function readUsageCase(
  office: HeadOffice,
  session: DeviceSession,
  { grant, caseId }: z.infer<typeof usageCaseRequestSchema>,
): Promise<UsageCaseReply> {
  const staff = await grantedStaff(office, session, grant, 'ledger.case')
  const units = await unitsBelow(office.pool, staff.id)
  const nowMs = office.clock.now()
  const reply = { epoch: session.epoch, asOfMs: nowMs }
  const found = await inTransaction(office.pool, 'snapshot', async (client) => {
    const { rows } = await client.query<CaseRow>(`${caseSql} where c.id = $1`, [
      isId(caseId) ? caseId : null,
    ])
    const [row] = rows
    if (!row) return null
    const isBelow = units.includes(row.branchId)
    return { row, file: isBelow ? await fileOf(client, row, staff.id) : null }
  })
  if (units.length === 0 || found?.file === null) {
    return refuseReading(office, session, staff.staffNo, 'ledger.case')
  }
  if (!found) return { ...reply, case: null }
  const { branchId, deviceId } = found.row
  const entry = { branchId, actor: staff.staffNo, action: 'ledger.case.read', object: deviceId }
  await recordAudit(office.pool, entry, nowMs)
  return { ...reply, case: found.file }
}
