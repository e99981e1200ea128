import { z } from 'zod'
import { assetClasses } from '../products/asset-classes.ts'
import { day, fen, id, instant, text, word } from '../record/field.ts'
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
} from './words.ts'

/**
 * What a customer does not want, or a manager judged not suitable. `task_id` is the reason of the work
 * list it was said to; `asset_class` and `product_id` what was proposed; `until` the last day on which it
 * stands. Taken back, it never stood.
 */
export const refusalSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  action: word(refusableKinds),
  task_id: id().nullable(),
  asset_class: word(assetClasses).nullable(),
  product_id: id().nullable(),
  said_by: word(refusalVoices),
  reason: word(refusalReasons),
  until: day(),
  note: text(refusalNoteLength).nullable(),
  staff_id: id(),
  at: instant(),
  taken_back_at: instant().nullable(),
  taken_back_by: id().nullable(),
})
export type Refusal = z.infer<typeof refusalSchema>

/**
 * What a customer said he or she needs. `met_by` with `product_id` or `contact_id`, and `met_on`, stand
 * with 已满足; `reason` with 未满足.
 */
export const customerNeedSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  kind: word(needKinds),
  words: text(needWordsLength),
  amount_fen: fen().nullable(),
  by_day: day().nullable(),
  state: word(needStates),
  staff_id: id(),
  stated_at: instant(),
  settled_at: instant().nullable(),
  settled_by: id().nullable(),
  met_by: word(needMeans).nullable(),
  met_on: day().nullable(),
  product_id: id().nullable(),
  contact_id: id().nullable(),
  reason: word(unmetReasons).nullable(),
  note: text(needWordsLength).nullable(),
})
export type CustomerNeed = z.infer<typeof customerNeedSchema>
