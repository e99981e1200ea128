import { averageBetween, balanceOn, monthAverages } from '#domain/accounts/average-balance.ts'
import { completenessBp } from '#domain/customers/completeness.ts'
import { evaluate, type EvaluationRules } from '#domain/customers/evaluation.ts'
import type { EvaluationFacts } from '#domain/customers/evaluation-facts.ts'
import type { Customer, CustomerSummary, CustomerValue } from '#domain/customers/records.ts'
import { type Contact } from '#domain/customers/contact.ts'
import { tierOf, type TierFloors } from '#domain/customers/tier.ts'
import type { ClassBalances } from '#domain/customers/value-parts.ts'
import { contributionFen } from '#domain/customers/value-parts.ts'
import { assetClasses } from '#domain/products/asset-classes.ts'
import {
  addDays,
  type Day,
  dayOfInstant,
  daysBetween,
  monthStart,
  quarterStart,
} from '#domain/time/day.ts'
import { leastMaturityFen } from '#domain/workbench/lead-days.ts'
import type { Portfolio, Position } from './portfolio.ts'

/** What stands of a customer before anything is reckoned. */
export interface Told {
  customer: Omit<Customer, 'tier'>
  portfolio: Portfolio
  contacts: readonly Contact[]
  risk: { level: number; valid_to: Day } | null
  hasConsent: boolean
  hasFamily: boolean
}

const paths = (positions: readonly Position[]) => positions.map(({ points }) => points)
const sumOn = (positions: readonly Position[], day: Day): number =>
  positions.reduce((sum, { points }) => sum + balanceOn(points, day), 0)

/** Day of the last contact that was answered. */
export function lastReached(contacts: readonly Contact[]): Day | null {
  return contacts
    .filter(({ outcome }) => outcome !== 'no_answer')
    .map(({ at }) => dayOfInstant(at))
    .reduce<Day | null>((latest, day) => (latest === null || day > latest ? day : latest), null)
}

/** Balances of a day by asset class; only what is above zero. */
export function classBalances({ positions }: Portfolio, on: Day): ClassBalances {
  const balances: ClassBalances = {}
  for (const { assetClass, points } of positions) {
    const fen = balanceOn(points, on)
    if (fen > 0) balances[assetClass] = (balances[assetClass] ?? 0) + fen
  }
  return balances
}

/** The customer with the tier of the month's average, and the summary, by the rules head office keeps. */
export function summarised(
  { customer, portfolio, contacts, risk, hasConsent, hasFamily }: Told,
  on: Day,
  floors: TierFloors,
): { customer: Customer; summary: CustomerSummary } {
  const { positions, loans } = portfolio
  const average = averageBetween(paths(positions), monthStart(on), on)
  const whole: Customer = { ...customer, tier: tierOf(average, floors) }
  const held = classBalances(portfolio, on)
  const maturing = positions
    .filter(({ maturesOn, balanceFen }) => maturesOn !== null && maturesOn >= on && balanceFen > 0)
    .sort((a, b) => ((a.maturesOn ?? '') < (b.maturesOn ?? '') ? -1 : 1))
  const [next] = maturing
  const summary: CustomerSummary = {
    branch_id: customer.branch_id,
    customer_id: customer.id,
    aum_fen: sumOn(positions, on),
    aum_month_average_fen: average,
    aum_quarter_average_fen: averageBetween(paths(positions), quarterStart(on), on),
    aum_30_days_ago_fen: sumOn(positions, addDays(on, -30)),
    loan_fen: loans.reduce((sum, { balance_fen }) => sum + (balance_fen ?? 0), 0),
    asset_classes: assetClasses.filter((name) => (held[name] ?? 0) > 0).join(','),
    month_averages: JSON.stringify(
      monthAverages(paths(positions), on, 24).map(({ month, average_fen }) => [month, average_fen]),
    ),
    next_maturity_on: next?.maturesOn ?? null,
    next_maturity_fen: next?.balanceFen ?? null,
    completeness_bp: completenessBp(
      whole,
      {
        riskTestValid: risk !== null && risk.valid_to >= on,
        contactConsent: hasConsent,
        mobileVerified: hasConsent,
        hasFamily,
      },
      on,
    ),
    last_contact_on: lastReached(contacts),
    risk_level: risk?.level ?? null,
    risk_valid_to: risk?.valid_to ?? null,
  }
  return { customer: whole, summary }
}

