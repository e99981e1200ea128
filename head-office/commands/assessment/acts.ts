import { AppError } from '#contract/errors.ts'
import type { CommandName } from '#contract/sync/commands.ts'
import {
  decideAppeal as decideAppealAt,
  submitAppeal as submitAppealAt,
} from '../../assessment/appeals.ts'
import { decideSign as decideSignAt } from '../../assessment/decide-sign.ts'
import {
  recordDuty as recordDutyAt,
  withdrawDuty as withdrawDutyAt,
} from '../../assessment/duty.ts'
import {
  grantExemption as grantExemptionAt,
  withdrawExemption as withdrawExemptionAt,
} from '../../assessment/exemptions.ts'
import { judgeSample as judgeSampleAt } from '../../assessment/judge-sample.ts'
import { endMonth as endMonthAt, lockMonth as lockMonthAt } from '../../assessment/periods.ts'
import { remind as remindAt } from '../../assessment/remind.ts'
import { recordAudit } from '../../audit/audit-log.ts'
import { decideCase as decideCaseAt } from '../../ledger/cases.ts'
import { isDay } from '#domain/time/day.ts'
import { isId } from '../../server/parse.ts'
import { applied, appliedWithChanges, type Decision, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'

/**
 * What head office's own functions refuse ends the command with their code: they write nothing before they
 * have looked. Who asks for what is not his or hers leaves a trace.
 */
async function deciding(
  { client, branchId, staff, nowMs }: CommandScene,
  name: CommandName,
  act: () => Promise<Decision | void>,
): Promise<Decision> {
  try {
    return (await act()) ?? applied()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'request.forbidden' || error.code === 'assessment.own') {
      const entry = { branchId, actor: staff.staffNo, action: 'assessment.refused', object: name }
      await recordAudit(client, entry, nowMs)
    }
    return rejected(error.code)
  }
}

/** A decision: a person appeals against a part of the own score. */
export const submitAppeal: CommandHandler<'assessment.appeal'> = (scene, payload) =>
  deciding(scene, 'assessment.appeal', async () => {
    const { appealId: id, ...appeal } = payload
    if (!isId(id)) return rejected('request.invalid')
    await submitAppealAt(scene.client, { ...appeal, id }, scene.staff.id, scene.nowMs)
  })

/** A decision: an appeal is upheld with what it adds, or rejected. */
export const decideAppeal: CommandHandler<'assessment.decideAppeal'> = (scene, payload) =>
  deciding(scene, 'assessment.decideAppeal', async () => {
    const { branchId, appealId: id, upheld, corrections, modules, reason } = payload
    const ruling = upheld ? { upheld, corrections, modules, reason } : { upheld, reason }
    await decideAppealAt(scene.client, { branchId, id, ruling }, scene.staff.id, scene.nowMs)
  })

/** A decision: an exemption. */
export const grantExemption: CommandHandler<'assessment.exempt'> = (scene, payload) =>
  deciding(scene, 'assessment.exempt', async () => {
    const { exemptionId: id, ...given } = payload
    if (!isId(id)) return rejected('request.invalid')
    if (given.reason.trim() === '') return rejected('assessment.reasonMissing')
    await grantExemptionAt(scene.client, { ...given, id }, scene.staff.id, scene.nowMs)
  })

/** A decision: an exemption is taken back. */
export const withdrawExemption: CommandHandler<'assessment.withdrawExemption'> = (scene, payload) =>
  deciding(scene, 'assessment.withdrawExemption', async () => {
    const { exemptionId: id, branchId, reason } = payload
    await withdrawExemptionAt(scene.client, { branchId, id, reason }, scene.staff.id, scene.nowMs)
  })

/** A decision: days on which somebody is not on full duty. */
export const recordDuty: CommandHandler<'assessment.recordDuty'> = (scene, payload) =>
  deciding(scene, 'assessment.recordDuty', async () => {
    const { entryId: id, ...given } = payload
    if (!isId(id) || !isDay(given.fromDay) || !isDay(given.untilDay ?? given.fromDay)) {
      return rejected('request.invalid')
    }
    await recordDutyAt(scene.client, { ...given, id }, scene.staff.id, scene.nowMs)
  })

/** A decision: such days are taken back. */
export const withdrawDuty: CommandHandler<'assessment.withdrawDuty'> = (scene, payload) =>
  deciding(scene, 'assessment.withdrawDuty', async () => {
    const { entryId: id, branchId, reason } = payload
    await withdrawDutyAt(scene.client, { branchId, id, reason }, scene.staff.id, scene.nowMs)
  })

/** A decision: a task of the sample was looked at. */
export const judgeSample: CommandHandler<'assessment.judgeSample'> = (scene, payload) =>
  deciding(scene, 'assessment.judgeSample', async () => {
    const { passed, reason, ...about } = payload
    await judgeSampleAt(scene.client, about, { passed, reason }, scene.staff.id, scene.nowMs)
  })

/** A decision: what a sign was. */
export const decideSign: CommandHandler<'assessment.decideSign'> = (scene, payload) =>
  deciding(scene, 'assessment.decideSign', async () => {
    const { confirmed, reason, ...sign } = payload
    await decideSignAt(scene.client, sign, { confirmed, reason }, scene.staff.id, scene.nowMs)
  })

/** A decision: what was behind the findings about a PC. */
export const decideCase: CommandHandler<'assessment.decideCase'> = (scene, payload) =>
  deciding(scene, 'assessment.decideCase', async () => {
    const { caseId, ...said } = payload
    await decideCaseAt(scene.client, caseId, said, scene.staff.id, scene.nowMs)
  })

/** A decision: people are reminded; those who were within a week are left out, and its author is told. */
export const remind: CommandHandler<'assessment.remind'> = (scene, payload) =>
  deciding(scene, 'assessment.remind', async () => {
    const { left, written } = await remindAt(scene.client, payload, scene.staff.id, scene.nowMs)
    return left > 0 ? appliedWithChanges('assessment.remindedAlready', written) : applied(written)
  })

/** A decision: a month that is over may be appealed against from now on. */
export const endMonth: CommandHandler<'assessment.endMonth'> = (scene, { month }) =>
  deciding(scene, 'assessment.endMonth', async () => {
    await endMonthAt(scene.client, month, scene.staff.id, scene.nowMs)
  })

/** A decision: nothing of a month changes any more. */
export const lockMonth: CommandHandler<'assessment.lockMonth'> = (scene, { month }) =>
  deciding(scene, 'assessment.lockMonth', async () => {
    await lockMonthAt(scene.client, month, scene.staff.id, scene.nowMs)
  })
