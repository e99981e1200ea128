import { z } from 'zod'
import { churnBands, churnReasons } from '#domain/customers/churn.ts'
import { customerTypes } from '#domain/customers/customer-types.ts'
import { doubtKinds } from '#domain/customers/evaluation-facts.ts'
import { evidenceKinds, surenesses } from '#domain/customers/type-evidence.ts'
import { denialReasons, typeVerdicts } from '#domain/customers/type-verdict.ts'
import { productClasses } from '#domain/customers/product-classes.ts'
import { valueParts } from '#domain/customers/value-score.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const fen = z.int()
const productClass = z.enum(productClasses)

/** A part of the value score with everything it comes from; basis points, hundredths of a point. */
const partSchema = z.strictObject({
  part: z.enum(valueParts),
  points: z.number().nullable(),
  weightBp: z.int(),
  shareBp: z.int(),
  adds: z.int().nullable(),
})

/** 评估 of a customer: value score, churn points and types, with every input. Money in 分. */
export const evaluationSchema = z.strictObject({
  /** Day of the night's figures; the last contact is as of now. Null before head office evaluated. */
  asOf: day.nullable(),
  value: z
    .strictObject({
      /** Hundredths of a point; null where no part is there. */
      score: z.int().nullable(),
      ruleVersion: z.string(),
      parts: z.array(partSchema),
      missing: z.array(z.enum(valueParts)),
    })
    .nullable(),
  churn: z
    .strictObject({
      points: z.int(),
      sum: z.int(),
      band: z.enum(churnBands),
      ruleVersion: z.string(),
      /** All reasons: points given, 0 where it does not hold, null where nobody could judge. */
      reasons: z.array(
        z.strictObject({ reason: z.enum(churnReasons), points: z.int().nullable() }),
      ),
      bands: z.strictObject({ yellow: z.int(), orange: z.int(), red: z.int() }),
    })
    .nullable(),
  /** What the night found; null where the data does not say. */
  facts: z.strictObject({
    mean7Fen: fen.nullable(),
    mean90Fen: fen.nullable(),
    meanBeforeFen: fen.nullable(),
    growthBp: z.int().nullable(),
    aumPercentile: z.int().nullable(),
    contributionPercentile: z.int().nullable(),
    contributionFen: fen,
    /** Held classes with balance and the margin of a year, basis points. */
    balances: z.array(z.strictObject({ name: productClass, fen, marginBp: z.int() })),
    lost: z.array(productClass),
    moves30: z.int().nullable(),
    movesBefore: z.int().nullable(),
    months: z.int().nullable(),
    outElsewhereFen: fen.nullable(),
    outSecuritiesFen: fen.nullable(),
    payroll: z.strictObject({ lastOn: day, months: z.int() }).nullable(),
    matures: z.strictObject({ on: day, fen }).nullable(),
    lastContactOn: day.nullable(),
    customerSince: day,
    cycleDays: z.int(),
  }),
  scales: z.strictObject({
    breadthClasses: z.int(),
    activityMoves: z.int(),
    tenureMonths: z.int(),
    growthBp: z.int(),
  }),
  limits: z.strictObject({
    dropBp: z.int(),
    steepDropBp: z.int(),
    outflowBp: z.int(),
    payrollCycles: z.int(),
    payrollMonths: z.int(),
    maturityDays: z.int(),
    contactCycles: z.int(),
    activityFallBp: z.int(),
    activityLeast: z.int(),
  }),
  /** Types beside the tier, and whether movements may make one. */
  types: z.strictObject({
    standing: z.array(
      z.strictObject({
        type: z.enum(customerTypes),
        /** Nothing where a person alone says so. */
        evidence: z.array(
          z.strictObject({
            kind: z.enum(evidenceKinds),
            on: day.nullable(),
            word: z.string().nullable(),
            count: z.int().nullable(),
            of: z.int().nullable(),
          }),
        ),
        sureness: z.enum(surenesses),
        /** `queued` until head office has recorded it. */
        verdict: z
          .strictObject({
            said: z.enum(['confirmed', 'denied']),
            reason: z.enum(denialReasons).nullable(),
            by: z.string(),
            atMs: z.int(),
            queued: z.boolean(),
          })
          .nullable(),
        denied: z.boolean(),
        renewed: z.boolean(),
      }),
    ),
    profiling: z.boolean(),
    ruleVersion: z.string(),
  }),
  /** What about the balances cannot be judged, accounts it is about, since when or which currencies. */
  doubts: z.array(
    z.strictObject({
      kind: z.enum(doubtKinds),
      accounts: z.int(),
      detail: z.string().nullable(),
    }),
  ),
})
export type EvaluationView = z.infer<typeof evaluationSchema>

/** Cross-holding (rule 4.7) of some customers: both shares as numerator and denominator. */
export const crossHoldingSchema = z.strictObject({
  active: z.int(),
  classes: z.int(),
  holdThree: z.int(),
  /** How many hold 1, 2, 3 … classes. */
  counts: z.array(z.int()),
})

/** Cross-holding of a branch, by responsible manager and by product class. */
export const branchHoldingSchema = z.strictObject({
  asOf: day.nullable(),
  ruleVersion: z.string(),
  branch: crossHoldingSchema,
  /** `staffId` null: customers nobody looks after. Together they are the branch. */
  managers: z.array(
    crossHoldingSchema.extend({ staffId: z.string().nullable(), name: z.string() }),
  ),
  /** How many active customers hold each class; together the Σ of classes. */
  classes: z.array(z.strictObject({ name: productClass, customers: z.int() })),
})
export type BranchHolding = z.infer<typeof branchHoldingSchema>

/** Evaluations of customers. */
export const customerEvaluationChannels = {
  'customers.evaluation': channel(
    bookRoles,
    z.strictObject({ customerId: z.string().max(64) }),
    evaluationSchema,
    'customers',
  ),
  /** Confirms or denies a type of a customer, or takes that back; `reason` with a denial alone. */
  'customers.judgeType': channel(
    bookRoles,
    z.strictObject({
      customerId: z.string().max(64),
      type: z.enum(customerTypes),
      verdict: z.enum(typeVerdicts),
      reason: z.enum(denialReasons).nullable(),
    }),
    z.strictObject({ commandId: z.string() }),
    'customers',
  ),
  'customers.crossHolding': channel(['branch_head'], z.null(), branchHoldingSchema, 'customers'),
}
