import { z } from 'zod'
import type { Role } from '#domain/organisation/roles.ts'
import { riskPhoneReasons } from '#domain/risk-clues/phone.ts'
import { riskActs, riskMeasures, riskTextLength } from '#domain/risk-clues/case.ts'
import { errorCodes } from '../errors.ts'
import { riskCaseFileSchema, riskCaseQuerySchema, riskCasesReplySchema } from '../sync/risk.ts'
import { channel } from './channel.ts'
import { readingSchema } from './reading.ts'

const id = z.string().max(64)

/** The cases asked for with the figures of all; null where nothing was read. */
export const riskListSchema = z.strictObject({
  list: z.strictObject(riskCasesReplySchema.omit({ epoch: true, asOfMs: true }).shape).nullable(),
  ...readingSchema.shape,
})
export type RiskList = z.infer<typeof riskListSchema>

/** An act given on this PC that head office has not answered, or whose answer the reading lacks. */
export const givenRiskActSchema = z.strictObject({
  act: z.enum(riskActs),
  text: z.string().nullable(),
  measure: z.enum(riskMeasures).nullable(),
  fen: z.int().nullable(),
  givenAtMs: z.int(),
})

/** An act given on this PC that head office refused, and nobody has closed since. */
export const refusedRiskActSchema = z.strictObject({
  act: z.enum(riskActs),
  code: z.enum(errorCodes).nullable(),
  decidedAtMs: z.int(),
})

/** A case as head office holds it, with what this person may do and what waits. */
export const riskCaseViewSchema = z.strictObject({
  file: riskCaseFileSchema.nullable(),
  /** What may be done now, what waits taken into account. */
  acts: z.array(z.enum(riskActs)),
  /** The most that may still come back, 分. */
  leftFen: z.int(),
  waiting: z.array(givenRiskActSchema),
  refused: z.array(refusedRiskActSchema),
  /** Whether the reader has the case in hand, what waits taken into account. */
  own: z.boolean(),
  ...readingSchema.shape,
})
export type RiskCaseView = z.infer<typeof riskCaseViewSchema>

const officers: readonly Role[] = ['risk_officer']

/** 风险案件: the risk desk alone. Everything is read at head office; nothing of it is on any PC. */
export const riskChannels = {
  'risk.cases': channel(officers, riskCaseQuerySchema, riskListSchema, 'risk'),
  'risk.open': channel(officers, z.strictObject({ caseId: id }), riskCaseViewSchema, 'risk'),
  /** Gives an act about a case that was opened in this session. */
  'risk.act': channel(
    officers,
    z.strictObject({
      caseId: id,
      act: z.enum(riskActs),
      text: z.string().trim().max(riskTextLength).nullable(),
      measure: z.enum(riskMeasures).nullable(),
      fen: z.int().min(1).nullable(),
      /** With 冲正追回: the entry of the ledger. */
      entryId: id.nullable(),
    }),
    z.strictObject({ commandId: z.string() }),
    'risk',
  ),
  /**
   * The number of a customer of a case in hand, for `seconds`: written down here and at head office before it
   * is given. Never without head office.
   */
  'risk.phone': channel(
    officers,
    z.strictObject({ caseId: id, party: z.string().max(10), reason: z.enum(riskPhoneReasons) }),
    z.strictObject({ value: z.string().nullable(), seconds: z.int() }),
  ),
}
