import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { FindingCode } from '#domain/usage/chain.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { numberOver, reasonGiven } from '../assessment/deciders.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { joinTransaction, type Writable } from '../store/transaction.ts'
import { findingsOf, peopleConcerned, recordsAround } from './around.ts'

/** A line manager above the branch: whoever works in it may be who it is about. */
const judges: readonly Role[] = ['line_manager']

/** What was found at a record of a device's ledger. */
export interface CaseFinding {
  code: FindingCode
  ledgerId: string
  epoch: number
  seq: number
  foundAtMs: number
  detail: Record<string, string | number>
}

/** What was found about one PC and nobody has decided on yet. */
export interface DeviceCase {
  id: string
  branchId: string
  deviceId: string
  device: string
  openedAtMs: number
  /** Oldest first. */
  findings: CaseFinding[]
}

/** Open cases of a branch's PCs, or of all, oldest first, each with everything found since the last decision. */
export async function openCases(db: pg.Pool, branchId: string | null): Promise<DeviceCase[]> {
  const { rows } = await db.query<Omit<DeviceCase, 'findings'> & { sinceMs: number }>(
    `select c.id::text, c.branch_id::text as "branchId", c.device_id::text as "deviceId", d.name as device,
       (extract(epoch from c.opened_at) * 1000)::float8 as "openedAtMs"
     from usage_case c join device d on d.branch_id = c.branch_id and d.id = c.device_id
     where c.decided_at is null and ($1::uuid is null or c.branch_id = $1) order by c.opened_at`,
    [branchId],
  )
  const cases: DeviceCase[] = []
  for (const row of rows) {
    const { rows: found } = await db.query<Omit<CaseFinding, 'detail'> & { detail: string }>(
      `select code, ledger_id::text as "ledgerId", epoch, seq::float8 as seq,
         (extract(epoch from found_at) * 1000)::float8 as "foundAtMs", detail
       from usage_finding where branch_id = $1 and device_id = $2 and found_at >= $3
       order by found_at, ledger_id, epoch, seq`,
      [row.branchId, row.deviceId, new Date(row.openedAtMs)],
    )
    const findings = found.map(({ detail, ...finding }) => {
      return { ...finding, detail: JSON.parse(detail) as CaseFinding['detail'] }
    })
    cases.push({ ...row, findings })
  }
  return cases
}

/**
 * Says what was behind the findings about a PC: 可以解释 (a failing disk, a machine exchanged) or 属实, with a
 * reason. Records and scores stay as they are. Throws `assessment.notFound` where no such case is open,
 * `assessment.own` for somebody who was logged in at what was found, `assessment.reasonMissing` and
 * `request.forbidden`.
 */
export async function decideCase(
  db: Writable,
  caseId: string,
  { confirmed, reason: given }: { confirmed: boolean; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(given)
  await joinTransaction(db, async (client) => {
    const { rows } = await client.query<{ branchId: string; deviceId: string }>(
      `select branch_id::text as "branchId", device_id::text as "deviceId" from usage_case
       where id = $1 and decided_at is null for update`,
      [isId(caseId) ? caseId : null],
    )
    const [open] = rows
    if (!open) throw new AppError('assessment.notFound')
    const { branchId, deviceId } = open
    const actor = await numberOver(client, byId, branchId, judges)
    const around = await recordsAround(client, await findingsOf(client, [caseId]))
    const people = await peopleConcerned(client, branchId, around)
    if (people.some(({ staffId }) => staffId === byId)) throw new AppError('assessment.own')
    const decision = confirmed ? 'confirmed' : 'explained'
    await client.query(
      `update usage_case set decided_at = $3, decided_by = $4, decision = $5, reason = $6
       where branch_id = $1 and id = $2`,
      [branchId, caseId, new Date(nowMs), byId, decision, reason],
    )
    const action = `ledger.case.${decision}`
    await recordAudit(client, { branchId, actor, action, object: deviceId }, nowMs)
  })
}
