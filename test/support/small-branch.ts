import { averageBetween, withRunningSums } from '#domain/accounts/average-balance.ts'
import type { Account } from '#domain/accounts/records.ts'
import type { Customer } from '#domain/customers/records.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { Task } from '#domain/workbench/task.ts'
import type { Caller, CustomerDesk } from './customer-desk.ts'

/** Business date of the small branch. */
export const today = '2026-11-22'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** The branch, its staff and its customers, by the role they play in tests. */
export const ids = {
  branch: id(1),
  lin: id(11),
  chen: id(12),
  head: id(13),
  supervisor: id(14),
  /** 林's primary customer, with everything. */
  zhou: id(21),
  /** 陈's customer; 林 was co-manager until yesterday. */
  zhao: id(22),
  /** 林's acting customer. */
  sun: id(23),
  /** Nobody's customer. */
  qian: id(24),
  current: id(31),
  term: id(32),
  fund: id(33),
  fundProduct: id(41),
  task: id(51),
  taskOfZhao: id(52),
} as const

const as = (staffId: string, ...roles: Role[]): Caller => ({ staffId, roles })

/** Callers. */
export const callers = {
  lin: as(ids.lin, 'customer_manager'),
  chen: as(ids.chen, 'customer_manager'),
  head: as(ids.head, 'branch_head'),
  supervisor: as(ids.supervisor, 'operations_supervisor'),
  teller: as(ids.lin, 'teller'),
  admin: as(ids.lin, 'system_admin'),
}

const wan = 1_000_000

/** A customer with made-up but complete data. */
export function customerRecord(own: Partial<Customer> & { id: string; name: string }): Customer {
  return {
    branch_id: ids.branch,
    customer_no: `6120${own.id.slice(-6)}`,
    name_pinyin: 'mou ren',
    name_initials: 'mr',
    name_origin: 'source',
    sex: 'F',
    birth_date: '1980-03-28',
    nationality: '中国',
    occupation: '教师',
    address: '虚构市虚构区某某路七号楼三单元',
    mobile: '19912346021',
    id_type: '居民身份证',
    id_no: '990000198003280328',
    id_expiry: '2030-01-01',
    email: 'someone@example.com',
    employer: '虚构小学',
    industry: '教育',
    opening_branch_id: ids.branch,
    customer_since: '2010-05-01',
    is_staff: false,
    do_not_contact: false,
    tier: 'platinum',
    tier_state: 'normal',
    deceased_on: null,
    ...own,
  }
}

const account = (own: Partial<Account> & { id: string }): Account => ({
  branch_id: ids.branch,
  customer_id: ids.zhou,
  account_no: `62284800${own.id.slice(-8)}`,
  kind: 'current',
  currency: 'CNY',
  opened_on: '2020-01-01',
  closed_on: null,
  status: 'normal',
  category: 1,
  product_id: null,
  rate_bp: 20,
  matures_on: null,
  statement: null,
  ...own,
})

/** Balances of 周's positions; AUM on the business date is 10 + 50 + 20 = 80 万. */
export const balances = {
  [ids.current]: withRunningSums([
    { changed_on: '2025-06-15', balance_fen: 5 * wan },
    { changed_on: '2026-10-10', balance_fen: 30 * wan },
    { changed_on: '2026-11-11', balance_fen: 10 * wan },
  ]),
  [ids.term]: withRunningSums([{ changed_on: '2025-01-02', balance_fen: 50 * wan }]),
  [ids.fund]: withRunningSums([
    { changed_on: '2026-03-03', balance_fen: 18_333_333 },
    { changed_on: '2026-11-20', balance_fen: 20 * wan },
  ]),
}

function summary(customerId: string, own: object): object {
  return {
    branch_id: ids.branch,
    customer_id: customerId,
    aum_fen: 0,
    aum_month_average_fen: 0,
    aum_quarter_average_fen: 0,
    aum_30_days_ago_fen: 0,
    loan_fen: 0,
    asset_classes: '',
    month_averages: '[]',
    next_maturity_on: null,
    next_maturity_fen: null,
    completeness_bp: 9000,
    last_contact_on: '2026-11-01',
    risk_level: 3,
    risk_valid_to: '2027-01-01',
    ...own,
  }
}

function task(own: Partial<Task> & { id: string; customer_id: string; staff_id: string }): Task {
  return {
    branch_id: ids.branch,
    kind: 'maturity',
    priority: 1,
    due_on: '2026-11-24',
    amount_fen: 50 * wan,
    evidence: JSON.stringify({ product: '整存整取', amountFen: 50 * wan, maturesOn: '2026-11-24' }),
    rule_version: 'maturity-1',
    state: 'open',
    created_at: 0,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: null,
    reason: null,
    ...own,
  }
}

let allocations = 100

/** Puts an allocation into the cache. */
export function allocate(
  desk: CustomerDesk,
  customerId: string,
  staffId: string,
  role: 'primary' | 'co' | 'acting',
  validFrom = '2020-01-01',
  validTo: string | null = null,
): void {
  allocations += 1
  desk.cache.put('customer_manager', {
    branch_id: ids.branch,
    id: id(allocations),
    customer_id: customerId,
    staff_id: staffId,
    role,
    valid_from: validFrom,
    valid_to: validTo,
  })
}

