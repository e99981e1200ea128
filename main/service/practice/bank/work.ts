import { balanceOn } from '#domain/accounts/average-balance.ts'
import { parameterValue } from '#domain/administration/parameters.ts'
import { type ChurnRules, churnOf } from '#domain/customers/churn.ts'
import { churnFactsOf } from '#domain/customers/evaluation.ts'
import type { EvaluationFacts } from '#domain/customers/evaluation-facts.ts'
import type { Customer, CustomerSummary } from '#domain/customers/records.ts'
import type { TierRules } from '#domain/customers/tier-period.ts'
import { plainName, type Movement } from '#domain/flow/movement.ts'
import { cardOf } from '#domain/key-transactions/card.ts'
import type { CustomerDay } from '#domain/key-transactions/judge-day.ts'
import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import { type KeyThresholds, keyMeanDays } from '#domain/key-transactions/thresholds.ts'
import { addDays, type Day, dayOfInstant, instantOfDay } from '#domain/time/day.ts'
import type { CaseFile, ChurnCase } from '#domain/workbench/case-file.ts'
import { findReasons } from '#domain/workbench/find-reasons.ts'
import { idleDays } from '#domain/workbench/lead-days.ts'
import type { Task } from '#domain/workbench/task.ts'
import { practiceId, type PracticeGround } from './ground.ts'
import { lastReached, type Told } from './reckoned.ts'

/** A customer with everything that is reckoned of him or her. */
export interface Known extends Told {
  customer: Customer
  summary: CustomerSummary
  facts: EvaluationFacts
}

/** By what work is found: the product's own parameters. */
export interface WorkRules {
  tierRules: TierRules
  churn: ChurnRules
  keyThresholds: KeyThresholds
}

/** The product's own rules: nothing was published for the invented branch. */
export function ownRules(): WorkRules {
  return {
    tierRules: {
      period: parameterValue('tier.period', undefined),
      floors: parameterValue('tier.floors', undefined),
    },
    churn: {
      points: parameterValue('churn.points', undefined),
      limits: parameterValue('churn.limits', undefined),
      bands: parameterValue('churn.bands', undefined),
      contactCycle: parameterValue('contact.cycle_days', undefined),
    },
    keyThresholds: {
      floors: parameterValue('transaction.key_floors', undefined),
      rule: parameterValue('transaction.key_rule', undefined),
    },
  }
}

const outside = new Set(['transfer_in', 'transfer_out'])

/** What moved with the outside in the 90 days before a day, divided by 90, 分. */
function dailyMeans({ portfolio }: Told, before: Day): { in: number; out: number } {
  const means = { in: 0, out: 0 }
  for (const { posted_on, operation, direction, amount_fen } of portfolio.transactions) {
    if (posted_on >= before || posted_on < addDays(before, -keyMeanDays)) continue
    if (outside.has(operation)) means[direction] += amount_fen
  }
  return { in: Math.round(means.in / keyMeanDays), out: Math.round(means.out / keyMeanDays) }
}

const aumOn = ({ portfolio }: Told, day: Day): number =>
  portfolio.positions.reduce((sum, { points }) => sum + balanceOn(points, day), 0)

/** Money that moved in the last week, for the rules of the work list. */
function movementsOf(known: Known, on: Day): CaseFile['movements'] {
  return known.portfolio.transactions
    .filter(({ operation, posted_on }) => outside.has(operation) && posted_on > addDays(on, -7))
    .map(({ txn_no, direction, amount_fen, posted_on, counterparty_bank }) => ({
      txnNo: txn_no,
      direction,
      amountFen: amount_fen,
      on: posted_on,
      bank: counterparty_bank,
      aumBeforeFen: aumOn(known, addDays(posted_on, -1)),
      dailyMeanFen: dailyMeans(known, posted_on)[direction],
    }))
}

function churnCaseOf({ customer, contacts, facts }: Known, on: Day, rules: ChurnRules): ChurnCase {
  const standing = {
    tier: customer.tier,
    customerSince: customer.customer_since,
    lastContactOn: lastReached(contacts),
    leftInPeace: false,
  }
  const { points, band, reasons } = churnOf(churnFactsOf(facts, standing), on, rules)
  return {
    points,
    band,
    reasons: reasons.map(({ reason }) => reason),
    fallFen: Math.max(0, (facts.mean90 ?? 0) - (facts.mean7 ?? 0)),
    outFen: (facts.out?.[0] ?? 0) + (facts.out?.[1] ?? 0),
  }
}

/** The lowest closing balance of the current account on each of the last days, 分. */
function idleOf({ portfolio }: Told, on: Day): number {
  const points = portfolio.positions.find(({ id }) => id === portfolio.currentId)?.points ?? []
  const days = Array.from({ length: idleDays }, (_, back) => balanceOn(points, addDays(on, -back)))
  return Math.min(...days)
}

