import { z } from 'zod'
import {
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

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/**
 * A fact: a customer does not want what was proposed, or somebody judged it not suitable. The task that
 * raised it ends with it where it is still open. `refusalId` is made by the terminal.
 */
export const recordRefusalSchema = z.strictObject({
  refusalId: id,
  customerId: id,
  action: z.enum(refusableKinds),
  taskId: id.nullable(),
  assetClass: z.enum(assetClasses).nullable(),
  productId: id.nullable(),
  saidBy: z.enum(refusalVoices),
  reason: z.enum(refusalReasons),
  until: day,
  note: z.string().max(refusalNoteLength).nullable(),
  atMs: z.int(),
})

/** A decision: a refusal was a mistake, or the customer thinks otherwise; it does not stand any more. */
export const takeBackRefusalSchema = z.strictObject({
  refusalId: id,
  customerId: id,
  atMs: z.int(),
})

/** A fact: what a customer said he or she needs. `needId` is made by the terminal; money in 分. */
export const recordNeedSchema = z.strictObject({
  needId: id,
  customerId: id,
  kind: z.enum(needKinds),
  words: z.string().max(needWordsLength),
  amountFen: z.int().min(0).nullable(),
  byDay: day.nullable(),
  atMs: z.int(),
})

/** A decision: what became of a need, or that it stands open again. */
export const settleNeedSchema = z.strictObject({
  needId: id,
  customerId: id,
  to: z.enum(needStates),
  metBy: z.enum(needMeans).nullable(),
  metOn: day.nullable(),
  productId: id.nullable(),
  contactId: id.nullable(),
  reason: z.enum(unmetReasons).nullable(),
  note: z.string().max(needWordsLength).nullable(),
  atMs: z.int(),
})
