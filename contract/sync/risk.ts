import { z } from 'zod'
import { clueKinds, cluePartNames } from '#domain/risk-clues/clue.ts'
import { riskActs, riskCaseStates, riskMeasures, riskTextLength } from '#domain/risk-clues/case.ts'
import { riskPhoneReasons } from '#domain/risk-clues/phone.ts'
import { tiers } from '#domain/customers/records.ts'

/** Most cases one reading of the list brings. */
export const longestRiskList = 200

/** In which order cases are listed: 分值 金额 时限. */
export const riskCaseOrders = ['score', 'amount', 'due'] as const

/** Which cases are listed: 待办 (new, in hand, dealt with), 我的, 全部, or those of one state. */
export const riskCaseGroups = ['open', 'mine', 'all', ...riskCaseStates] as const

/** What a list is asked for. */
export const riskCaseQuerySchema = z.strictObject({
  group: z.enum(riskCaseGroups),
  kind: z.enum(clueKinds).nullable(),
  order: z.enum(riskCaseOrders),
})
export type RiskCaseQuery = z.infer<typeof riskCaseQuerySchema>

const grant = z.string().max(4000)

/** `POST /v1/risk/cases`: the cases of a risk officer's organisation; nobody else is answered. */
export const riskCasesRequestSchema = z.strictObject({ grant, ...riskCaseQuerySchema.shape })

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** A case in the list. Names are masked, money in 分. */
export const riskCaseLineSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(clueKinds),
  score: z.int(),
  state: z.enum(riskCaseStates),
  amountFen: z.int(),
  recoveredFen: z.int(),
  fromOn: day,
  toOn: day,
  openedAtMs: z.int(),
  dueOn: day,
  /** Neither dealt with nor found a false alarm by its deadline. */
  overdue: z.boolean(),
  officerId: z.string().nullable(),
  officerName: z.string().nullable(),
  /** The party the clue is named for, as {@link riskPartySchema} says. */
  lead: z.string(),
  parties: z.int(),
  /** Branches of its customers. */
  branchNames: z.array(z.string()),
  /** Whether all its customers are in the reader's scope, so that he or she may act. */
  covered: z.boolean(),
})
export type RiskCaseLine = z.infer<typeof riskCaseLineSchema>

/** The strongest (or dearest, or most urgent) first. */
export const riskCasesReplySchema = z.object({
  epoch: z.string(),
  asOfMs: z.int(),
  /** By group, whatever was asked for. */
  counts: z.record(z.enum(riskCaseGroups), z.int()),
  overdue: z.int(),
  /** What open cases are about, and what came back since 1 January, 分. */
  openFen: z.int(),
  recoveredYearFen: z.int(),
  items: z.array(riskCaseLineSchema),
  /** How many there are beyond those listed. */
  more: z.int().min(0),
})
export type RiskCasesReply = z.infer<typeof riskCasesReplySchema>

/** `POST /v1/risk/case`: one case with everything it rests on; every opening is audited. */
export const riskCaseRequestSchema = z.strictObject({ grant, caseId: z.string().max(64) })

/**
 * A party of a clue: a customer with the name masked, an account at another bank by its last digits, or a
 * customer outside the reader's scope, of whom nothing but the branch is told.
 */
export const riskPartySchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['customer', 'account', 'outside']),
  name: z.string().nullable(),
  customerNo: z.string().nullable(),
  tier: z.enum(tiers).nullable(),
  branchName: z.string().nullable(),
  bank: z.string().nullable(),
  accountTail: z.string().nullable(),
})
export type RiskParty = z.infer<typeof riskPartySchema>

/** A transfer as it was found; the time where the booking has one, ms UTC. */
export const riskTransferSchema = z.strictObject({
  payer: z.string(),
  receiver: z.string(),
  amountFen: z.int(),
  on: day,
  atMs: z.int().nullable(),
})

/** One act, as the history and the ledger show it. */
export const riskEntrySchema = z.strictObject({
  id: z.string(),
  act: z.enum(riskActs),
  text: z.string().nullable(),
  measure: z.enum(riskMeasures).nullable(),
  fen: z.int().nullable(),
  entryId: z.string().nullable(),
  atMs: z.int(),
  byId: z.string(),
  byName: z.string(),
})

/** A case with everything its clue rests on, as it was found, and what was done. */
export const riskCaseFileSchema = z.strictObject({
  ...riskCaseLineSchema.shape,
  /** Reasons of the score; their points add up to it. */
  parts: z.array(
    z.strictObject({ part: z.enum(cluePartNames), points: z.int(), figure: z.number() }),
  ),
  partyList: z.array(riskPartySchema),
  transfers: z.array(riskTransferSchema),
  /** How many there were; `transfers` holds at most 500. */
  transferCount: z.int(),
  ruleVersion: z.string(),
  foundOn: day,
  /** Newest day of its money, where that moved on after an officer took the case. */
  movedOn: day.nullable(),
  /** Oldest first. */
  entries: z.array(riskEntrySchema),
})
/** As {@link riskCaseFileSchema} says. */
export type RiskCaseFile = z.infer<typeof riskCaseFileSchema>

/** The case as it stands at `asOfMs`. */
export const riskCaseReplySchema = z.object({
  epoch: z.string(),
  asOfMs: z.int(),
  case: riskCaseFileSchema,
})
/** As {@link riskCaseReplySchema} says. */
export type RiskCaseReply = z.infer<typeof riskCaseReplySchema>

const id = z.string().max(64)

/** `POST /v1/risk/phone`: the number of a customer of a case, for a reason; audited before it is answered. */
export const riskPhoneRequestSchema = z.strictObject({
  grant,
  caseId: id,
  /** As {@link riskPartySchema} names it. */
  party: z.string().max(10),
  reason: z.enum(riskPhoneReasons),
})
/** The number in full; null where none is known. */
export const riskPhoneReplySchema = z.object({
  epoch: z.string(),
  asOfMs: z.int(),
  value: z.string().nullable(),
})
export type RiskPhoneReply = z.infer<typeof riskPhoneReplySchema>

/**
 * A decision of a risk officer about a case. `entryId` is made by the terminal. `seenOfficerId`: who had
 * the case in hand when it was read; a case is taken over only from that person.
 */
export const actOnRiskCaseSchema = z.strictObject({
  caseId: id,
  entryId: id,
  act: z.enum(riskActs),
  text: z.string().max(riskTextLength).nullable(),
  measure: z.enum(riskMeasures).nullable(),
  fen: z.int().min(1).nullable(),
  reverses: id.nullable(),
  seenOfficerId: id.nullable(),
})