function caseFile(known: Known, on: Day, rules: WorkRules): CaseFile {
  const { customer, summary, portfolio, contacts, risk } = known
  const latest = [...contacts].sort((a, b) => b.at - a.at)[0]
  const current = portfolio.positions.find(({ id }) => id === portfolio.currentId)
  return {
    on,
    customer,
    tierRules: rules.tierRules,
    contactCycle: rules.churn.contactCycle,
    keyThresholds: rules.keyThresholds,
    frozen: false,
    periodAverageFen:
      rules.tierRules.period === 'month'
        ? summary.aum_month_average_fen
        : summary.aum_quarter_average_fen,
    currentFen: current?.balanceFen ?? 0,
    idleFen: idleOf(known, on),
    refused: [],
    lastContact: latest
      ? {
          id: latest.id,
          on: dayOfInstant(latest.at),
          outcome: latest.outcome,
          nextOn: latest.next_on,
          summary: latest.summary,
        }
      : null,
    lastReachedOn: lastReached(contacts),
    riskTest: risk && { validTo: risk.valid_to, level: risk.level },
    maturing: portfolio.positions.flatMap(({ id, name, balanceFen, maturesOn }) =>
      maturesOn === null
        ? []
        : [{ positionId: id, product: name, amountFen: balanceFen, maturesOn }],
    ),
    payments: portfolio.loans.flatMap(({ id, next_due_on, next_due_fen }) =>
      next_due_on === null || next_due_fen === null
        ? []
        : [{ id, what: 'loan' as const, amountFen: next_due_fen, dueOn: next_due_on }],
    ),
    movements: movementsOf(known, on),
    purchases: portfolio.positions.flatMap(({ id, name, balanceFen, boughtOn }) =>
      boughtOn === null ? [] : [{ holdingId: id, product: name, amountFen: balanceFen, boughtOn }],
    ),
    churn: churnCaseOf(known, on, rules.churn),
    tierChange: null,
  }
}

/** The reasons to act that the rules of the work list find today, as tasks of whoever is responsible. */
export function tasksOf(
  known: Known,
  staffId: string,
  ground: PracticeGround,
  rules: WorkRules,
): Task[] {
  return findReasons(caseFile(known, ground.on, rules)).map((finding) => ({
    branch_id: ground.branchId,
    id: practiceId(`task ${finding.kind}`, `${known.customer.id}:${finding.occasion}`),
    customer_id: known.customer.id,
    staff_id: staffId,
    kind: finding.kind,
    priority: finding.priority,
    due_on: finding.dueOn,
    amount_fen: finding.amountFen,
    evidence: JSON.stringify(finding.evidence),
    rule_version: finding.ruleVersion,
    state: 'open',
    created_at: instantOfDay(ground.on) + 20 * 3_600_000,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: null,
    reason: null,
  }))
}

const movement = (
  { portfolio }: Told,
  { txn_no, account_id, ...booking }: Told['portfolio']['transactions'][number],
): Movement => ({
  txnNo: txn_no,
  accountId: account_id,
  currency: portfolio.accounts[0]?.currency ?? 'CNY',
  postedOn: booking.posted_on,
  postedAtMs: booking.posted_at,
  direction: booking.direction,
  amountFen: booking.amount_fen,
  operation: booking.operation,
  channel: booking.channel,
  purpose: booking.purpose,
  counterparty: booking.counterparty_name,
  counterpartyBank: booking.counterparty_bank,
  counterpartyAccount: booking.counterparty_account,
})

/** The card of 关键交易 that a customer's bookings of the business date raise; null for most. */
export function keyCardOf(
  known: Known,
  relatives: readonly string[],
  { branchId, on, nowMs }: PracticeGround,
  { keyThresholds }: WorkRules,
): KeyTransaction | null {
  const { customer, portfolio } = known
  const day: CustomerDay = {
    day: on,
    tier: customer.tier,
    birthDate: customer.birth_date,
    deceased: false,
    aumBeforeFen: aumOn(known, addDays(on, -1)),
    dailyMeanFen: dailyMeans(known, on),
    movements: portfolio.transactions
      .filter(({ posted_on }) => posted_on === on)
      .map((booking) => movement(known, booking)),
    ground: {
      day: on,
      currency: 'CNY',
      accounts: new Map(portfolio.accounts.map((account) => [account.id, account])),
      flow: {
        customerName: customer.name,
        ownAccounts: new Map(portfolio.accounts.map(({ account_no, id }) => [account_no, id])),
        ownBank: null,
        relativeNames: new Set(relatives.map(plainName)),
        relativeAccounts: new Set(),
      },
      lastSalaryOn: null,
      salaryKnown: false,
      loanPaidOff: false,
      endedProducts: new Set(),
    },
    payrollStopped: null,
  }
  const versions = { floors: { version: 0, from: on }, rule: { version: 0, from: on } }
  return cardOf(
    day,
    { ...keyThresholds, versions },
    {
      branchId,
      cardId: practiceId('card', `${customer.id}:${on}`),
      customerId: customer.id,
      arrivedAtMs: nowMs - 600_000,
      exceptions: new Map(),
    },
  )
}
