import { AppError } from '#contract/errors.ts'
import { grantSchema } from '#contract/sync/login.ts'
import { openSignedJson } from '#platform/crypto/signature.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { mayAct, staffStanding, type StaffStanding } from '../staff/standing.ts'

/** Refuses what a person may not read, and leaves a trace. */
export async function refuseReading(
  office: HeadOffice,
  { branchId, deviceId }: DeviceSession,
  actor: string,
  object: string,
): Promise<never> {
  office.logger.log('warn', 'reading.refused', { deviceId, action: object })
  await recordAudit(
    office.pool,
    { branchId, actor, action: 'reading.refused', object },
    office.clock.now(),
  )
  throw new AppError('request.forbidden')
}

/**
 * The person whose grant comes with a reading, as today's tables know him or her from the device's
 * branch. Throws `request.forbidden` where the grant was not signed here for this device, or the person
 * may not act in the branch any more.
 */
export async function grantedStaff(
  office: HeadOffice,
  session: DeviceSession,
  grantText: string,
  object: string,
): Promise<StaffStanding> {
  const signed = openSignedJson(office.grantKeys.publicKey, grantText) ?? undefined
  const grant = grantSchema.safeParse(signed)
  const { deviceId, branchId } = session
  if (!grant.success || grant.data.deviceId !== deviceId) {
    return refuseReading(office, session, deviceId, object)
  }
  const staff = await staffStanding(office.pool, grant.data.staffId, branchId)
  if (!staff || !mayAct(staff)) {
    return refuseReading(office, session, grant.data.staffNo, object)
  }
  return staff
}
