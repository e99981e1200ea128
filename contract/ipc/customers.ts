import { z } from 'zod'
import { contactChannels, contactOutcomes } from '#domain/customers/contact.ts'
import { correctableFields } from '#domain/customers/correction.ts'
import { customerMarks } from '#domain/customers/marks.ts'
import { upcomingKinds } from '#domain/customers/upcoming.ts'
import { unsuitableReasons } from '#domain/products/suitability.ts'
import { tiers } from '#domain/customers/records.ts'
import { tierPeriods } from '#domain/customers/tier-period.ts'
import { tierOutcomes, tierStrategySchema } from '#domain/customers/tier-strategy.ts'
import { assetClasses } from '#domain/products/records.ts'
import { channel } from './channel.ts'
import { customerConsentChannels } from './customer-consents.ts'
import { customerConsumptionChannels } from './customer-consumption.ts'
import { customerEvaluationChannels } from './customer-evaluation.ts'
import { customerFlowChannels, partySchema } from './customer-flow.ts'
import { customerGraphChannels } from './customer-graph.ts'
import { bookRoles, customerListChannels } from './customer-list.ts'
import { customerRecognitionChannels } from './customer-recognition.ts'
import { customerRelationChannels } from './customer-relations.ts'
import {
  customerViewingChannels,
  viewingLimitsSchema,
  viewingViewSchema,
} from './customer-viewings.ts'
import { customerNextActionChannels } from './customer-next-actions.ts'
import { taskViewSchema } from './task-view.ts'

export * from './customer-consents.ts'
export * from './customer-consumption.ts'
export * from './customer-evaluation.ts'
export * from './customer-flow.ts'
export * from './customer-graph.ts'
export * from './customer-list.ts'
export * from './customer-recognition.ts'
export * from './customer-next-actions.ts'
export * from './customer-viewings.ts'
export * from './task-view.ts'

const customerId = z.strictObject({ customerId: z.string().max(64) })
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** A field of the profile: the masked value and what may be done with it. */
export const profileFieldSchema = z.strictObject({
  field: z.enum(correctableFields),
  masked: z.string().nullable(),
  /** Whether the full value may be asked for with a reason. */
  revealable: z.boolean(),
  valid: z.boolean(),
  /** A proposed value that waits for head office or the checker, masked. */
  pending: z
    .strictObject({ masked: z.string().nullable(), state: z.enum(['queued', 'pending_check']) })
    .nullable(),
})
export type ProfileField = z.infer<typeof profileFieldSchema>

/** A contact in the timeline. `state` says where an own, not yet answered record stands. */
export const contactViewSchema = z.strictObject({
  id: z.string(),
  atMs: z.int(),
  channel: z.enum(contactChannels),
  outcome: z.enum(contactOutcomes),
  summary: z.string(),
  nextOn: day.nullable(),
  durationMinutes: z.int().nullable(),
  staffName: z.string(),
  state: z.enum(['stored', 'queued']),
})
export type ContactView = z.infer<typeof contactViewSchema>

const positionViewSchema = z.strictObject({
  id: z.string(),
  /** Product name, or the kind of account as a word of the language files (`account.current` …). */
  name: z.string(),
  assetClass: z.enum(assetClasses),
  number: z.string().nullable(),
  balanceFen: z.int(),
  rateBp: z.int().nullable(),
  maturesOn: day.nullable(),
  gainFen: z.int().nullable(),
  status: z.string(),
})

