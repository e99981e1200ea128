import { addDays, ageOn, type Day, daysBetween } from '../time/day.ts'
import { defaultChurnLimits, payrollCycleDays } from './churn.ts'
import { bornBy, markAges } from './marks.ts'

/** Types of customer beside tiers: 代发 商户 农户 老年 新市民 家长 务工. */
export const customerTypes = [
  'payroll',
  'merchant',
  'farmer',
  'elder',
  'new_citizen',
  'parent',
  'migrant',
] as const
/** A word of the closed list {@link customerTypes}. */
export type CustomerType = (typeof customerTypes)[number]

/** From what a type is read: the profile, relations, or movements on the accounts. */
export const typeSources = ['profile', 'relations', 'movements'] as const
/** A word of the closed list {@link typeSources}. */
export type TypeSource = (typeof typeSources)[number]

/** Version of the rules that derive types. */
export const typeRuleVersion = 'types-1'

/**
 * Types that the data of a branch does not give: whoever moved here is known only by the place of the
 * household register, which no source has.
 */
export const underivableTypes: readonly CustomerType[] = ['new_citizen']

/** From where on movements make a type; a parameter. */
export interface TypeRules {
  /** Months with wages in the 124 days up to the last ones. */
  payrollMonths: number
  /** Receipts of a business in 90 days. */
  merchantReceipts: number
}

/** The product's rules. */
export const defaultTypeRules: TypeRules = { payrollMonths: 3, merchantReceipts: 6 }

/** Words in occupation or industry that tell a type; read by PostgreSQL as well. */
export const typeWords = {
  farmer: {
    occupation: '农民(?!工)|农户|茶农|果农|菜农|养殖|种植|渔民|牧民',
    industry: '农林牧渔',
  },
  merchant: { occupation: '个体|店主|商户|餐饮从业' },
  migrant: { occupation: '务工|农民工' },
} as const

/** What types are read from. */
export interface TypeFacts {
  birthDate: Day | null
  deceased: boolean
  occupation: string | null
  industry: string | null
  /** Since when a relation to a child who is not of age stands. */
  minorChildSince: Day | null
  /** Consent to profiling (画像) in force: without it movements make no type. */
  profiling: boolean
  payroll: { lastOn: Day; months: number } | null
  /** Receipts of a business in 90 days, and the last. */
  receipts: { lastOn: Day; count: number } | null
  /** The last farming subsidy of a year. */
  subsidyOn: Day | null
}

/** A type with its source; `on` is the day of the last evidence, null where the profile has no day. */
export interface DerivedType {
  type: CustomerType
  source: TypeSource
  on: Day | null
}

/** Wages older than this make nobody 代发 any more, days. */
export const payrollFreshDays = defaultChurnLimits.payrollCycles * payrollCycleDays

/** The day from which somebody is an elder; who was born on 29 February is from 1 March. */
export function elderOn(birth: Day): Day {
  return bornBy(-markAges.elderFrom, birth.endsWith('-02-29') ? addDays(birth, 1) : birth)
}

const told = (text: string | null, words: string) =>
  text !== null && new RegExp(words, 'u').test(text)

/**
 * Types of a customer on a day, each from the first source that tells: movements (only with consent),
 * then the profile.
 */
export function typesOf(facts: TypeFacts, on: Day, rules: TypeRules): DerivedType[] {
  const { occupation, industry, birthDate, payroll, receipts, subsidyOn } = facts
  if (facts.deceased) return []
  const moved = <Fact>(fact: Fact | null) => (facts.profiling ? fact : null)
  const paid = moved(payroll)
  const taken = moved(receipts)
  const aided = moved(subsidyOn)
  const byProfile = (type: CustomerType, holds: boolean): DerivedType | null =>
    holds ? { type, source: 'profile', on: null } : null
  const found: (DerivedType | null)[] = [
    paid !== null &&
    paid.months >= rules.payrollMonths &&
    daysBetween(paid.lastOn, on) <= payrollFreshDays
      ? { type: 'payroll', source: 'movements', on: paid.lastOn }
      : null,
    taken !== null && taken.count >= rules.merchantReceipts
      ? { type: 'merchant', source: 'movements', on: taken.lastOn }
      : byProfile('merchant', told(occupation, typeWords.merchant.occupation)),
    aided !== null
      ? { type: 'farmer', source: 'movements', on: aided }
      : byProfile(
          'farmer',
          told(occupation, typeWords.farmer.occupation) ||
            told(industry, typeWords.farmer.industry),
        ),
    birthDate !== null && ageOn(birthDate, on) >= markAges.elderFrom
      ? { type: 'elder', source: 'profile', on: elderOn(birthDate) }
      : null,
    facts.minorChildSince === null
      ? null
      : { type: 'parent', source: 'relations', on: facts.minorChildSince },
    byProfile('migrant', told(occupation, typeWords.migrant.occupation)),
  ]
  return found.filter((type) => type !== null)
}
