import { averageBetween, balanceOn } from '#domain/accounts/average-balance.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import { type Customer, tiers } from '#domain/customers/records.ts'
import { defaultTierFloors } from '#domain/customers/tier.ts'
import { validElements } from '#domain/customers/completeness.ts'
import {
  addDays,
  addMonths,
  ageOn,
  type Day,
  dayOfInstant,
  daysBetween,
  monthStart,
} from '#domain/time/day.ts'
import type { TaskEvidence } from '#domain/workbench/evidence.ts'
import type { TaskKind } from '#domain/workbench/task.ts'
import type { Care } from './care.ts'
import type { Portfolio } from './portfolio-builder.ts'

/** A reason to act on a customer: kind, how pressing (0 first), until when, how much. */
export interface Finding {
  kind: TaskKind
  priority: number
  dueOn: Day
  amountFen: number | null
  evidence: Record<string, string | number | null>
}

/** What the rules look at. */
export interface CaseFile {
  customer: Customer
  portfolio: Portfolio
  care: Care
  productNames: ReadonlyMap<string, string>
  businessDate: Day
}

/** Builds a finding whose evidence has the shape of its kind. */
function found<Kind extends TaskKind>(
  kind: Kind,
  priority: number,
  dueOn: Day,
  amountFen: number | null,
  evidence: TaskEvidence<Kind>,
): Finding {
  return { kind, priority, dueOn, amountFen, evidence }
}

function within(day: Day | null, from: Day, days: number): day is Day {
  return day !== null && day > from && daysBetween(from, day) <= days
}

function maturities({ portfolio, productNames, businessDate }: CaseFile): Finding[] {
  const deposits = portfolio.accounts
    .filter(
      (account) => account.status === 'normal' && within(account.matures_on, businessDate, 30),
    )
    .map((account) => ({
      name: productNames.get(account.product_id ?? '') ?? '',
      on: account.matures_on ?? businessDate,
      fen: balanceOn(
        portfolio.points.find(({ positionId }) => positionId === account.id)?.points ?? [],
        businessDate,
      ),
    }))
  const held = portfolio.holdings
    .filter((holding) => within(holding.matures_on, businessDate, 30))
    .map((holding) => ({
      name: productNames.get(holding.product_id) ?? '',
      on: holding.matures_on ?? businessDate,
      fen: holding.value_fen,
    }))
  return [...deposits, ...held]
    .filter(({ fen }) => fen >= 1_000_000)
    .map(({ name, on, fen }) =>
      found('maturity', daysBetween(businessDate, on) <= 3 ? 1 : 2, on, fen, {
        product: name,
        amountFen: fen,
        maturesOn: on,
      }),
    )
}

function birthday({ customer, businessDate }: CaseFile): Finding[] {
  if (!customer.birth_date || customer.tier === 'standard') return []
  const year = businessDate.slice(0, 4)
  const on = `${year}${customer.birth_date.slice(4)}`.replace('-02-29', '-02-28')
  if (!within(on, addDays(businessDate, -1), 7)) return []
  return [found('birthday', 3, on, null, { on, age: ageOn(customer.birth_date, on) })]
}

/** Key transactions of the last week: ≥ 20 % of AUM before and ≥ 3 万. */
function movements({ portfolio, businessDate }: CaseFile): Finding[] {
  const since = addDays(businessDate, -7)
  return portfolio.transactions
    .filter(
      ({ posted_on, purpose }) =>
        posted_on >= since && (purpose === 'own_transfer' || purpose === 'transfer'),
    )
    .flatMap((booked) => {
      const before = portfolio.points.reduce(
        (sum, { points }) => sum + balanceOn(points, addDays(booked.posted_on, -1)),
        0,
      )
      const amountFen = booked.amount_fen
      if (amountFen < 3_000_000 || amountFen * 5 < before) return []
      const on = booked.posted_on
      const bank = booked.counterparty_bank
      const shareBp = before > 0 ? Math.round((amountFen * 10_000) / before) : 10_000
      return booked.direction === 'in'
        ? [found('inflow', 1, addDays(on, 7), amountFen, { amountFen, on, bank })]
        : [found('outflow', 0, addDays(on, 3), amountFen, { amountFen, on, shareBp, bank })]
    })
}

