import type { FastifyInstance } from 'fastify'
import {
  riskCaseRequestSchema,
  riskCasesRequestSchema,
  riskPhoneRequestSchema,
} from '#contract/sync/risk.ts'
import { readRiskPhone } from '../risk/read-phone.ts'
import { readRiskCase, readRiskCases } from '../risk/readings.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { parseInput } from '../server/parse.ts'

/** Risk cases, read at head office alone: nothing of them is in the scope of any branch. */
export function riskRoutes(app: FastifyInstance, office: HeadOffice): void {
  app.post('/v1/risk/cases', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return readRiskCases(office, session, parseInput(riskCasesRequestSchema, request.body))
  })

  app.post('/v1/risk/case', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return readRiskCase(office, session, parseInput(riskCaseRequestSchema, request.body))
  })

  app.post('/v1/risk/phone', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return readRiskPhone(office, session, parseInput(riskPhoneRequestSchema, request.body))
  })
}