const moved = ({ transactions }: Portfolio, from: Day, to: Day): number =>
  transactions.filter(({ posted_on }) => posted_on >= from && posted_on <= to).length

/** What went to own accounts at other banks in the last 30 days, 分. */
const outElsewhere = ({ transactions }: Portfolio, name: string, on: Day): number =>
  transactions
    .filter(
      ({ direction, counterparty_name, posted_on }) =>
        direction === 'out' && counterparty_name === name && posted_on > addDays(on, -30),
    )
    .reduce((sum, { amount_fen }) => sum + amount_fen, 0)

const below = (values: readonly number[], own: number): number =>
  values.length < 2
    ? 0
    : Math.floor((100 * values.filter((value) => value < own).length) / (values.length - 1))

/** Reasons of the churn points that a contact takes away; the others are kept as steady points. */
const takenAway: ReadonlySet<string> = new Set(['maturity', 'overdue'])

/** The evaluations of all invented customers for a day; each is placed among the others. */
export function evaluated(
  all: readonly (Told & { customer: Customer })[],
  on: Day,
  rules: EvaluationRules,
): Map<string, { row: CustomerValue; facts: EvaluationFacts }> {
  const means = all.map(({ portfolio }) =>
    averageBetween(paths(portfolio.positions), addDays(on, -89), on),
  )
  const earned = all.map(({ portfolio }) =>
    contributionFen(classBalances(portfolio, on), rules.margins),
  )
  return new Map(
    all.map(({ customer, portfolio, contacts }, at) => {
      const { positions } = portfolio
      const ending = positions
        .filter(
          ({ maturesOn, balanceFen }) =>
            maturesOn !== null && maturesOn >= on && balanceFen >= leastMaturityFen,
        )
        .sort((a, b) => ((a.maturesOn ?? '') < (b.maturesOn ?? '') ? -1 : 1))[0]
      const facts: EvaluationFacts = {
        mean7: averageBetween(paths(positions), addDays(on, -6), on),
        mean90: means[at] ?? 0,
        meanBefore: averageBetween(paths(positions), addDays(on, -179), addDays(on, -90)),
        aumPercentile: below(means, means[at] ?? 0),
        contributionPercentile: below(earned, earned[at] ?? 0),
        balances: classBalances(portfolio, on),
        lost: [],
        moves: [
          moved(portfolio, addDays(on, -29), on),
          moved(portfolio, addDays(on, -89), addDays(on, -30)),
        ],
        months: Math.floor(daysBetween(customer.customer_since, on) / 30.44),
        out: [outElsewhere(portfolio, customer.name, on), 0],
        payroll: null,
        payrollUnknown: false,
        matures: ending?.maturesOn ? [ending.maturesOn, ending.balanceFen] : null,
        types: [],
        profiling: true,
        doubts: [],
      }
      const standing = {
        tier: customer.tier,
        customerSince: customer.customer_since,
        lastContactOn: lastReached(contacts),
        leftInPeace: false,
      }
      const { value, churn } = evaluate(facts, standing, on, rules)
      const row: CustomerValue = {
        branch_id: customer.branch_id,
        customer_id: customer.id,
        value_score: value.score,
        steady_points: churn.reasons
          .filter(({ reason }) => !takenAway.has(reason))
          .reduce((sum, { points }) => sum + points, 0),
        matures_on: ending?.maturesOn ?? null,
        types: '',
        facts: JSON.stringify(facts),
      }
      return [customer.id, { row, facts }]
    }),
  )
}
