import { z } from 'zod'
import { contactOutcomes } from '#domain/customers/contact-words.ts'
import {
  actionGates,
  actionKinds,
  needKinds,
  needMeans,
  needStates,
  needWordsLength,
  refusableKinds,
  refusalNoteLength,
  refusalReasons,
  refusalVoices,
  unmetReasons,
} from '#domain/next-action/words.ts'
import { assetClasses } from '#domain/products/asset-classes.ts'
import { unsuitableReasons } from '#domain/products/suitability.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'
import { taskViewSchema } from './task-view.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const given = z.strictObject({ commandId: z.string() })

/** A product that is spoken about; money in 分. */
export const namedProductSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  assetClass: z.enum(assetClasses),
  riskLevel: z.int(),
  rateBp: z.int().nullable(),
  termDays: z.int().nullable(),
  minAmountFen: z.int(),
})

/** A refusal as a screen shows it; `queued` while a word given on this PC waits for head office. */
export const refusalViewSchema = z.strictObject({
  id: z.string(),
  action: z.enum(refusableKinds),
  productName: z.string().nullable(),
  saidBy: z.enum(refusalVoices),
  reason: z.enum(refusalReasons),
  until: day,
  on: day,
  byName: z.string(),
  note: z.string().nullable(),
  queued: z.boolean(),
})
export type RefusalView = z.infer<typeof refusalViewSchema>

const groundSchema = z.union([
  z.strictObject({ part: z.literal('value'), amountFen: z.int().nullable(), floorFen: z.int() }),
  z.strictObject({ part: z.literal('urgency'), dueOn: day.nullable(), days: z.int().nullable() }),
  z.strictObject({
    part: z.literal('compliance'),
    from: z.literal('paper'),
    expiredOn: day,
    days: z.int(),
  }),
  z.strictObject({ part: z.literal('compliance'), from: z.enum(['fraud', 'none']) }),
  z.strictObject({
    part: z.literal('intent'),
    from: z.literal('outcome'),
    outcome: z.enum(contactOutcomes).nullable(),
  }),
  z.strictObject({ part: z.literal('intent'), from: z.literal('need'), need: z.enum(needKinds) }),
  z.strictObject({
    part: z.literal('intent'),
    from: z.literal('refusal'),
    reason: z.enum(refusalReasons),
    on: day,
  }),
])

/** A part of a score: its share of 0 to 1, its points, and the numbers it was taken from. */
export const scoredPartSchema = z.strictObject({
  share: z.number(),
  points: z.number(),
  ground: groundSchema,
})
export type ScoredPartView = z.infer<typeof scoredPartSchema>

/** A proposed action with everything its score rests on; money in 分. */
export const nextActionSchema = z.strictObject({
  key: z.string(),
  kind: z.enum(actionKinds),
  task: taskViewSchema.nullable(),
  needId: z.string().nullable(),
  cardId: z.string().nullable(),
  dueOn: day.nullable(),
  amountFen: z.int().nullable(),
  sells: z.boolean(),
  product: namedProductSchema.nullable(),
  /** 0 to 100; 0 where a gate is closed. */
  score: z.number(),
  /** What it would be with every gate open. */
  openScore: z.number(),
  parts: z.array(scoredPartSchema),
  /** The parts that give most, at most three. */
  reasons: z.array(scoredPartSchema),
  gates: z.array(
    z.strictObject({
      gate: z.enum(actionGates),
      contact: z
        .strictObject({
          what: z.enum(['call', 'message']),
          count: z.int(),
          days: z.int(),
          freeOn: day,
        })
        .nullable(),
      unsuitable: z.enum(unsuitableReasons).nullable(),
      refusal: refusalViewSchema.nullable(),
    }),
  ),
})
export type NextActionView = z.infer<typeof nextActionSchema>

/** A need as a screen shows it; money in 分. */
export const needViewSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(needKinds),
  words: z.string(),
  amountFen: z.int().nullable(),
  byDay: day.nullable(),
  state: z.enum(needStates),
  statedOn: day,
  byName: z.string(),
  settledOn: day.nullable(),
  settledByName: z.string().nullable(),
  metBy: z.enum(needMeans).nullable(),
  metOn: day.nullable(),
  productName: z.string().nullable(),
  reason: z.enum(unmetReasons).nullable(),
  note: z.string().nullable(),
  queued: z.boolean(),
})
export type NeedView = z.infer<typeof needViewSchema>

/** 下一步建议 of one customer. */
export const nextActionsSchema = z.strictObject({
  /** Business date. */
  on: day,
  version: z.string(),
  /** The best first. */
  ranked: z.array(nextActionSchema),
  blocked: z.array(nextActionSchema),
  /** Standing refusals whose action would not come up now anyway. */
  refused: z.array(refusalViewSchema),
  /** Reasons of the work list that were put off, or closed on this PC and wait for head office. */
  aside: z.array(taskViewSchema),
  /** The customer's grade C1–C5 and the last day it holds. */
  risk: z.strictObject({ level: z.int().nullable(), validTo: day.nullable() }),
  /** Last day of a refusal where nobody says until when, by reason. */
  refusalEnds: z.record(z.enum(refusalReasons), day),
  /** Open ones first, then the latest first. */
  needs: z.array(needViewSchema),
  /** Share met of those that were met or not, basis points; null before the first. */
  needsMetBp: z.int().nullable(),
  /** Products that may have met a need. */
  shelf: z.array(z.strictObject({ id: z.string(), name: z.string() })),
})
export type NextActionsView = z.infer<typeof nextActionsSchema>

const customerId = z.strictObject({ customerId: id })

/** What to do next for a customer of the own book, what he or she refused, and what is needed. */
export const customerNextActionChannels = {
  'customers.nextActions': channel(bookRoles, customerId, nextActionsSchema, 'customers'),
  /** Records that the customer does not want something until a day, and ends its task. */
  'customers.refuse': channel(
    bookRoles,
    customerId.extend({
      action: z.enum(refusableKinds),
      taskId: id.nullable(),
      productId: id.nullable(),
      saidBy: z.enum(refusalVoices),
      reason: z.enum(refusalReasons),
      /** At most two years from today. */
      until: day,
      note: z.string().trim().max(refusalNoteLength).nullable(),
    }),
    given.extend({ refusalId: z.string() }),
    'customers',
  ),
  'customers.takeBackRefusal': channel(
    bookRoles,
    customerId.extend({ refusalId: id }),
    given,
    'customers',
  ),
  'customers.recordNeed': channel(
    bookRoles,
    customerId.extend({
      kind: z.enum(needKinds),
      words: z.string().trim().max(needWordsLength),
      amountFen: z.int().min(0).nullable(),
      byDay: day.nullable(),
    }),
    given.extend({ needId: z.string() }),
    'customers',
  ),
  'customers.settleNeed': channel(
    bookRoles,
    customerId.extend({
      needId: id,
      to: z.enum(needStates),
      metBy: z.enum(needMeans).nullable(),
      metOn: day.nullable(),
      productId: id.nullable(),
      reason: z.enum(unmetReasons).nullable(),
      note: z.string().trim().max(needWordsLength).nullable(),
    }),
    given,
    'customers',
  ),
}
