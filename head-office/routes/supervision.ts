import type { FastifyInstance } from 'fastify'
import { settlementsRequestSchema, supervisionRequestSchema } from '#contract/sync/supervision.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { parseInput } from '../server/parse.ts'
import { readSettlements } from '../supervision/read-settlements.ts'
import { readSupervised } from '../supervision/read-supervised.ts'

/** Refused submissions: for the supervisor of a branch, and what became of one's own. */
export function supervisionRoutes(app: FastifyInstance, office: HeadOffice): void {
  app.post('/v1/supervision', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    const { grant } = parseInput(supervisionRequestSchema, request.body)
    return readSupervised(office, session, grant)
  })

  app.post('/v1/settlements', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return readSettlements(office, session, parseInput(settlementsRequestSchema, request.body))
  })
}
