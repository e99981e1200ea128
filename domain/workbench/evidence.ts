import { z } from 'zod'
import { day } from '../record/field.ts'
import { contactOutcomes } from '../customers/contact.ts'
import { tiers } from '../customers/records.ts'
import { tierOutcomes } from '../customers/tier-strategy.ts'
import { referralReasons } from '../counter/reasons.ts'
import type { TaskKind } from './task.ts'

const fen = z.int()

/**
 * Facts that the rule behind a task saw, by kind: what the sentence on screen is made of. Money in
 * 分, days as `YYYY-MM-DD`, shares in basis points. A key may be missing where a source lacks it.
 */
export const taskEvidence = {
  /** A deposit or product that ends: which, how much, when. */
  maturity: z.object({ product: z.string(), amountFen: fen, maturesOn: day() }),
  /** An instalment or a card statement that the current accounts do not cover (short by so much). */
  payment_due: z.object({
    what: z.enum(['loan', 'card']),
    amountFen: fen,
    dueOn: day(),
    shortFen: fen,
  }),
  birthday: z.object({ on: day(), age: z.int() }),
  /** Money that came in from elsewhere. */
  inflow: z.object({ amountFen: fen, on: day(), bank: z.string().nullable() }),
  /** Money that left, and its share of AUM before. */
  outflow: z.object({ amountFen: fen, on: day(), shareBp: z.int(), bank: z.string().nullable() }),
  /**
   * A tier within reach (or about to be lost): the tier, what the average misses, until when, and
   * what every remaining day must average.
   */
  tier_cliff: z.object({ tier: z.enum(tiers), gapFen: fen, until: day(), perDayFen: fen }),
  id_expiry: z.object({ expiresOn: day() }),
  risk_expiry: z.object({ expiresOn: day(), level: z.int() }),
  /** A product bought some days ago: how does the customer find it. */
  after_sale: z.object({ product: z.string(), amountFen: fen, boughtOn: day(), days: z.int() }),
  /** Money on current accounts for so many days. */
  idle_cash: z.object({ amountFen: fen, days: z.int() }),
  /** `days` is null where nobody ever spoke to the customer. */
  contact_overdue: z.object({ days: z.int().nullable(), cycleDays: z.int() }),
  /** Churn points, the reasons that gave them joined by commas, the fall of the mean, what went out. */
  churn: z.object({ points: z.int(), reasons: z.string(), fallFen: fen, outFen: fen }),
  /** A decision on the tier, in force since a day, and the average that decided. */
  tier_change: z.object({
    outcome: z.enum(tierOutcomes),
    before: z.enum(tiers),
    tier: z.enum(tiers),
    on: day(),
    averageFen: fen,
  }),
  /** Fields that miss or are invalid, names of `correctableFields` joined by commas. */
  data_quality: z.object({ fields: z.string() }),
  /** What the last contact promised. */
  follow_up: z.object({ outcome: z.enum(contactOutcomes), on: day(), note: z.string().nullable() }),
  /** A customer referred at the counter: why, by whom, and when. */
  referral: z.object({ reason: z.enum(referralReasons), by: z.string(), on: day() }),
} satisfies Record<TaskKind, z.ZodObject>

/** The facts of one kind of task; read with `safeParse` of `.partial()`, sources may lack some. */
export type TaskEvidence<Kind extends TaskKind> = z.infer<(typeof taskEvidence)[Kind]>
