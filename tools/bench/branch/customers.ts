import type {
  Customer,
  CustomerManager,
  CustomerSummary,
  CustomerValue,
} from '#domain/customers/records.ts'
import { defaultTierFloors, tierOf } from '#domain/customers/tier.ts'
import { addDays, addMonths } from '#domain/time/day.ts'
import { syntheticName } from './names.ts'
import { Random, syntheticId } from './random.ts'

/** Size and seed of a synthetic branch. */
export interface BranchSize {
  customers: number
  managers: number
  seed: number
}

/** A branch of so many customers whose managers have books of an ordinary size. */
export function branchOf(customers: number): BranchSize {
  return { customers, managers: Math.ceil(customers / 1500), seed: 3 }
}

/** Business date of every synthetic branch. */
export const syntheticDate = '2026-11-22'

/** The branch all synthetic records belong to. */
export const syntheticBranchId = syntheticId('branch', 0)

/** Number of the member of staff who manages the n-th customer; a few managers have most. */
export function managerOf(size: BranchSize, n: number): number {
  return Math.floor(size.managers * new Random(size.seed, 3, n).next() ** 1.3)
}

/** AUM of the n-th customer, 分: log-normal, half of the customers below 3 万. */
export function aumOf(size: BranchSize, n: number): number {
  const random = new Random(size.seed, 1, n)
  return Math.round(3_000_000 * Math.exp(1.7 * random.bell()))
}

/** The n-th customer. */
export function customer(size: BranchSize, n: number): Customer {
  const random = new Random(size.seed, 0, n)
  const { name, pinyin, initials } = syntheticName(random)
  const birth = addDays('1940-01-01', random.below(24_000))
  return {
    branch_id: syntheticBranchId,
    id: syntheticId('customer', n),
    customer_no: String(6_120_000_000 + n * 7),
    name,
    name_pinyin: pinyin,
    name_initials: initials,
    name_origin: 'made_up',
    sex: random.of(['F', 'M'] as const),
    birth_date: birth,
    nationality: '中国',
    occupation: random.of(['教师', '个体经营', '公务员', '工程技术人员', '农民', '退休', '其他']),
    address: `虚构市虚构区第${random.below(900)}号`,
    mobile: `199${String(random.below(100_000_000)).padStart(8, '0')}`,
    id_type: '居民身份证',
    id_no: `990000${birth.replaceAll('-', '')}${String(random.below(10_000)).padStart(4, '0')}`,
    id_expiry: addDays(syntheticDate, random.below(4000) - 200),
    email: null,
    employer: null,
    industry: random.next() < 0.5 ? '教育' : null,
    opening_branch_id: syntheticBranchId,
    customer_since: addDays('2005-01-01', random.below(7000)),
    is_staff: false,
    do_not_contact: random.next() < 0.02,
    tier: tierOf(aumOf(size, n), defaultTierFloors),
    tier_state: 'normal',
    deceased_on: null,
  }
}

/** What the n-th customer came to in the night's evaluation. */
export function evaluation(size: BranchSize, n: number): CustomerValue {
  const random = new Random(size.seed, 4, n)
  const points = random.next()
  return {
    branch_id: syntheticBranchId,
    customer_id: syntheticId('customer', n),
    value_score: random.below(10_001),
    steady_points: points < 0.7 ? 0 : points < 0.9 ? 10 : 20 + random.below(50),
    matures_on: random.next() < 0.3 ? addDays(syntheticDate, random.below(60)) : null,
    types: random.of(['', '', 'payroll', 'elder', 'merchant', 'farmer,elder']),
    facts: '{}',
  }
}

/** What head office computed of the n-th customer. */
export function summary(size: BranchSize, n: number): CustomerSummary {
  const random = new Random(size.seed, 2, n)
  const aumFen = aumOf(size, n)
  const before = Math.round(aumFen * (0.7 + 0.9 * random.next()))
  const months = Array.from({ length: 12 }, (_, index) => [
    addMonths(syntheticDate, index - 11).slice(0, 7),
    Math.round(aumFen * (0.8 + 0.3 * random.next())),
  ])
  const matures = random.next() < 0.3
  return {
    branch_id: syntheticBranchId,
    customer_id: syntheticId('customer', n),
    aum_fen: aumFen,
    aum_month_average_fen: aumFen,
    aum_quarter_average_fen: aumFen,
    aum_30_days_ago_fen: before,
    loan_fen: random.next() < 0.1 ? 20_000_000 : 0,
    asset_classes: random.next() < 0.4 ? 'deposit,wealth' : 'deposit',
    month_averages: JSON.stringify(months),
    next_maturity_on: matures ? addDays(syntheticDate, random.below(200)) : null,
    next_maturity_fen: matures ? Math.round(aumFen / 2) : null,
    completeness_bp: 4000 + random.below(6000),
    last_contact_on: random.next() < 0.6 ? addDays(syntheticDate, -random.below(400)) : null,
    risk_level: 1 + random.below(5),
    risk_valid_to: addDays(syntheticDate, random.below(700) - 60),
  }
}

/** Who manages the n-th customer. */
export function allocation(size: BranchSize, n: number): CustomerManager {
  return {
    branch_id: syntheticBranchId,
    id: syntheticId('manager', n),
    customer_id: syntheticId('customer', n),
    staff_id: syntheticId('staff', managerOf(size, n)),
    role: 'primary',
    valid_from: '2020-01-01',
    valid_to: null,
  }
}
