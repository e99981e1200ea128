import { z } from 'zod'
import { anomalyRuleSchema, defaultAnomalyRule } from '../anomalies/rule.ts'
import { assessmentSchemeSchema, defaultScheme } from '../assessment/scheme.ts'
import {
  defaultKeyFloors,
  defaultKeyRule,
  keyFloorsSchema,
  keyRuleSchema,
} from '../key-transactions/thresholds.ts'
import { counterLimits } from '../counter/limits.ts'
import { counterLimitsSchema } from '../counter/limits-schema.ts'
import { defaultChurnBands, defaultChurnLimits, defaultChurnPoints } from '../customers/churn.ts'
import { defaultConsentTexts } from '../customers/consent.ts'
import { contactCycleDays, contactCycleSchema } from '../customers/contact-cycle.ts'
import { defaultTypeRules } from '../customers/customer-types.ts'
import {
  churnBandsSchema,
  churnLimitsSchema,
  churnPointsSchema,
  typeRulesSchema,
  valueMarginsSchema,
  valueScalesSchema,
  valueWeightsSchema,
} from '../customers/evaluation-schema.ts'
import { defaultNextActionRule, nextActionRuleSchema } from '../next-action/rule.ts'
import { defaultViewingRule, viewingRuleSchema } from '../customers/viewing.ts'
import { revealLimits, revealLimitsSchema } from '../customers/reveal.ts'
import { bookCapacity, bookCapacitySchema } from '../customers/allocation.ts'
import { defaultTierPeriod, tierPeriodSchema } from '../customers/tier-period.ts'
import { defaultTierStrategy, tierStrategySchema } from '../customers/tier-strategy.ts'
import {
  defaultTierFloors,
  defaultVipTier,
  tierFloorsSchema,
  vipTierSchema,
} from '../customers/tier.ts'
import { defaultValueMargins, defaultValueScales } from '../customers/value-parts.ts'
import { defaultValueWeights } from '../customers/value-score.ts'
import { lockoutLimits, lockoutLimitsSchema } from '../organisation/lockout.ts'
import { rejectionDays } from '../organisation/supervision.ts'
import { riskCaseDays } from '../risk-clues/case.ts'
import { clueRuleSchema, defaultClueRule } from '../risk-clues/rules.ts'
import { callCapDays } from '../workbench/rank.ts'
import { effectiveRule, effectiveRuleSchema } from '../usage/effective.ts'

/** A business parameter: what its value looks like, and the product's own value. */
export interface ParameterDefinition<Value> {
  schema: z.ZodType<Value>
  /** In force where a database has no version, and before the branch's data is on a PC. */
  fallback: Value
  /** What the numbers of the value count. */
  unit: string
  /** Where the product's value comes from. */
  source: string
}

const define = <Value>(definition: ParameterDefinition<Value>) => definition
const days = z.number().nonnegative().max(366)

/**
 * Every business parameter a bank may change. Versions are published at head office, each with the
 * business date from which it is in force; version 0 is the product's own and stands in every
 * database. A value is JSON of the schema.
 */
