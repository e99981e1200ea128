import { churnBands } from '../customers/churn.ts'
import { customerTypes } from '../customers/customer-types.ts'
import { customerMarks } from '../customers/marks.ts'
import { productClasses } from '../customers/product-classes.ts'
import { tiers } from '../customers/tiers.ts'
import { taskKinds } from '../workbench/task-words.ts'

/** In what a number of a customer is counted: money in 分, whole years, days, percent, points, pieces. */
export type FieldUnit = 'fen' | 'years' | 'days' | 'percent' | 'points' | 'count'

/** A field a rule may bound, and between which values a bound makes sense. */
export interface RangeLimits {
  unit: FieldUnit
  least: number
  most: number
}

const mostFen = 10_000_000_000_000
const money: RangeLimits = { unit: 'fen', least: 0, most: mostFen }

/**
 * Numbers of a customer that a rule bounds: AUM now, means of month and quarter, change in 30 days, loans,
 * what the next maturity brings, idle cash (the sum of an open reason 闲置资金), money that left in 30 days
 * to own accounts elsewhere and to securities, age, years as a customer, product classes held, days to the
 * next maturity, days since the last contact, completeness, value score.
 */
export const rangeFields = {
  aum: money,
  monthAverage: money,
  quarterAverage: money,
  change30: { unit: 'fen', least: -mostFen, most: mostFen },
  loan: money,
  maturityAmount: money,
  idleCash: money,
  leakage: money,
  age: { unit: 'years', least: 0, most: 120 },
  tenure: { unit: 'years', least: 0, most: 100 },
  classCount: { unit: 'count', least: 0, most: productClasses.length },
  maturesIn: { unit: 'days', least: 0, most: 365 },
  uncontacted: { unit: 'days', least: 0, most: 3650 },
  completeness: { unit: 'percent', least: 0, most: 100 },
  valueScore: { unit: 'points', least: 0, most: 100 },
} as const satisfies Record<string, RangeLimits>

/** A number of a customer that a rule bounds. */
export type RangeField = keyof typeof rangeFields
/** Names of {@link rangeFields}. */
export const rangeFieldNames = Object.keys(rangeFields) as [RangeField, ...RangeField[]]

/** A field a rule chooses words of; `many` where a customer may have several of them at once. */
export interface ChoiceWords {
  /** Null where the words are ids of the branch's staff. */
  words: readonly string[] | null
  many: boolean
}

const months = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] as const

/**
 * Words of a customer that a rule chooses among: tier, sex, types beside the tiers, product classes held,
 * month of birth, marks, risk assessment, consents in force, how the last contact stands to the cycle of
 * the tier, how the mean stands to the tiers, how AUM moved in 30 days, churn band, kinds of open reasons,
 * who looks after the customer.
 */
export const choiceFields = {
  tier: { words: tiers, many: false },
  sex: { words: ['F', 'M', 'unknown'], many: false },
  type: { words: customerTypes, many: true },
  holds: { words: productClasses, many: true },
  birthMonth: { words: months, many: false },
  mark: { words: customerMarks, many: true },
  risk: { words: ['none', 'expired', 'c1', 'c2', 'c3', 'c4', 'c5'], many: false },
  consent: { words: ['marketing_sms', 'marketing_call', 'data_use', 'profiling'], many: true },
  contactCycle: { words: ['overdue', 'inTime'], many: false },
  gap: { words: ['near', 'below', 'neither'], many: false },
  movement: { words: ['up', 'down', 'outflow'], many: true },
  churn: { words: churnBands, many: false },
  task: { words: taskKinds, many: true },
  manager: { words: null, many: true },
} as const satisfies Record<string, ChoiceWords>

/** A field of words that a rule chooses among. */
export type ChoiceField = keyof typeof choiceFields
/** Names of {@link choiceFields}. */
export const choiceFieldNames = Object.keys(choiceFields) as [ChoiceField, ...ChoiceField[]]

/** Any field a condition may name. */
export type RuleField = RangeField | ChoiceField

/** Limits of a number; null for a field of words. */
export const rangeOf = (field: RuleField): RangeLimits | null =>
  Object.hasOwn(rangeFields, field) ? rangeFields[field as RangeField] : null

/** Words of a field; null for a number. */
export const wordsOf = (field: RuleField): ChoiceWords | null =>
  Object.hasOwn(choiceFields, field) ? choiceFields[field as ChoiceField] : null