/** Everything the overview of a customer shows, in one call. */
export const customerOverviewSchema = z.strictObject({
  id: z.string(),
  /** `rev` of the customer's row as shown; a correction names it. */
  rev: z.int(),
  customerNo: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  tierState: z.enum(['normal', 'watch']),
  sex: z.enum(['F', 'M']).nullable(),
  age: z.int().nullable(),
  occupation: z.string().nullable(),
  managers: z.array(
    z.strictObject({ name: z.string(), role: z.enum(['primary', 'co', 'acting']) }),
  ),
  customerSince: day,
  nameMadeUp: z.boolean(),
  doNotContact: z.boolean(),
  /** Day of death; nobody is called from then on. */
  deceasedOn: day.nullable(),
  asOf: day,
  aumFen: z.int(),
  change30Fen: z.int(),
  monthAverageFen: z.int(),
  quarterAverageFen: z.int(),
  /** Lowest 日均 of the next tier, 分; null at the top. */
  nextTierFloorFen: z.int().nullable(),
  loanFen: z.int(),
  completenessBp: z.int(),
  lastContactOn: day.nullable(),
  /** Longest time between contacts for this tier, days. */
  contactCycleDays: z.int(),
  contactOverdue: z.boolean(),
  riskLevel: z.int().nullable(),
  riskValidTo: day.nullable(),
  consentValid: z.boolean(),
  /** Month averages by asset class, 分, oldest first; for the stacked chart. */
  trend: z.strictObject({
    months: z.array(z.string()),
    series: z.array(
      z.strictObject({ assetClass: z.enum(assetClasses), averagesFen: z.array(z.int()) }),
    ),
  }),
  positions: z.array(positionViewSchema),
  loans: z.array(
    z.strictObject({
      id: z.string(),
      contractNo: z.string(),
      grantedOn: day,
      principalFen: z.int(),
      balanceFen: z.int().nullable(),
      paymentFen: z.int(),
      status: z.string(),
      /** The next instalment that is not paid, in the past where it is overdue. */
      nextDueOn: day.nullable(),
      nextDueFen: z.int().nullable(),
    }),
  ),
  cards: z.array(
    z.strictObject({
      id: z.string(),
      number: z.string(),
      kind: z.string(),
      issuedOn: day,
      /** What the last statement of a credit card asks for, and until when. */
      dueOn: day.nullable(),
      dueFen: z.int().nullable(),
    }),
  ),
  contacts: z.array(contactViewSchema),
  contactTotal: z.int(),
  tasks: z.array(taskViewSchema),
  profile: z.array(profileFieldSchema),
  relations: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      name: z.string(),
      tier: z.enum(tiers).nullable(),
      customerId: z.string().nullable(),
      /** AUM, 分; null for those the viewer does not manage. */
      aumFen: z.int().nullable(),
      source: z.enum(['customer', 'system', 'core']),
      since: day,
      /** Whether this customer told of it, so that it may be taken back here. */
      told: z.boolean(),
      queued: z.boolean(),
    }),
  ),
  marks: z.array(z.enum(customerMarks)),
  /** Family AUM as the viewer may see it (`domain/customers/household.ts`). */
  household: z.strictObject({
    aumFen: z.int(),
    counted: z.int(),
    hidden: z.int(),
    outside: z.int(),
  }),
  upcoming: z.array(
    z.strictObject({
      kind: z.enum(upcomingKinds),
      on: day,
      amountFen: z.int().nullable(),
      text: z.string().nullable(),
    }),
  ),
  /** Products on the shelf; `reason` says why one may not be offered, or that it was refused. */
  offers: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      assetClass: z.enum(assetClasses),
      riskLevel: z.int(),
      rateBp: z.int().nullable(),
      termDays: z.int().nullable(),
      minAmountFen: z.int(),
      reason: z.enum([...unsuitableReasons, 'refused']).nullable(),
    }),
  ),
  favourite: z.boolean(),
  /** The granted request under which somebody else's customer is read; null for customers of the own scope. */
  viewing: viewingViewSchema.nullable(),
})
export type CustomerOverview = z.infer<typeof customerOverviewSchema>

/** Most decisions on a tier that are told of one customer. */
export const mostTierChanges = 12

/** How a daily average came about: Σ balance × days of each month, divided by the days. */
export const averageExplanationSchema = z.strictObject({
  from: day,
  to: day,
  days: z.int(),
  sumFenDays: z.int(),
  averageFen: z.int(),
  months: z.array(
    z.strictObject({ month: z.string(), days: z.int(), averageFen: z.int(), sumFenDays: z.int() }),
  ),
  classes: z.array(z.strictObject({ assetClass: z.enum(assetClasses), averageFen: z.int() })),
  /** Closing balance of every day from `from` to `to`, 分. */
  dailyFen: z.array(z.int()),
  floors: z.array(z.strictObject({ tier: z.enum(tiers), floorFen: z.int() })),
  /** How the tier came about (rule 4.2). */
  standing: z.strictObject({
    /** Whose averages decide. */
    period: z.enum(tierPeriods),
    strategy: tierStrategySchema,
    /** Ended periods in a row below the floor of the tier; those before it was given do not count. */
    below: z.int(),
    /** The latest decisions first; at most {@link mostTierChanges}. */
    changes: z.array(
      z.strictObject({
        on: day,
        outcome: z.enum(tierOutcomes),
        tierBefore: z.enum(tiers),
        tier: z.enum(tiers),
        period: z.enum(tierPeriods),
        averageFen: z.int(),
        floorFen: z.int().nullable(),
        /** Averages of the periods that counted, oldest first; `from` is YYYY-MM of the first month. */
        averages: z.array(z.strictObject({ from: z.string(), fen: z.int() })),
      }),
    ),
  }),
})
export type AverageExplanation = z.infer<typeof averageExplanationSchema>