function fillZhou({ cache }: CustomerDesk): void {
  cache.put(
    'account',
    account({ id: ids.current }),
    account({ id: ids.term, kind: 'term', matures_on: '2026-11-24' }),
  )
  cache.put(
    'account',
    account({ id: id(34), status: 'closed' }),
    account({ id: id(35), currency: 'USD' }),
  )
  cache.put('product', {
    id: ids.fundProduct,
    code: 'F1',
    name: '稳健一号',
    asset_class: 'fund',
    issuer: 'agency',
    risk_level: 3,
    term_days: null,
    min_amount_fen: 100,
    rate_bp: null,
    currency: 'CNY',
    status: 'on_sale',
    sale_from: null,
    sale_to: null,
  })
  cache.put('holding', {
    branch_id: ids.branch,
    id: ids.fund,
    customer_id: ids.zhou,
    product_id: ids.fundProduct,
    units: 1,
    cost_fen: 18_000_000,
    value_fen: 20 * wan,
    valued_on: today,
    bought_on: '2026-03-03',
    matures_on: null,
    auto_renew: false,
  })
  for (const [position_id, points] of Object.entries(balances)) {
    cache.put(
      'balance_change',
      ...points.map((point) => ({ branch_id: ids.branch, position_id, ...point })),
    )
  }
  cache.put(
    'relation',
    relation(61, ids.sun, '孙雅琴', 'spouse'),
    relation(62, ids.zhao, '赵启明', 'sibling'),
    relation(63, null, '虚构小学', 'employer'),
    relation(64, id(99), '外行人', 'referral'),
  )
  cache.put(
    'contact',
    ...[1, 2, 3].map((n) => ({
      branch_id: ids.branch,
      id: id(70 + n),
      customer_id: ids.zhou,
      staff_id: ids.lin,
      at: Date.parse('2026-10-01T02:00:00Z') + n * 86_400_000,
      channel: 'phone',
      outcome: 'again',
      summary: `第${n}次`,
      next_on: null,
      duration_minutes: n,
      origin: 'terminal',
    })),
  )
  cache.put(
    'bank_transaction',
    ...[1, 2, 3].map((n) => ({
      branch_id: ids.branch,
      txn_no: `T${n}`,
      account_id: ids.current,
      posted_on: `2026-11-1${n}`,
      posted_at: null,
      direction: 'out',
      amount_fen: n * 100,
      balance_fen: null,
      operation: 'transfer_out',
      purpose: null,
      channel: 'mobile',
      counterparty_name: '某商户超市',
      counterparty_bank: null,
      counterparty_account: '6222000011112222',
    })),
  )
}

function relation(n: number, to: string | null, name: string, kind: string): object {
  return {
    branch_id: ids.branch,
    id: id(n),
    from_customer_id: ids.zhou,
    to_customer_id: to,
    to_name: name,
    kind,
    source: 'customer',
    valid_from: '2020-01-01',
    valid_to: null,
  }
}

/** Fills a desk's cache: four customers, two managers, a head and a supervisor. */
export function fillSmallBranch(desk: CustomerDesk): void {
  const { cache } = desk
  const staff = { lin: '林晓彤', chen: '陈立新', head: '王主任', supervisor: '李主管' }
  for (const [who, name] of Object.entries(staff)) {
    const staffId = ids[who as keyof typeof staff]
    cache.put('staff', {
      branch_id: ids.branch,
      id: staffId,
      staff_no: who,
      name,
      post: '',
      active: true,
    })
  }
  cache.put(
    'customer',
    customerRecord({
      id: ids.zhou,
      name: '周敏华',
      name_pinyin: 'zhou min hua',
      name_initials: 'zmh',
    }),
    customerRecord({
      id: ids.zhao,
      name: '赵启明',
      mobile: '19900007730',
      id_no: null,
      tier: 'gold',
    }),
    customerRecord({ id: ids.sun, name: '孙雅琴', mobile: '19900002256', tier: 'private' }),
    customerRecord({ id: ids.qian, name: '钱无主', mobile: null, tier: 'standard' }),
  )
  cache.put('reckoning', { branch_id: ids.branch, subject: 'summary', as_of: today })
  cache.put(
    'customer_summary',
    summary(ids.zhou, {
      aum_fen: 80 * wan,
      aum_30_days_ago_fen: 98_333_333,
      aum_month_average_fen: averageBetween(Object.values(balances), '2026-11-01', today),
      asset_classes: 'deposit,fund',
      month_averages: JSON.stringify([['2026-10', 96 * wan]]),
      next_maturity_on: '2026-11-24',
      next_maturity_fen: 50 * wan,
    }),
    summary(ids.zhao, { aum_fen: 93 * wan }),
    summary(ids.sun, { aum_fen: 600 * wan, last_contact_on: null }),
  )
  fillZhou(desk)
  allocate(desk, ids.zhou, ids.lin, 'primary')
  allocate(desk, ids.zhao, ids.chen, 'primary')
  allocate(desk, ids.zhao, ids.lin, 'co', '2020-01-01', '2026-11-21')
  allocate(desk, ids.sun, ids.lin, 'acting', '2026-11-22', '2026-11-22')
  cache.put(
    'task',
    task({ id: ids.task, customer_id: ids.zhou, staff_id: ids.lin }),
    task({ id: ids.taskOfZhao, customer_id: ids.zhao, staff_id: ids.chen }),
  )
  cache.buildSearch()
}
