import type { FastifyRequest } from 'fastify'
import { AppError } from '#contract/errors.ts'
import { deviceTokenHeader } from '#contract/sync/protocol.ts'
import type { DeviceRequest } from '#contract/sync/states/device.ts'
import { authenticateDevice, type DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from './context.ts'

/**
 * The device session of a request, where its device may make it. A database that became a demo after
 * the start is served to nobody where head office does not listen on loopback alone.
 */
export async function deviceOf(
  office: HeadOffice,
  request: FastifyRequest,
  purpose: DeviceRequest,
): Promise<DeviceSession> {
  const header = request.headers[deviceTokenHeader]
  const token = typeof header === 'string' ? header : undefined
  const session = await authenticateDevice(office.pool, token, purpose, office.clock.now())
  office.life.epoch = session.epoch
  if (session.demo && !office.loopback) throw new AppError('headOffice.refused')
  return session
}
