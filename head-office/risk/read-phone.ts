import { AppError } from '#contract/errors.ts'
import type { RiskPhoneReply } from '#contract/sync/risk.ts'
import type { RiskPhoneReason } from '#domain/risk-clues/phone.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { isId } from '../server/parse.ts'
import { riskCaseCustomer } from './read-cases.ts'
import { asOfficer } from './readings.ts'

/**
 * The mobile number of one customer of a case, for the officer who has the case in hand. It is written
 * down who saw whose number and why before the number leaves. Throws `request.forbidden` for anybody but a
 * risk officer, `riskCase.notFound`, `riskCase.notYours`, and `riskCase.outside` for whoever is no customer
 * of the officer's organisation.
 */
export async function readRiskPhone(
  office: HeadOffice,
  session: DeviceSession,
  asked: { grant: string; caseId: string; party: string; reason: RiskPhoneReason },
): Promise<RiskPhoneReply> {
  const { grant, caseId, party, reason } = asked
  const nowMs = office.clock.now()
  const { officer, found } = await asOfficer(
    office,
    session,
    { grant, object: 'riskPhone' },
    async (client, who) => ({
      officer: who,
      found: isId(caseId) ? await riskCaseCustomer(client, who, caseId, party, nowMs) : null,
    }),
  )
  if (!found) throw new AppError('riskCase.notFound')
  if (found.officerId !== officer.staffId) throw new AppError('riskCase.notYours')
  if (found.customer === null) throw new AppError('riskCase.outside')
  const { branchId, customerId, mobile } = found.customer
  const entry = { branchId, actor: officer.staffNo, action: 'riskPhone.read', object: customerId }
  await recordAudit(office.pool, { ...entry, detail: { caseId, party, reason } }, nowMs)
  return { epoch: session.epoch, asOfMs: nowMs, value: mobile }
}
