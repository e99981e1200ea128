import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CustomerFilter, customerSorts } from '#contract/ipc/customers.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import type { Request, Response } from '#contract/ipc.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import { isNotableOutflow } from '#domain/customers/change.ts'
import { marksOf } from '#domain/customers/marks.ts'
import { tierGapOf } from '#domain/customers/tier-gap.ts'
import { defaultTierFloors } from '#domain/customers/tier.ts'
import { type Customer, type CustomerSummary, tiers } from '#domain/customers/records.ts'
import { assetClasses } from '#domain/products/records.ts'
import { addDays, daysBetween } from '#domain/time/day.ts'
import {
  allocation,
  customer,
  summary,
  syntheticBranchId,
  syntheticDate,
} from '#tools/bench/branch/customers.ts'
import { syntheticId } from '#tools/bench/branch/random.ts'
import { type Caller, type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'

const size = { customers: 1200, managers: 3, seed: 11 }
const numbers = Array.from({ length: size.customers }, (_, n) => n)
const known = numbers.map((n) => ({
  customer: customer(size, n),
  summary: summary(size, n),
  manager: allocation(size, n).staff_id,
}))
type Known = (typeof known)[number]

const manager: Caller = { staffId: syntheticId('staff', 1), roles: ['customer_manager'] }
const head: Caller = { staffId: syntheticId('staff', 9), roles: ['branch_head'] }

let desk: CustomerDesk

beforeAll(async () => {
  desk = await makeCustomerDesk(syntheticDate, syntheticBranchId)
  desk.cache.put('customer', ...known.map((each) => each.customer))
  desk.cache.put('customer_summary', ...known.map((each) => each.summary))
  desk.cache.put('customer_manager', ...numbers.map((n) => allocation(size, n)))
  desk.cache.buildSearch()
})
afterAll(() => desk.remove())

type ListRequest = Request<'customers.list'>
type Page = Response<'customers.list'>

const list = (who: Caller, request: Partial<ListRequest>): Promise<Page> =>
  desk.call(who, 'customers.list', {
    filter: noFilter,
    sort: 'aum',
    descending: true,
    offset: 0,
    limit: 200,
    ...request,
  })

const markFacts = (c: Customer) => ({
  deceased: c.deceased_on !== null,
  birthDate: c.birth_date,
  isStaff: c.is_staff,
  doNotContact: c.do_not_contact,
  tierState: c.tier_state,
  mobile: c.mobile,
  accountStates: [],
})

function riskFits(wanted: string, { risk_level: level, risk_valid_to: until }: CustomerSummary) {
  if (wanted === 'none') return level === null
  const expired = level !== null && until !== null && until < syntheticDate
  return wanted === 'expired' ? expired : `c${level}` === wanted && !expired
}

/** The filter, as it is written for people. */
function fits(filter: CustomerFilter, each: Known): boolean {
  const { customer: c, summary: s } = each
  const days = s.last_contact_on === null ? Infinity : daysBetween(s.last_contact_on, syntheticDate)
  const { change, maturesWithinDays: within } = filter
  const asset: string | null = filter.asset
  return (
    (filter.tier === null ||
      (filter.tierAndAbove
        ? tiers.indexOf(c.tier) >= tiers.indexOf(filter.tier)
        : c.tier === filter.tier)) &&
    (filter.managerRole === null || filter.managerRole === 'primary') &&
    (asset === null || s.asset_classes.split(',').includes(asset)) &&
    (change !== 'up' || s.aum_fen > s.aum_30_days_ago_fen) &&
    (change !== 'down' || s.aum_fen < s.aum_30_days_ago_fen) &&
    (change !== 'outflow' || isNotableOutflow(s.aum_30_days_ago_fen, s.aum_fen)) &&
    (within === null ||
      (s.next_maturity_on !== null && s.next_maturity_on <= addDays(syntheticDate, within))) &&
    (filter.notContactedForDays === null || days >= filter.notContactedForDays) &&
    (filter.incompleteBelowBp === null || s.completeness_bp < filter.incompleteBelowBp) &&
    (filter.overdue !== true ||
      (!c.do_not_contact && c.deceased_on === null && days > contactCycleDays[c.tier])) &&
    (!filter.gap || tierGapOf(c.tier, s.aum_month_average_fen, defaultTierFloors) === filter.gap) &&
    (!filter.mark || marksOf(markFacts(c), syntheticDate).includes(filter.mark)) &&
    (!filter.risk || riskFits(filter.risk, s)) &&
    (!filter.managerId || filter.managerId === each.manager) &&
    (filter.text === '' || c.name.startsWith(filter.text))
  )
}

/** A restriction that is mostly absent, so that several together still let somebody through. */
const maybe = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: value, weight: 1 })
const anyFilter: fc.Arbitrary<CustomerFilter> = fc.record({
  text: fc.constantFrom('', '', '', '王', '李明'),
  tier: maybe(fc.constantFrom(...tiers)),
  tierAndAbove: fc.boolean(),
  managerRole: maybe(fc.constantFrom('primary', 'co')),
  asset: maybe(fc.constantFrom(...assetClasses.slice(0, 3))),
  change: maybe(fc.constantFrom('up', 'down', 'outflow')),
  maturesWithinDays: maybe(fc.integer({ min: 1, max: 365 })),
  notContactedForDays: maybe(fc.integer({ min: 1, max: 500 })),
  incompleteBelowBp: maybe(fc.integer({ min: 0, max: 10_000 })),
  overdue: fc.boolean(),
  gap: maybe(fc.constantFrom('near', 'below')),
  mark: maybe(
    fc.constantFrom('deceased', 'elder', 'minor', 'doNotContact', 'staff', 'noAccount', 'frozen'),
  ),
  risk: maybe(fc.constantFrom('none', 'expired', 'c1', 'c3')),
  managerId: maybe(fc.constantFrom(syntheticId('staff', 1), syntheticId('staff', 2))),
})

