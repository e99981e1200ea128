import { z } from 'zod'
import { tiers } from '../customers/tiers.ts'
import { day, fen, flag, id, instant, integer, json, text, word } from '../record/field.ts'
import { keyEvents, keyRules } from './events.ts'
import { cardNoteLength, cardStates, falseAlarmReasons } from './states.ts'

/**
 * A card of 关键交易: one a customer and day. `event` and `amount_fen` are those of the leading part;
 * the sums are of all parts that fired, 分. `evidence` is JSON of {@link cardEvidenceSchema}, `history`
 * of {@link cardHistorySchema}; `rule_version` names the rule of the leading part and the version of
 * its parameter. `responded_at` is the first moment at which a person answered for it.
 */
export const keyTransactionSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  day: day(),
  event: word(keyEvents),
  priority: integer(),
  amount_fen: fen(),
  in_fen: fen(),
  out_fen: fen(),
  inside_fen: fen(),
  aum_before_fen: fen(),
  anti_fraud: flag(),
  arrived_at: instant(),
  due_at: instant(),
  evidence: json(),
  rule_version: text(30),
  state: word(cardStates),
  state_at: instant(),
  state_by: id().nullable(),
  responded_at: instant().nullable(),
  reason: word(falseAlarmReasons).nullable(),
  history: json(),
})
export type KeyTransaction = z.infer<typeof keyTransactionSchema>

/** A part of a card as it was judged: everything it can be reckoned again from. Money in 分. */
export const keyPartSchema = z.strictObject({
  event: z.enum(keyEvents),
  rule: z.enum(keyRules).nullable(),
  amountFen: z.int(),
  amount: z.strictObject({
    floorFen: z.int(),
    dailyMeanFen: z.int(),
    meanTimes: z.int(),
    thresholdFen: z.int(),
    met: z.boolean(),
  }),
  share: z.strictObject({
    aumBeforeFen: z.int(),
    shareBp: z.int(),
    leastFen: z.int(),
    met: z.boolean(),
  }),
  movements: z.array(
    z.strictObject({
      txnNo: z.string(),
      atMs: z.int().nullable(),
      amountFen: z.int(),
      bank: z.string().nullable(),
    }),
  ),
})

/** What a card rests on: tier and age of the day, the versions of the parameters, the parts. */
export const cardEvidenceSchema = z.strictObject({
  tier: z.enum(tiers),
  age: z.int().nullable(),
  versions: z.strictObject({
    floors: z.strictObject({ version: z.int(), from: z.string() }),
    rule: z.strictObject({ version: z.int(), from: z.string() }),
  }),
  parts: z.array(keyPartSchema).min(1),
})
export type CardEvidence = z.infer<typeof cardEvidenceSchema>

/**
 * What happened to a card: raised, joined by more movements, come up again, its bookings reversed (冲正),
 * and the steps of people.
 */
export const cardActs = [
  'raised',
  'merged',
  'reopened',
  'reversed',
  'read',
  'contacted',
  'done',
  'false_alarm',
  'closed',
] as const

/** Entries of a card's history, oldest first; `by` is null where head office did it. */
export const cardHistorySchema = z.array(
  z.strictObject({
    atMs: z.int(),
    by: z.string().nullable(),
    act: z.enum(cardActs),
    note: z.string().max(cardNoteLength).nullable(),
    /** With `raised` and `merged`: the movements of the leading part, 分. */
    amountsFen: z.array(z.int()).optional(),
  }),
)
export type CardHistory = z.infer<typeof cardHistorySchema>
