import { addDays, ageOn, type Day, daysBetween } from '../time/day.ts'
import { defaultChurnLimits, payrollCycleDays } from './churn.ts'
import { bornBy } from './marks.ts'
import { evidence, type TypeEvidence } from './type-evidence.ts'

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

/** Version of the rules that derive types. */
export const typeRuleVersion = 'types-2'

/** From where on something makes a type; a parameter. */
export interface TypeRules {
  /** Months with wages in the 124 days up to the last ones. */
  payrollMonths: number
  /** Receipts of a business in 90 days. */
  merchantReceipts: number
  /** Age of an elder in full years (老年人权益保障法: 60). */
  elderFrom: number
}

/** The product's rules. */
export const defaultTypeRules: TypeRules = {
  payrollMonths: 3,
  merchantReceipts: 6,
  elderFrom: 60,
}

/** Words in a record or in the name of who is paid that tell a type; read by PostgreSQL as well. */
export const typeWords = {
  farmer: {
    occupation: '农民(?!工)|农户|茶农|果农|菜农|养殖|种植|渔民|牧民',
    industry: '农林牧渔',
  },
  merchant: { occupation: '个体|店主|商户|餐饮从业' },
  migrant: { occupation: '务工|农民工' },
  parent: { school: '幼儿园|小学|中学|学校|托管' },
  /** An address in a village. */
  rural: '村|乡|屯',
} as const

/** Limits of what movements show, for all who read them. */
export const typeLimits = {
  /** A harvest: at least so many sales a year, so many per cent of them in three months. */
  harvestSales: 3,
  harvestPercent: 70,
  /** School fees paid in a year, by somebody of this age. */
  fees: 2,
  feeAges: [24, 60],
  /** Who is younger is where the parents are. */
  newCitizenFrom: 16,
} as const

/** What types are read from; what movements and the ID number show counts only with consent. */
export interface TypeFacts {
  birthDate: Day | null
  deceased: boolean
  occupation: string | null
  industry: string | null
  address: string | null
  /** Since when a relation to a child who is not of age stands. */
  minorChildSince: Day | null
  /** Consent to profiling (画像) in force. */
  profiling: boolean
  /** Wages: the last, months with some in the 124 days up to then. */
  payroll: { lastOn: Day; months: number } | null
  /** Wages of a year: who paid most often, months with some of those since the first; from elsewhere. */
  wages: { payer: string | null; months: number; of: number; away: boolean } | null
  /** Receipts of a business in 90 days, and the last. */
  receipts: { lastOn: Day; count: number } | null
  /** The last farming subsidy of a year. */
  subsidyOn: Day | null
  /** Sales of a year, where the movements reach back so far: per cent in the three best months. */
  harvest: { lastOn: Day; sales: number; percent: number } | null
  /** Payments to schools in a year. */
  fees: { lastOn: Day; count: number } | null
  /** Whether the ID number was first given in another prefecture than those of most customers. */
  cameFrom: boolean
}

/** A type with everything that speaks for it, the strongest first. */
export interface DerivedType {
  type: CustomerType
  evidence: TypeEvidence[]
}

/** Wages older than this make nobody 代发 any more, days. */
export const payrollFreshDays = defaultChurnLimits.payrollCycles * payrollCycleDays

/** The day from which somebody is an elder; who was born on 29 February is from 1 March. */
export function elderOn(birth: Day, from: number): Day {
  return bornBy(-from, birth.endsWith('-02-29') ? addDays(birth, 1) : birth)
}

const told = (text: string | null, words: string) =>
  text !== null && new RegExp(words, 'u').test(text)

/** Types of a customer on a day, in the order of the list. */
export function typesOf(facts: TypeFacts, on: Day, rules: TypeRules): DerivedType[] {
  const { occupation, industry, address, birthDate, minorChildSince } = facts
  if (facts.deceased) return []
  const moved = <Fact>(fact: Fact | null) => (facts.profiling ? fact : null)
  const paid = moved(facts.payroll)
  const regular = paid !== null && paid.months >= rules.payrollMonths
  const wages = regular && daysBetween(paid.lastOn, on) <= payrollFreshDays ? facts.wages : null
  const receipts = moved(facts.receipts)
  const subsidyOn = moved(facts.subsidyOn)
  const harvest = moved(facts.harvest)
  const fees = moved(facts.fees)
  const age = birthDate === null ? null : ageOn(birthDate, on)
  const rural = told(address, typeWords.rural)
  const byOccupation = (words: string) =>
    told(occupation, words) ? [evidence('occupation', { word: occupation })] : []
  const found: Record<CustomerType, TypeEvidence[]> = {
    payroll:
      wages === null || paid === null
        ? []
        : [
            evidence('wages', {
              on: paid.lastOn,
              word: wages.payer,
              count: wages.months,
              of: wages.of,
            }),
          ],
    merchant: [
      ...(receipts !== null && receipts.count >= rules.merchantReceipts
        ? [evidence('receipts', { on: receipts.lastOn, count: receipts.count })]
        : []),
      ...byOccupation(typeWords.merchant.occupation),
    ],
    farmer: [
      ...(subsidyOn === null ? [] : [evidence('subsidy', { on: subsidyOn })]),
      ...(harvest !== null &&
      rural &&
      harvest.sales >= typeLimits.harvestSales &&
      harvest.percent >= typeLimits.harvestPercent
        ? [evidence('harvest', { on: harvest.lastOn, count: harvest.sales })]
        : []),
      ...byOccupation(typeWords.farmer.occupation),
      ...(told(industry, typeWords.farmer.industry)
        ? [evidence('industry', { word: industry })]
        : []),
    ],
    elder:
      birthDate !== null && age !== null && age >= rules.elderFrom
        ? [evidence('birth', { on: elderOn(birthDate, rules.elderFrom), count: rules.elderFrom })]
        : [],
    new_citizen:
      facts.profiling && facts.cameFrom && age !== null && age >= typeLimits.newCitizenFrom
        ? [evidence('idArea')]
        : [],
    parent: [
      ...(minorChildSince === null ? [] : [evidence('child', { on: minorChildSince })]),
      ...(fees !== null &&
      fees.count >= typeLimits.fees &&
      age !== null &&
      age >= typeLimits.feeAges[0] &&
      age <= typeLimits.feeAges[1]
        ? [evidence('fees', { on: fees.lastOn, count: fees.count })]
        : []),
    ],
    migrant: [
      ...byOccupation(typeWords.migrant.occupation),
      ...(wages?.away === true && rural && paid !== null
        ? [evidence('awayWages', { on: paid.lastOn, count: wages.months })]
        : []),
    ],
  }
  return customerTypes.flatMap((type) =>
    found[type].length === 0 ? [] : [{ type, evidence: found[type] }],
  )
}