export const parameters = {
  'tier.floors': define({
    schema: tierFloorsSchema,
    fallback: defaultTierFloors,
    unit: '分 of 日均AUM',
    source: 'rule 4.2: 5, 20, 50, 200, 600 万',
  }),
  'tier.vip': define({
    schema: vipTierSchema,
    fallback: defaultVipTier,
    unit: 'lowest tier that counts as 贵宾',
    source: 'tiers: 贵宾',
  }),
  'tier.period': define({
    schema: tierPeriodSchema,
    fallback: defaultTierPeriod,
    unit: 'period whose 日均AUM decides the tier',
    source: 'rule 4.2: at month end',
  }),
  'tier.strategy': define({
    schema: tierStrategySchema,
    fallback: defaultTierStrategy,
    unit: 'periods below the floor before the watch and on it; how a tier goes up and down',
    source: 'rule 4.2: watch after 3 months, 3 more, the best of the six',
  }),
  'value.weights': define({
    schema: valueWeightsSchema,
    fallback: defaultValueWeights,
    unit: 'basis points of the value score, by part',
    source: 'rule 4.3: .35 .20 .15 .15 .10 .05',
  }),
  'value.scales': define({
    schema: valueScalesSchema,
    fallback: defaultValueScales,
    unit: 'classes, movements, months and basis points that give a part its full points',
    source: 'the product’s own: rule 4.3 leaves them open',
  }),
  'value.margins': define({
    schema: valueMarginsSchema,
    fallback: defaultValueMargins,
    unit: 'basis points a year of a balance, by product class',
    source: 'the product’s own: a bank puts its margins in their place',
  }),
  'churn.points': define({
    schema: churnPointsSchema,
    fallback: defaultChurnPoints,
    unit: 'churn points by reason',
    source: 'rule 4.4',
  }),
  'churn.limits': define({
    schema: churnLimitsSchema,
    fallback: defaultChurnLimits,
    unit: 'basis points, cycles, months, days and movements from which a reason holds',
    source: 'rule 4.4',
  }),
  'churn.bands': define({
    schema: churnBandsSchema,
    fallback: defaultChurnBands,
    unit: 'least churn points of each band',
    source: 'rule 4.4: 20, 40, 60',
  }),
  'customer.types': define({
    schema: typeRulesSchema,
    fallback: defaultTypeRules,
    unit: 'months with wages, receipts of a business in 90 days, age of an elder',
    source: 'the product’s own',
  }),
  'allocation.book_capacity': define({
    schema: bookCapacitySchema,
    fallback: bookCapacity,
    unit: 'customers one manager may have as 主管户',
    source: 'allocation: customers per manager',
  }),
  'contact.cycle_days': define({
    schema: contactCycleSchema,
    fallback: contactCycleDays,
    unit: 'days between two contacts, by tier',
    source: 'rule 4.4',
  }),
  'contact.call_cap_days': define({
    schema: z.int().min(0).max(90),
    fallback: callCapDays,
    unit: 'days between two calls with something to sell',
    source: 'contact budget: sales calls',
  }),
  'transaction.key_floors': define({
    schema: keyFloorsSchema,
    fallback: defaultKeyFloors,
    unit: '分 of one movement, by tier',
    source: 'rule 1.4: key transactions',
  }),
  'transaction.key_rule': define({
    schema: keyRuleSchema,
    fallback: defaultKeyRule,
    unit: 'times the daily mean; basis points; 分; minutes; years of age',
    source: 'rule 1.4: 3 × the mean, 20 % of AUM and 3 万, P0 within 30 minutes',
  }),
  'risk.case_days': define({
    schema: z.int().min(1).max(90),
    fallback: riskCaseDays,
    unit: 'working days within which a risk case is to be dealt with',
    source: 'the product’s own',
  }),
  'risk.clue_rule': define({
    schema: clueRuleSchema,
    fallback: defaultClueRule,
    unit: 'days; 分; parties; basis points; points of a score',
    source: 'the product’s own, see docs/decisions/0030',
  }),
  'next_action.rule': define({
    schema: nextActionRuleSchema,
    fallback: defaultNextActionRule,
    unit: 'days; basis points of intent and of AUM; messages; 分',
    source:
      'contact budget: 2 messages in 7 days, 4 in 30; the rest the product’s own, see docs/decisions/0036',
  }),
  'consent.texts': define({
    schema: z.strictObject({ versions: z.array(z.string().min(1).max(20)).min(1).max(10) }),
    fallback: { versions: [...defaultConsentTexts.versions] },
    unit: 'versions of the text of consent in use, the newest first',
    source: 'the product’s own',
  }),
  'customer.viewing': define({
    schema: viewingRuleSchema,
    fallback: defaultViewingRule,
    unit: 'calendar days; requests of one person that wait at a time',
    source: 'the product’s own, see docs/decisions/0042',
  }),
  'usage.effective': define({
    schema: effectiveRuleSchema,
    fallback: effectiveRule,
    unit: 'ms; logins a day; logins a month',
    source: 'rule 4.10: official measure of 12 logins a month',
  }),
  'assessment.scheme': define({
    schema: assessmentSchemeSchema,
    fallback: defaultScheme,
    unit: 'points of 100; basis points; feedback a month; days',
    source: 'rule 4.10: points and gates; samples the product’s own, see docs/decisions/0041',
  }),
  'usage.anomalies': define({
    schema: anomalyRuleSchema,
    fallback: defaultAnomalyRule,
    unit: 'ms; basis points; sessions, days and people',
    source: 'the product’s own, tuned on made-up use (tools/evaluate)',
  }),
  'reveal.limits': define({
    schema: revealLimitsSchema,
    fallback: revealLimits,
    unit: 'looks an hour and a day; seconds shown',
    source: 'security: masked fields',
  }),
  'lock.idle_minutes': define({
    schema: z.number().min(1).max(60),
    fallback: 5,
    unit: 'minutes without input',
    source: 'security: idle lock',
  }),
  'lock.failures': define({
    schema: lockoutLimitsSchema,
    fallback: lockoutLimits,
    unit: 'failures before a wait, its minutes, failures before head office alone lets in',
    source: 'security: wrong passwords',
  }),
  'counter.limits': define({
    schema: counterLimitsSchema,
    fallback: counterLimits,
    unit: 'ms; candidates; searches without a find',
    source: 'security: access by presence',
  }),
  'export.rows': define({
    schema: z.int().min(1).max(100_000),
    fallback: 2000,
    unit: 'customers one exported file may hold',
    source: 'security: export',
  }),
  'lease.scope_days': define({
    schema: days,
    fallback: 7,
    unit: 'days data may be shown without head office',
    source: 'security: data lease',
  }),
  'lease.offline_days': define({
    schema: days,
    fallback: 7,
    unit: 'days a person may log in without head office',
    source: 'security: offline login',
  }),
  'supervision.rejection_days': define({
    schema: z.int().min(0).max(90),
    fallback: rejectionDays,
    unit: 'calendar days a rejection is its author’s alone',
    source: 'sync: a rejection nobody dealt with goes to the manager after 3 days',
  }),
} as const

/** Name of a business parameter. */
export type ParameterKey = keyof typeof parameters
/** Value of a business parameter. */
export type ParameterValue<Key extends ParameterKey> = (typeof parameters)[Key]['fallback']

/** Names of all parameters. */
export const parameterKeys = Object.keys(parameters) as ParameterKey[]

/**
 * The value a published version stands for; the product's own where there is none. A version that
 * does not fit its schema is a fault of publishing and throws.
 */
export function parameterValue<Key extends ParameterKey>(
  key: Key,
  published: string | undefined,
): ParameterValue<Key> {
  const { schema, fallback } = parameters[key] as unknown as ParameterDefinition<
    ParameterValue<Key>
  >
  return published === undefined ? fallback : schema.parse(JSON.parse(published))
}