/** A booked transaction, newest first in lists; account numbers are masked. */
export const transactionViewSchema = z.strictObject({
  txnNo: z.string(),
  postedOn: day,
  postedAtMs: z.int().nullable(),
  account: z.string(),
  direction: z.enum(['in', 'out']),
  amountFen: z.int(),
  balanceFen: z.int().nullable(),
  operation: z.string(),
  purpose: z.string().nullable(),
  party: partySchema,
  /** Whether it is large for this customer (`domain/key-transactions/thresholds.ts`). */
  large: z.boolean(),
})
export type TransactionView = z.infer<typeof transactionViewSchema>

/**
 * Filter of a customer's transactions; null is 不限. `text` holds what a person sees of a row: words of
 * either language, names, amounts, days (`domain/accounts/find-transactions.ts`).
 */
export const transactionFilterSchema = z.strictObject({
  direction: z.enum(['in', 'out']).nullable(),
  /** Least amount, 分. */
  leastFen: z.int().min(0).nullable(),
  text: z.string().max(60),
  /** `YYYY-MM`. */
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .nullable(),
})
export type TransactionFilter = z.infer<typeof transactionFilterSchema>

/** What anybody of the branch may know of a customer of somebody else: masked, and whom to ask. */
export const customerPeekSchema = z.strictObject({
  name: z.string(),
  tier: z.enum(tiers),
  mobile: z.string(),
  managers: z.array(
    z.strictObject({ name: z.string(), role: z.enum(['primary', 'co', 'acting']) }),
  ),
  /** What the caller last asked for about this customer. */
  viewing: viewingViewSchema.nullable(),
  /** For how many days the caller may ask to see the customer; null where there is nothing to ask. */
  mayAsk: viewingLimitsSchema.nullable(),
})
export type CustomerPeek = z.infer<typeof customerPeekSchema>

/** Reasons for seeing a masked field in full. */
export const revealReasons = [
  'call',
  'counter_service',
  'delivery',
  'verification',
  'complaint',
] as const

/** Lists, search and the record of customers, and what is done with them. */
export const customerChannels = {
  ...customerListChannels,
  ...customerFlowChannels,
  ...customerGraphChannels,
  ...customerConsentChannels,
  ...customerConsumptionChannels,
  ...customerEvaluationChannels,
  ...customerRecognitionChannels,
  ...customerNextActionChannels,
  ...customerRelationChannels,
  ...customerViewingChannels,
  'customers.open': channel(bookRoles, customerId, customerOverviewSchema, 'customers'),
  'customers.peek': channel(bookRoles, customerId, customerPeekSchema, 'customers'),
  'customers.average': channel(
    bookRoles,
    customerId.extend({ period: z.enum(['month', 'quarter']) }),
    averageExplanationSchema,
    'customers',
  ),
  'customers.transactions': channel(
    bookRoles,
    customerId.extend({
      filter: transactionFilterSchema.optional(),
      offset: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
    z.strictObject({
      total: z.int(),
      /** Σ of what came in and of what went out, of all that fit, 分. */
      inFen: z.int(),
      outFen: z.int(),
      rows: z.array(transactionViewSchema),
    }),
    'customers',
  ),
  'customers.contacts': channel(
    bookRoles,
    customerId.extend({ offset: z.int().min(0), limit: z.int().min(1).max(200) }),
    z.strictObject({ total: z.int(), rows: z.array(contactViewSchema) }),
    'customers',
  ),
  /** Shows one field for `seconds`; the audit row is durable before the value is given. */
  'customers.reveal': channel(
    bookRoles,
    customerId.extend({ field: z.enum(correctableFields), reason: z.enum(revealReasons) }),
    z.strictObject({ value: z.string().nullable(), seconds: z.int() }),
    'customers',
  ),
  'customers.logContact': channel(
    bookRoles,
    customerId.extend({
      channel: z.enum(contactChannels),
      outcome: z.enum(contactOutcomes),
      summary: z.string().trim().max(1000),
      nextOn: day.nullable(),
      durationMinutes: z.int().min(0).max(1440).nullable(),
    }),
    z.strictObject({ commandId: z.string() }),
    'customers',
  ),
  'customers.proposeCorrection': channel(
    bookRoles,
    customerId.extend({
      /** `rev` the person saw; refused with `correction.conflict` where the row changed since. */
      seenRev: z.int(),
      changes: z
        .array(
          z.strictObject({ field: z.enum(correctableFields), to: z.string().max(200).nullable() }),
        )
        .min(1)
        .max(12),
      evidence: z.string().trim().min(1).max(200),
    }),
    z.strictObject({ commandId: z.string() }),
    'customers',
  ),
}
