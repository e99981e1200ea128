import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { RiskCaseQuery, RiskCaseReply, RiskCasesReply } from '#contract/sync/risk.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { isId } from '../server/parse.ts'
import { inTransaction } from '../store/transaction.ts'
import { grantedStaff, refuseReading } from '../supervision/granted-staff.ts'
import { type RiskOfficer, riskOfficer } from './officer.ts'
import { riskCaseFile, riskCases } from './read-cases.ts'

/** Reads for the risk officer whose grant came; anybody else is refused, and that is audited. */
export async function asOfficer<Reply>(
  office: HeadOffice,
  session: DeviceSession,
  { grant, object }: { grant: string; object: string },
  read: (client: pg.ClientBase, officer: RiskOfficer) => Promise<Reply>,
): Promise<Reply> {
  const staff = await grantedStaff(office, session, grant, object)
  const reply = await inTransaction(office.pool, 'snapshot', async (client) => {
    const officer = await riskOfficer(client, staff.id)
    return officer && { read: await read(client, officer) }
  })
  return reply ? reply.read : refuseReading(office, session, staff.staffNo, object)
}

/** The list of the risk desk; every reading is audited. Throws `request.forbidden` for anybody else. */
export async function readRiskCases(
  office: HeadOffice,
  session: DeviceSession,
  { grant, ...query }: RiskCaseQuery & { grant: string },
): Promise<RiskCasesReply> {
  const nowMs = office.clock.now()
  const { actor, ...list } = await asOfficer(
    office,
    session,
    { grant, object: 'riskCases' },
    async (client, officer) => ({
      ...(await riskCases(client, officer, query, nowMs)),
      actor: officer.staffNo,
    }),
  )
  await recordAudit(
    office.pool,
    {
      branchId: session.branchId,
      actor,
      action: 'riskCases.read',
      object: session.deviceId,
      detail: { rows: list.items.length },
    },
    nowMs,
  )
  return { epoch: session.epoch, asOfMs: nowMs, ...list }
}

/**
 * One case of the risk desk; every opening is audited. Throws `request.forbidden` for anybody else, and
 * `riskCase.notFound`.
 */
export async function readRiskCase(
  office: HeadOffice,
  session: DeviceSession,
  { grant, caseId }: { grant: string; caseId: string },
): Promise<RiskCaseReply> {
  const nowMs = office.clock.now()
  const { actor, found } = await asOfficer(
    office,
    session,
    { grant, object: 'riskCase' },
    async (client, officer) => ({
      found: isId(caseId) ? await riskCaseFile(client, officer, caseId, nowMs) : null,
      actor: officer.staffNo,
    }),
  )
  if (!found) throw new AppError('riskCase.notFound')
  const { branchId, file } = found
  await recordAudit(
    office.pool,
    { branchId, actor, action: 'riskCase.open', object: file.id },
    nowMs,
  )
  return { epoch: session.epoch, asOfMs: nowMs, case: file }
}
