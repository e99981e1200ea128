import { isNotableOutflow } from '../customers/change.ts'
import {
  churnBand,
  type ChurnRules,
  maturesUncontacted,
  mostChurnPoints,
  overdueByCycles,
} from '../customers/churn.ts'
import { isContactOverdue } from '../customers/contact-cycle.ts'
import { readFacts } from '../customers/evaluation-facts.ts'
import { marksOf } from '../customers/marks.ts'
import { heldClasses } from '../customers/product-classes.ts'
import type { Consent, Customer, CustomerSummary, CustomerValue } from '../customers/records.ts'
import { tierGapOf } from '../customers/tier-gap.ts'
import { periodAverageColumn, type TierRules } from '../customers/tier-period.ts'
import { ageOn, type Day, daysBetween } from '../time/day.ts'
import type { TaskKind } from '../workbench/task-words.ts'
import type { RuleFacts } from './fits.ts'

/** Everything a rule may look at of a customer; money in 分. Summary and value null before the first night. */
export interface KnownCustomer {
  customer: Customer
  summary: CustomerSummary | null
  value: CustomerValue | null
  /** States of the accounts of which he or she is first owner. */
  accountStates: readonly string[]
  consents: readonly Pick<Consent, 'purpose' | 'given_on' | 'withdrawn_on'>[]
  openTasks: readonly { kind: TaskKind; amountFen: number | null }[]
  /** Staff whose allocation is in force. */
  managers: readonly string[]
}

/** The day rules are judged on, and the parameters in force on it; churn points stand for a day of their own. */
export interface FactsGround {
  on: Day
  tierRules: TierRules
  churn: { on: Day; rules: ChurnRules }
}

type Numbers = RuleFacts['numbers']
type Words = RuleFacts['words']

function numbersOf(known: KnownCustomer, { on }: FactsGround): Numbers {
  const { customer: c, summary: s, value: v } = known
  const out = v === null ? null : readFacts(v.facts).out
  const idle = known.openTasks
    .filter(({ kind, amountFen }) => kind === 'idle_cash' && amountFen !== null)
    .map(({ amountFen }) => amountFen ?? 0)
  const matures = s?.next_maturity_on ?? null
  return {
    aum: s?.aum_fen ?? null,
    monthAverage: s?.aum_month_average_fen ?? null,
    quarterAverage: s?.aum_quarter_average_fen ?? null,
    change30: s === null ? null : s.aum_fen - s.aum_30_days_ago_fen,
    loan: s?.loan_fen ?? null,
    maturityAmount: s?.next_maturity_fen ?? null,
    idleCash: idle.length === 0 ? null : Math.max(...idle),
    leakage: out === null ? null : out[0] + out[1],
    age: c.birth_date === null || c.deceased_on !== null ? null : ageOn(c.birth_date, on),
    tenure: ageOn(c.customer_since, on),
    classCount: heldClasses(s?.asset_classes ?? '', s?.loan_fen ?? 0).length,
    maturesIn: matures === null || matures < on ? null : daysBetween(on, matures),
    uncontacted: s?.last_contact_on ? Math.max(0, daysBetween(s.last_contact_on, on)) : Infinity,
    completeness: s === null ? null : Math.floor(s.completeness_bp / 100),
    valueScore: v?.value_score == null ? null : Math.floor(v.value_score / 100),
  }
}

function riskWord(summary: CustomerSummary | null, on: Day): string {
  const level = summary?.risk_level ?? null
  if (level === null) return 'none'
  const until = summary?.risk_valid_to ?? null
  return until !== null && until < on ? 'expired' : `c${level}`
}

function churnWords(known: KnownCustomer, { on, rules }: FactsGround['churn']): string[] {
  const { customer: c, summary: s, value: v } = known
  if (v === null || v.steady_points === null) return []
  const lastContactOn = s?.last_contact_on ?? null
  const dates = { maturesOn: v.matures_on, lastContactOn }
  const overdue = overdueByCycles(
    {
      lastContactOn,
      tier: c.tier,
      customerSince: c.customer_since,
      leftInPeace: c.deceased_on !== null || c.do_not_contact,
    },
    on,
    rules,
  )
  const points =
    v.steady_points +
    (maturesUncontacted(dates, on, rules.limits) ? rules.points.maturity : 0) +
    (overdue ? rules.points.overdue : 0)
  return [churnBand(Math.min(mostChurnPoints, points), rules.bands)]
}

function movementWords(summary: CustomerSummary | null): string[] {
  if (summary === null) return []
  const { aum_fen: now, aum_30_days_ago_fen: before } = summary
  return [
    ...(now > before ? ['up'] : []),
    ...(now < before ? ['down'] : []),
    ...(isNotableOutflow(before, now) ? ['outflow'] : []),
  ]
}

function gapWords(known: KnownCustomer, { tierRules }: FactsGround): string[] {
  const average = known.summary?.[periodAverageColumn[tierRules.period]]
  if (average === undefined) return []
  return [tierGapOf(known.customer.tier, average, tierRules.floors) ?? 'neither']
}

function wordsOf(known: KnownCustomer, ground: FactsGround): Words {
  const { customer: c, summary: s, value: v } = known
  const { on, churn } = ground
  const deceased = c.deceased_on !== null
  const marks = marksOf(
    {
      deceased,
      birthDate: c.birth_date,
      isStaff: c.is_staff,
      doNotContact: c.do_not_contact,
      tierState: c.tier_state,
      mobile: c.mobile,
      accountStates: known.accountStates,
    },
    on,
  )
  const overdue = isContactOverdue(
    {
      tier: c.tier,
      lastContactOn: s?.last_contact_on ?? null,
      leftInPeace: deceased || c.do_not_contact,
    },
    churn.rules.contactCycle,
    on,
  )
  return {
    tier: [c.tier],
    sex: [c.sex ?? 'unknown'],
    type: (v?.types ?? '').split(',').filter((type) => type !== ''),
    holds: heldClasses(s?.asset_classes ?? '', s?.loan_fen ?? 0),
    birthMonth: c.birth_date === null ? [] : [String(Number(c.birth_date.slice(5, 7)))],
    mark: marks,
    risk: [riskWord(s, on)],
    consent: known.consents
      .filter(
        ({ given_on: given, withdrawn_on: withdrawn }) =>
          given <= on && (withdrawn === null || withdrawn > on),
      )
      .map(({ purpose }) => purpose),
    contactCycle: [overdue ? 'overdue' : 'inTime'],
    gap: gapWords(known, ground),
    movement: movementWords(s),
    churn: churnWords(known, churn),
    task: known.openTasks.map(({ kind }) => kind),
    manager: known.managers,
  }
}

/** A customer as rules see one on a day. */
export function factsOf(known: KnownCustomer, ground: FactsGround): RuleFacts {
  return { numbers: numbersOf(known, ground), words: wordsOf(known, ground) }
}
