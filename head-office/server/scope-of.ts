import { AppError } from '#contract/errors.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { allowedScope, type DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from './context.ts'

/** The branch of a scope the device may see; asking for another one is refused and leaves a trace. */
export async function scopeOf(
  office: HeadOffice,
  session: DeviceSession,
  scope: string,
): Promise<string> {
  const branchId = allowedScope(session, scope)
  if (branchId !== null) return branchId
  const { deviceId } = session
  const object = scope.replaceAll(/[^\x20-\x7e]/g, '?')
  office.logger.log('warn', 'scope.refused', { deviceId })
  await recordAudit(
    office.pool,
    { branchId: session.branchId, actor: deviceId, action: 'scope.refused', object },
    office.clock.now(),
  )
  throw new AppError('scope.unknown')
}
