import { z } from 'zod'
import { productClasses } from './product-classes.ts'
import { customerTypes, type DerivedType } from './customer-types.ts'
import { evidence, evidenceKinds } from './type-evidence.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const fen = z.int()

/**
 * What about a customer's balances cannot be judged, and what parameters say of it: `gap` balances
 * missing for more than `bridgedGapDays` (nothing of AUM is judged, the tier stays); `currency` accounts in a
 * currency without rate (left out); `negative` an overdrawn account (counts as it is); `joint` an
 * account of several owners (counts for the first); `future` balances or movements dated after the business date (set
 * aside).
 */
export const doubtKinds = ['gap', 'currency', 'negative', 'joint', 'future'] as const
/** A word of the closed list {@link doubtKinds}. */
export type DoubtKind = (typeof doubtKinds)[number]

/** A type with its evidence: kind, day, word, how many, of how many; what misses at the end is null. */
const derivedType = z
  .tuple([
    z.enum(customerTypes),
    z.array(
      z.tuple([
        z.enum(evidenceKinds),
        day.nullish(),
        z.string().nullish(),
        z.int().nullish(),
        z.int().nullish(),
      ]),
    ),
  ])
  .transform(([type, pieces]): DerivedType => ({
    type,
    evidence: pieces.map(([kind, on, word, count, of]) => evidence(kind, { on, word, count, of })),
  }))

/**
 * What head office found of a customer when it evaluated a day: JSON of `customer_value.facts`. A key
 * that misses is null or empty. Money in 分.
 */
export const evaluationFactsSchema = z.strictObject({
  mean7: fen.nullable().default(null),
  mean90: fen.nullable().default(null),
  meanBefore: fen.nullable().default(null),
  aumPercentile: z.int().min(0).max(100).nullable().default(null),
  contributionPercentile: z.int().min(0).max(100).nullable().default(null),
  /** Balances of the day by product class. */
  balances: z.partialRecord(z.enum(productClasses), fen).default({}),
  /** Product classes held 30 days ago and not any more. */
  lost: z.array(z.enum(productClasses)).default([]),
  /** Movements the customer made: of 30 days, and of the 60 days before those. */
  moves: z.tuple([z.int(), z.int()]).nullable().default(null),
  months: z.int().nullable().default(null),
  /** Out in 30 days: to own accounts elsewhere, to securities. */
  out: z.tuple([fen, fen]).nullable().default(null),
  /** Last wages and months with wages in the 124 days up to then. */
  payroll: z.tuple([day, z.int()]).nullable().default(null),
  /** Movements reach back too little to know of wages that stopped. */
  payrollUnknown: z.boolean().default(false),
  /** The next maturity of at least 1 万. */
  matures: z.tuple([day, fen]).nullable().default(null),
  /** What an earlier version of the rules wrote is left out until the next night. */
  types: z
    .array(z.union([derivedType, z.unknown().transform(() => null)]))
    .transform((types) => types.filter((type) => type !== null))
    .default([]),
  /** Whether movements may make a type (consent to profiling). */
  profiling: z.boolean().default(false),
  /** What cannot be judged: kind, accounts it is about, and since when or in which currencies. */
  doubts: z.array(z.tuple([z.enum(doubtKinds), z.int(), z.string().nullable()])).default([]),
})
export type EvaluationFacts = z.infer<typeof evaluationFactsSchema>

/** Reads facts as they travel; throws where they are not those of this version. */
export function readFacts(json: string): EvaluationFacts {
  return evaluationFactsSchema.parse(JSON.parse(json))
}