const sortValue: Record<
  (typeof customerSorts)[number],
  (c: Customer, s: CustomerSummary) => unknown
> = {
  aum: (_, s) => s.aum_fen,
  change30: (_, s) => s.aum_fen - s.aum_30_days_ago_fen,
  average: (_, s) => s.aum_month_average_fen,
  name: (c) => c.name_pinyin,
  lastContact: (_, s) => s.last_contact_on ?? '',
  maturity: (_, s) => s.next_maturity_on,
  completeness: (_, s) => s.completeness_bp,
  number: (c) => c.customer_no,
  mobile: (c) => c.mobile,
  tier: (c) => tiers.indexOf(c.tier),
  holdings: (_, s) => s.asset_classes.split(',').length,
  loan: (_, s) => s.loan_fen,
  risk: (_, s) => s.risk_level,
  tasks: () => 0,
  manager: () => null,
  // Nobody is evaluated on this branch.
  value: () => null,
  churn: () => null,
}

describe('a list', () => {
  test('holds exactly the customers that fit, with their sums, for manager and head', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, fc.constantFrom(manager, head), async (filter, who) => {
        const expected = known
          .filter((each) => who === head || each.manager === who.staffId)
          .filter((each) => fits(filter, each))
        const page = await list(who, { filter })
        const sum = (of: (each: Known) => number) =>
          expected.reduce((all, each) => all + of(each), 0)
        expect({ ...page, rows: page.rows.length }).toEqual({
          total: expected.length,
          sumAumFen: sum((each) => each.summary.aum_fen),
          sumAverageFen: sum((each) => each.summary.aum_month_average_fen),
          offset: 0,
          rows: Math.min(200, expected.length),
        })
        const ids = new Set(expected.map((each) => each.customer.id))
        expect(page.rows.every((row) => ids.has(row.id))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test.each(customerSorts)('sorted by %s, both ways, pages hold everybody once', async (sort) => {
    for (const descending of [false, true]) {
      const rows: Page['rows'] = []
      for (let offset = 0; offset < size.customers; offset += 200) {
        rows.push(...(await list(head, { sort, descending, offset })).rows)
      }
      expect(new Set(rows.map((row) => row.id)).size).toBe(size.customers)
      const byId = new Map(known.map((each) => [each.customer.id, each]))
      const values = rows.map((row) => {
        const each = byId.get(row.id)
        return each ? sortValue[sort](each.customer, each.summary) : undefined
      })
      const first = values.indexOf(null)
      const present = first < 0 ? values : values.slice(0, first)
      // Who has no maturity stands last whichever way the list is sorted.
      expect(values.slice(present.length).every((value) => value === null)).toBe(true)
      const sorted = [...present].sort((a, b) => {
        const order = (a as never) < (b as never) ? -1 : (a as never) > (b as never) ? 1 : 0
        return descending ? -order : order
      })
      expect(present).toEqual(sorted)
    }
  })

  test('near and below a tier are judged by the period in force', async () => {
    const version = { id: syntheticId('summary', 1), version: 1, effective_from: syntheticDate }
    const halved = known.map(({ summary: s }) => ({
      ...s,
      aum_quarter_average_fen: Math.round(s.aum_quarter_average_fen / 2),
    }))
    desk.cache.put('customer_summary', ...halved)
    desk.cache.put('parameter', { ...version, key: 'tier.period', value: '"quarter"' })
    for (const gap of ['near', 'below'] as const) {
      const expected = known.filter(
        ({ customer: c }, n) =>
          tierGapOf(c.tier, halved[n]?.aum_quarter_average_fen ?? 0, defaultTierFloors) === gap,
      ).length
      const { total } = await list(head, { filter: { ...noFilter, gap } })
      expect(total).toBe(expected)
      expect(total).not.toBe(known.filter((each) => fits({ ...noFilter, gap }, each)).length)
    }
    desk.cache.put('parameter', { ...version, key: 'tier.period', value: '"month"' })
    desk.cache.put('customer_summary', ...known.map((each) => each.summary))
  })

  test('beyond its end still tells total and sums', async () => {
    const end = await list(manager, { offset: 10_000 })
    const start = await list(manager, {})
    expect({ ...end, offset: 0, rows: [] }).toEqual({ ...start, rows: [] })
  })

  test('masks every phone and gives twelve months, classes and the manager', async () => {
    desk.cache.put('staff', {
      branch_id: syntheticBranchId,
      id: manager.staffId,
      staff_no: '1',
      name: '林晓彤',
      post: '',
      active: true,
    })
    const { rows } = await list(manager, { limit: 20 })
    for (const row of rows) {
      expect(row.mobile).toMatch(/^199\*{4}\d{4}$/)
      expect(row.trendFen).toHaveLength(12)
      expect(row.managerName).toBe('林晓彤')
      expect(row.assets[0]).toBe('deposit')
    }
  })
})

describe('views', () => {
  test.each([
    ['manager', manager],
    ['head', head],
  ])('of the %s count what their lists hold', async (_name, who) => {
    const { views } = await desk.call(who, 'customers.views', null)
    expect(views.map((view) => view.key)).toEqual([
      'all',
      'vip',
      'maturing',
      'near',
      'churn',
      'outflow',
      'idle',
      'overdue',
      'incomplete',
      'favourite',
    ])
    for (const view of views) {
      expect([view.key, view.count]).toEqual([
        view.key,
        (await list(who, { filter: view.filter, limit: 1 })).total,
      ])
      const empty = ['idle', 'churn', 'favourite'].includes(view.key)
      expect([view.key, view.count > 0]).toEqual([view.key, !empty])
    }
  })

  test('all together take one pass', async () => {
    desk.statementsRun()
    await desk.call(manager, 'customers.views', null)
    // The pass, the floors of the tiers and their period, the first tier of 贵宾, the contact cycle, and
    // the churn rules.
    expect(desk.statementsRun()).toBe(6)
  })
})

test('a page takes four statements whatever it asks for', async () => {
  desk.statementsRun()
  const filter = { ...noFilter, text: '王', tier: 'gold', overdue: true, churn: 'red' } as const
  await list(manager, { filter, limit: 200 })
  // The pass, the page's rows, the contact cycle, the churn rules.
  expect(desk.statementsRun()).toBe(4)
})
