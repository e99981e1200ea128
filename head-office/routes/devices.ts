import type { FastifyInstance } from 'fastify'
import { enrolRequestSchema } from '#contract/sync/enrol.ts'
import { loginRequestSchema } from '#contract/sync/login.ts'
import { challengeRequestSchema, sessionRequestSchema } from '#contract/sync/session.ts'
import { createChallenge } from '../devices/challenge.ts'
import { enrolDevice } from '../devices/enrolment.ts'
import { openSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { parseInput } from '../server/parse.ts'
import { login } from '../staff/login.ts'

/** Enrolment, device session and login of staff. */
export function deviceRoutes(app: FastifyInstance, office: HeadOffice): void {
  const { pool, clock } = office

  app.post('/v1/devices/enrol', async (request) => {
    const body = parseInput(enrolRequestSchema, request.body)
    const keys = { grantKey: office.grantKeys.publicKey, master: office.master }
    return enrolDevice(pool, keys, body, clock.now())
  })

  app.post('/v1/devices/challenge', async (request) => {
    const { deviceId } = parseInput(challengeRequestSchema, request.body)
    const nonce = await createChallenge(pool, deviceId, clock.now())
    return { epoch: office.life.epoch, nonce }
  })

  app.post('/v1/session', async (request) => {
    const body = parseInput(sessionRequestSchema, request.body)
    return openSession(pool, body, office.pace.arrival(), clock.now())
  })

  app.post('/v1/login', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    return login(office, session, parseInput(loginRequestSchema, request.body))
  })
}
