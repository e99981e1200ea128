import type { FastifyInstance } from 'fastify'
import { ledgerUploadSchema, maxLedgerBytes } from '#contract/sync/ledger.ts'
import { usageCaseRequestSchema, usageCasesRequestSchema } from '#contract/sync/usage-cases.ts'
import { witnessedUploadSchema } from '#contract/sync/witness.ts'
import { readUsageCase, readUsageCases } from '../ledger/read-cases.ts'
import { receiveLedger } from '../ledger/receive.ts'
import { receiveWitnessed } from '../ledger/witnessed.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { isId, parseInput } from '../server/parse.ts'

/**
 * Usage ledgers, and the cases of what was found in them, which line managers read here alone. Ledgers are taken from terminals of every protocol version, and from one that somebody has to
 * look at: what they testify to must not be lost.
 */
export function ledgerRoutes(app: FastifyInstance, office: HeadOffice): void {
  app.post('/v1/ledger', { bodyLimit: maxLedgerBytes }, async (request) => {
    const session = await deviceOf(office, request, 'session')
    const upload = parseInput(
      ledgerUploadSchema.refine(({ ledgerId }) => isId(ledgerId)),
      request.body,
    )
    office.pace.admit('ledger', session.branchId, Math.max(1, upload.records.length))
    return receiveLedger(office, session, upload)
  })

  app.post('/v1/ledger/witnessed', { bodyLimit: maxLedgerBytes }, async (request) => {
    const session = await deviceOf(office, request, 'session')
    const { witnessed } = parseInput(witnessedUploadSchema, request.body)
    office.pace.admit('ledger', session.branchId, witnessed.length)
    return receiveWitnessed(office, session, witnessed)
  })

  app.post('/v1/ledger/cases', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return readUsageCases(office, session, parseInput(usageCasesRequestSchema, request.body))
  })

  app.post('/v1/ledger/case', async (request) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return readUsageCase(office, session, parseInput(usageCaseRequestSchema, request.body))
  })
}
