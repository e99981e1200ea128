import { z } from 'zod'
import {
  levelsReplySchema,
  levelsRequestSchema,
  monthExportReplySchema,
  monthExportRequestSchema,
} from './assessment.ts'
import { changesReplySchema } from './changes.ts'
import { commandDefinitions, pushReplySchema, pushRequestSchema } from './commands.ts'
import {
  decideReviewReplySchema,
  decideReviewRequestSchema,
  reviewPictureReplySchema,
  reviewPictureRequestSchema,
  reviewReplySchema,
  reviewRequestSchema,
  reviewsReplySchema,
  reviewsRequestSchema,
} from './course-review.ts'
import { digestReplySchema, digestRequestSchema } from './digest.ts'
import { earlierVersions } from './earlier-versions.ts'
import { enrolReplySchema, enrolRequestSchema } from './enrol.ts'
import { refusalSchema } from './envelope.ts'
import {
  answerReplySchema,
  answerRequestSchema,
  beginQuizReplySchema,
  beginQuizRequestSchema,
  feedbackDeskReplySchema,
  feedbackDeskRequestSchema,
  quizReplySchema,
  quizRequestSchema,
} from './learning.ts'
import {
  ledgerOpeningSchema,
  ledgerReceiptSchema,
  ledgerReplySchema,
  ledgerUploadSchema,
} from './ledger.ts'
import { grantSchema, loginReplySchema, loginRequestSchema } from './login.ts'
import { pokeReplySchema } from './poke.ts'
import {
  riskCaseReplySchema,
  riskCaseRequestSchema,
  riskCasesReplySchema,
  riskCasesRequestSchema,
} from './risk.ts'
import { tables } from './rows/tables.ts'
import {
  challengeReplySchema,
  challengeRequestSchema,
  sessionReplySchema,
  sessionRequestSchema,
} from './session.ts'
import { snapshotReplySchema } from './snapshot.ts'
import {
  settlementsReplySchema,
  settlementsRequestSchema,
  supervisionReplySchema,
  supervisionRequestSchema,
} from './supervision.ts'
import {
  usageCaseReplySchema,
  usageCaseRequestSchema,
  usageCasesReplySchema,
  usageCasesRequestSchema,
} from './usage-cases.ts'
import { witnessedReplySchema, witnessedSchema, witnessedUploadSchema } from './witness.ts'

/**
 * Everything of the protocol as one text. Its hash stands in a test beside the protocol version: who
 * changes a message or a column is told to bump the version and to say why.
 */
export function protocolText(): string {
  const messages = {
    enrolRequestSchema,
    enrolReplySchema,
    challengeRequestSchema,
    challengeReplySchema,
    sessionRequestSchema,
    sessionReplySchema,
    loginRequestSchema,
    loginReplySchema,
    grantSchema,
    changesReplySchema,
    digestRequestSchema,
    digestReplySchema,
    snapshotReplySchema,
    pushRequestSchema,
    pushReplySchema,
    pokeReplySchema,
    supervisionRequestSchema,
    supervisionReplySchema,
    settlementsRequestSchema,
    settlementsReplySchema,
    usageCasesRequestSchema,
    usageCasesReplySchema,
    usageCaseRequestSchema,
    usageCaseReplySchema,
    riskCasesRequestSchema,
    riskCasesReplySchema,
    riskCaseRequestSchema,
    riskCaseReplySchema,
    quizRequestSchema,
    levelsRequestSchema,
    levelsReplySchema,
    monthExportRequestSchema,
    monthExportReplySchema,
    quizReplySchema,
    beginQuizRequestSchema,
    beginQuizReplySchema,
    answerRequestSchema,
    answerReplySchema,
    feedbackDeskRequestSchema,
    feedbackDeskReplySchema,
    reviewsRequestSchema,
    reviewsReplySchema,
    reviewRequestSchema,
    reviewReplySchema,
    reviewPictureRequestSchema,
    reviewPictureReplySchema,
    decideReviewRequestSchema,
    decideReviewReplySchema,
    ledgerUploadSchema,
    ledgerReplySchema,
    ledgerReceiptSchema,
    ledgerOpeningSchema,
    witnessedSchema,
    witnessedUploadSchema,
    witnessedReplySchema,
    refusalSchema,
  }
  return JSON.stringify({
    messages: Object.entries(messages).map(([name, schema]) => [name, z.toJSONSchema(schema)]),
    commands: Object.entries(commandDefinitions).map(([name, { version, kind, payload }]) => [
      name,
      version,
      kind,
      z.toJSONSchema(payload),
    ]),
    earlier: Object.entries(earlierVersions).map(([name, versions]) => [
      name,
      versions.map(({ version, payload }) => [version, z.toJSONSchema(payload)]),
    ]),
    tables: tables.map(({ name, scope, key, columns }) => ({ name, scope, key, columns })),
  })
}
