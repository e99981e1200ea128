import { z } from 'zod'
import { type RefusalReason, refusalReasons } from './words.ts'

/** Version of the rule, named wherever its figures are explained. */
export const nextActionVersion = 'next-action-1'

/** Most messages within so many days. */
export interface MessageCap {
  days: number
  most: number
}

/** How the next best action is judged beside the order of work (value of `next_action.rule`). */
export interface NextActionRule {
  /** Days a refusal stands where nobody says until when, by reason. */
  refusalDays: Record<RefusalReason, number>
  /** How long an ended refusal of the same thing still lowers intent, days, and to what, basis points. */
  rememberDays: number
  intentAfterBp: Record<RefusalReason, number>
  messageCaps: MessageCap[]
  /** Days within which a need without a day is to be met. */
  needDays: number
  /** Share of AUM a product class that is not held is valued by, basis points. */
  gapShareBp: number
  /** Least sum gone elsewhere that is worth a talk, 分, and the days it is looked for. */
  leakLeastFen: number
  leakDays: number
}

const forReasons = (value: z.ZodInt) =>
  z.strictObject(
    Object.fromEntries(refusalReasons.map((reason) => [reason, value])) as Record<
      RefusalReason,
      z.ZodInt
    >,
  )
const days = z.int().min(1).max(730)
const share = z.int().min(0).max(10_000)

/** Value of the parameter `next_action.rule`. */
export const nextActionRuleSchema = z.strictObject({
  refusalDays: forReasons(days),
  rememberDays: days,
  intentAfterBp: forReasons(share),
  messageCaps: z.array(z.strictObject({ days, most: z.int().min(1).max(60) })).max(4),
  needDays: days,
  gapShareBp: share,
  leakLeastFen: z.int().min(0),
  leakDays: days,
}) satisfies z.ZodType<NextActionRule>

/** The product's rule; messages: 2 in 7 days, 4 in 30 (contact budget). The rest is the product's own. */
export const defaultNextActionRule: NextActionRule = {
  refusalDays: { no_need: 180, elsewhere: 180, yield: 90, distrust: 365, timing: 30, other: 90 },
  rememberDays: 365,
  intentAfterBp: {
    no_need: 1000,
    elsewhere: 1000,
    yield: 2000,
    distrust: 0,
    timing: 3000,
    other: 2000,
  },
  messageCaps: [
    { days: 7, most: 2 },
    { days: 30, most: 4 },
  ],
  needDays: 30,
  gapShareBp: 1000,
  leakLeastFen: 1_000_000,
  leakDays: 90,
}
