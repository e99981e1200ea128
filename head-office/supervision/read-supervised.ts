import type pg from 'pg'
import type { CommandName } from '#contract/sync/commands.ts'
import {
  longestSupervision,
  type Supervised,
  type SupervisionReply,
} from '#contract/sync/supervision.ts'
import { rejectionsDueBefore, supervises } from '#domain/organisation/supervision.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import type { HeadOffice } from '../server/context.ts'
import { isId } from '../server/parse.ts'
import { mayAct, staffStandings, type StaffStanding } from '../staff/standing.ts'
import { grantedStaff, refuseReading } from './granted-staff.ts'

interface RefusedRow {
  command_id: string
  name: string
  staff_id: string | null
  outcome: 'rejected' | 'quarantined'
  code: string | null
  request: string
  decided_at: number
  device_name: string | null
  waiting: number
}

/** The only command that its author may give again in place of a rejected one. */
const repairedInPlace: CommandName = 'customer.proposeCorrection'

/** What no supervisor of a branch may know of: whoever hears of a clue may warn the customer. */
const notTold: CommandName = 'riskCase.act'

/**
 * What waits for a supervisor of a branch, longest first: quarantined at once, rejected from a day on;
 * neither where it was repaired or settled. `command.dealtWith` only fills a number at another database.
 */
async function refusedRows(
  pool: pg.Pool,
  branchId: string,
  dueBeforeMs: number,
): Promise<RefusedRow[]> {
  const { rows } = await pool.query<RefusedRow>(
    `select c.command_id, c.name, c.staff_id, c.outcome, c.code, c.request,
       (extract(epoch from c.decided_at) * 1000)::float8 as decided_at, d.name as device_name,
       (count(*) over ())::integer as waiting
     from command c
     left join quarantine q on q.branch_id = c.branch_id and q.command_id = c.command_id
     left join device d on d.branch_id = c.branch_id and d.id = c.device_id
     where c.branch_id = $1 and c.outcome in ('rejected', 'quarantined') and c.superseded_by is null
       and (c.outcome = 'quarantined' or c.decided_at < $2)
       and c.code is distinct from 'command.dealtWith' and q.resolved_at is null and c.name <> $4
     order by c.decided_at, c.command_id
     limit $3`,
    [branchId, new Date(dueBeforeMs), longestSupervision, notTold],
  )
  return rows
}

/** What a request as it came tells beside its payload; it may hold anything. */
function given(request: string): { atMs: number | null; customerId: string | null } {
  const { deviceTimeMs, clockOffsetMs, payload } = JSON.parse(request) as Record<string, unknown>
  const { customerId } = (payload ?? {}) as { customerId?: unknown }
  const atMs = Number(deviceTimeMs) + Number(clockOffsetMs)
  return {
    atMs: Number.isSafeInteger(atMs) ? atMs : null,
    customerId: typeof customerId === 'string' && isId(customerId) ? customerId : null,
  }
}

/** Names of customers of the branch; others have none here. */
async function customerNames(
  pool: pg.Pool,
  branchId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await pool.query<{ id: string; name: string }>(
    'select id::text, name from customer where branch_id = $1 and id = any($2::uuid[])',
    [branchId, ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function view(
  row: RefusedRow,
  author: StaffStanding | undefined,
  names: ReadonlyMap<string, string>,
): Supervised {
  const { atMs, customerId } = given(row.request)
  return {
    commandId: row.command_id,
    name: row.name,
    authorId: row.staff_id,
    authorName: author?.name ?? null,
    customerId,
    customerName: customerId === null ? null : (names.get(customerId) ?? null),
    outcome: row.outcome,
    code: row.code,
    givenAtMs: atMs ?? row.decided_at,
    decidedAtMs: row.decided_at,
    deviceName: row.device_name,
    repairable:
      row.outcome === 'rejected' &&
      row.name === repairedInPlace &&
      author !== undefined &&
      mayAct(author),
  }
}

/**
 * What was quarantined in the device's branch, and what was rejected and left lying, for somebody who
 * supervises it; every reading is audited. Throws `request.forbidden` for anybody else.
 */
export async function readSupervised(
  office: HeadOffice,
  session: DeviceSession,
  grantText: string,
): Promise<SupervisionReply> {
  const { pool } = office
  const { branchId, businessDate, epoch } = session
  const object = 'supervision'
  const staff = await grantedStaff(office, session, grantText, object)
  if (!supervises(staff.roles)) return refuseReading(office, session, staff.staffNo, object)
  const nowMs = office.clock.now()
  const days = await parameterInForce(pool, 'supervision.rejection_days', businessDate)
  const rows = await refusedRows(pool, branchId, rejectionsDueBefore(nowMs, days))
  const authors = await staffStandings(
    pool,
    rows.flatMap(({ staff_id: staffId }) => staffId ?? []),
    branchId,
  )
  const byId = new Map(authors.map((author) => [author.id, author]))
  const customerIds = rows.flatMap(({ request }) => given(request).customerId ?? [])
  const names = await customerNames(pool, branchId, [...new Set(customerIds)])
  await recordAudit(
    pool,
    {
      branchId,
      actor: staff.staffNo,
      action: 'supervision.read',
      object: session.deviceId,
      detail: { rows: rows.length },
    },
    nowMs,
  )
  return {
    epoch,
    asOfMs: nowMs,
    items: rows.map((row) => view(row, byId.get(row.staff_id ?? ''), names)),
    more: (rows[0]?.waiting ?? 0) - rows.length,
  }
}
