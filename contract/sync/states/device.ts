import type { ErrorCode } from '../../errors.ts'

/** How a device stands at head office; `otherProtocol` is an active one of another version. */
export const deviceStandings = [
  'unknown',
  'active',
  'otherProtocol',
  'incident',
  'revoked',
] as const
export type DeviceStanding = (typeof deviceStandings)[number]

/** What a device asks for; `pull` stands for everything that gives it data. */
export const deviceRequests = ['challenge', 'session', 'pull', 'push'] as const
export type DeviceRequest = (typeof deviceRequests)[number]

/** The table of docs/sync.md, "Devices and people". Push is open to every version: nothing is lost. */
export const deviceTable: Readonly<
  Record<DeviceStanding, Readonly<Record<DeviceRequest, 'served' | ErrorCode>>>
> = {
  unknown: {
    challenge: 'device.notEnrolled',
    session: 'device.notEnrolled',
    pull: 'session.required',
    push: 'session.required',
  },
  active: { challenge: 'served', session: 'served', pull: 'served', push: 'served' },
  otherProtocol: {
    challenge: 'served',
    session: 'served',
    pull: 'headOffice.upgradeRequired',
    push: 'served',
  },
  incident: { challenge: 'served', session: 'served', pull: 'served', push: 'device.incident' },
  revoked: {
    challenge: 'served',
    session: 'device.revoked',
    pull: 'device.revoked',
    push: 'device.revoked',
  },
}

/** What a device of a standing gets for a request. */
export function deviceVerdict(
  standing: DeviceStanding,
  request: DeviceRequest,
): 'served' | ErrorCode {
  return deviceTable[standing][request]
}
