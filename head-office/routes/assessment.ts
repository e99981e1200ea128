import type { FastifyInstance } from 'fastify'
import { levelsRequestSchema, monthExportRequestSchema } from '#contract/sync/assessment.ts'
import { exportForBranch } from '../assessment/export.ts'
import { readLevels } from '../assessment/levels.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { parseInput } from '../server/parse.ts'

/** What no PC of a branch holds: totals of the units below a line manager, and months signed by head office. */
export function assessmentRoutes(app: FastifyInstance, office: HeadOffice): void {
  app.post('/v1/assessment/levels', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return readLevels(office, session, parseInput(levelsRequestSchema, request.body))
  })

  app.post('/v1/assessment/export', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return exportForBranch(office, session, parseInput(monthExportRequestSchema, request.body))
  })
}