/** A higher tier within 8 % of the month's average. */
function cliff({ customer, portfolio, businessDate }: CaseFile): Finding[] {
  const next = tiers[tiers.indexOf(customer.tier) + 1]
  if (!next || next === 'standard' || next === 'potential') return []
  const floor = defaultTierFloors[next]
  const average = averageBetween(
    portfolio.points.map(({ points }) => points),
    monthStart(businessDate),
    businessDate,
  )
  if (average >= floor || average < floor * 0.92) return []
  const until = addDays(addMonths(businessDate, 1), -1)
  const gapFen = floor - average
  return [found('tier_cliff', 1, until, gapFen, { tier: next, gapFen, until })]
}

function expiries({ customer, care, businessDate }: CaseFile): Finding[] {
  if (customer.tier === 'standard') return []
  const findings: Finding[] = []
  const { id_expiry } = customer
  if (id_expiry && daysBetween(businessDate, id_expiry) <= 30) {
    const priority = id_expiry < businessDate ? 1 : 2
    findings.push(
      found('id_expiry', priority, later(id_expiry, businessDate), null, { expiresOn: id_expiry }),
    )
  }
  const latest = care.assessments.at(-1)
  if (latest && daysBetween(businessDate, latest.valid_to) <= 30) {
    findings.push(
      found('risk_expiry', 2, later(latest.valid_to, businessDate), null, {
        expiresOn: latest.valid_to,
        level: latest.level,
      }),
    )
  }
  return findings
}

/** What has already run out is due in a week. */
function later(day: Day, businessDate: Day): Day {
  return day > businessDate ? day : addDays(businessDate, 7)
}

/** ≥ 5 万 on the current account on each of the last 15 days. */
function idleCash({ portfolio, businessDate }: CaseFile): Finding[] {
  const account = portfolio.accounts.find(({ kind }) => kind === 'current')
  const points = portfolio.points.find(({ positionId }) => positionId === account?.id)?.points ?? []
  const lowest = Math.min(
    ...Array.from({ length: 15 }, (_, back) => balanceOn(points, addDays(businessDate, -back))),
  )
  if (lowest < 5_000_000) return []
  return [found('idle_cash', 2, addDays(businessDate, 14), lowest, { amountFen: lowest, days: 15 })]
}

function overdue({ customer, care, businessDate }: CaseFile): Finding[] {
  const last = care.contacts.at(-1)
  if (!last || customer.tier === 'standard' || customer.do_not_contact) return []
  const days = daysBetween(dayOfInstant(last.at), businessDate)
  const cycleDays = contactCycleDays[customer.tier]
  if (days <= cycleDays) return []
  return [found('contact_overdue', 2, addDays(businessDate, 7), null, { days, cycleDays })]
}

function dataQuality({ customer, businessDate }: CaseFile): Finding[] {
  if (customer.tier === 'standard') return []
  const invalid = Object.entries(validElements(customer, businessDate))
    .filter(([field, valid]) => !valid && field !== 'id_expiry')
    .map(([field]) => field)
  if (invalid.length === 0) return []
  const fields = invalid.join(',')
  return [found('data_quality', 3, addDays(businessDate, 30), null, { fields })]
}

function followUp({ care, businessDate }: CaseFile): Finding[] {
  const last = care.contacts.at(-1)
  if (!last?.next_on || daysBetween(last.next_on, businessDate) > 10) return []
  if (daysBetween(businessDate, last.next_on) > 7) return []
  return [
    found('follow_up', last.outcome === 'interested' ? 1 : 2, last.next_on, null, {
      outcome: last.outcome,
      on: dayOfInstant(last.at),
      note: last.summary,
    }),
  ]
}

/** Everything the rules find for a customer on the business date. */
export function findReasons(file: CaseFile): Finding[] {
  return [
    maturities,
    birthday,
    movements,
    cliff,
    expiries,
    idleCash,
    overdue,
    dataQuality,
    followUp,
  ].flatMap((rule) => rule(file))
}
