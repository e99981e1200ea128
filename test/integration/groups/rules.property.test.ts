import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { churnPointsSql } from '#db/customers/evaluation.ts'
import { listCustomers } from '#db/customers/list.ts'
import type { FilterGround } from '#db/customers/filter.ts'
import { ruleCondition } from '#db/groups/compile.ts'
import { countConditions, countRule } from '#db/groups/count.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import {
  defaultChurnBands,
  defaultChurnLimits,
  defaultChurnPoints,
} from '#domain/customers/churn.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import { customerTypes } from '#domain/customers/customer-types.ts'
import { productClasses } from '#domain/customers/product-classes.ts'
import { tiers } from '#domain/customers/records.ts'
import { defaultTierFloors } from '#domain/customers/tier.ts'
import { factsOf, type KnownCustomer } from '#domain/groups/facts.ts'
import { fits, type RuleFacts } from '#domain/groups/fits.ts'
import { choiceFieldNames, rangeFieldNames } from '#domain/groups/fields.ts'
import { conditionsOf } from '#domain/groups/rule.ts'
import { stepsOf } from '#domain/groups/steps.ts'
import { addDays } from '#domain/time/day.ts'
import { anyRule } from '../../support/any-rule.ts'
import { type CacheFile, makeCacheFile } from '../../support/cache-file.ts'
import { customerRecord, ids } from '../../support/small-branch.ts'

const on = '2026-11-22'
/** Evaluations may stand for an earlier day than the list. */
const evaluatedOn = '2026-11-21'
const managers = [ids.lin, ids.chen]
const id = (kind: number, n: number) =>
  `0000000${kind}-0000-7000-8000-${String(n).padStart(12, '0')}`

const churn = {
  points: defaultChurnPoints,
  limits: defaultChurnLimits,
  bands: defaultChurnBands,
  contactCycle: contactCycleDays,
}

const near = (most: number) => fc.integer({ min: -most, max: most }).map((n) => addDays(on, n))
const past = (most: number) => fc.integer({ min: 0, max: most }).map((n) => addDays(on, -n))
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 4 })
const fen = (most: number) => fc.integer({ min: 0, max: most })

/** A random customer; days of birth fall on every edge of the calendar. */
const anyCustomer = (n: number): fc.Arbitrary<KnownCustomer> =>
  fc
    .record({
      customer: fc.record({
        sex: maybe(fc.constantFrom('F' as const, 'M' as const)),
        birth_date: maybe(
          fc.oneof(past(36_500), fc.constantFrom('1961-11-22', '1961-11-23', '2008-02-29')),
        ),
        customer_since: past(15_000),
        mobile: maybe(fc.constantFrom('19912345678', ' ')),
        is_staff: fc.boolean(),
        do_not_contact: fc.boolean(),
        tier: fc.constantFrom(...tiers),
        tier_state: fc.constantFrom('normal' as const, 'watch' as const),
        deceased_on: fc.option(past(300), { freq: 9 }).map((day) => day),
      }),
      summary: maybe(
        fc.record({
          aum_fen: fen(40_000_000),
          aum_month_average_fen: fc.oneof(fen(40_000_000), fc.constantFrom(0, 5_000_000)),
          aum_quarter_average_fen: fen(40_000_000),
          aum_30_days_ago_fen: fen(40_000_000),
          loan_fen: fc.oneof(fc.constant(0), fen(5_000_000)),
          asset_classes: fc
            .uniqueArray(fc.constantFrom(...productClasses.slice(0, 5)), { maxLength: 4 })
            .map((names) => names.join(',')),
          next_maturity_on: maybe(near(90)),
          next_maturity_fen: maybe(fen(20_000_000)),
          completeness_bp: fc.integer({ min: 0, max: 10_000 }),
          last_contact_on: maybe(fc.oneof(past(400), near(2))),
          risk_level: maybe(fc.integer({ min: 1, max: 5 })),
          risk_valid_to: maybe(near(200)),
        }),
      ),
      value: maybe(
        fc.record({
          value_score: maybe(fc.integer({ min: 0, max: 10_000 })),
          steady_points: maybe(fc.integer({ min: 0, max: 110 })),
          matures_on: maybe(near(60)),
          types: fc
            .uniqueArray(fc.constantFrom(...customerTypes), { maxLength: 3 })
            .map((names) => names.join(',')),
          out: maybe(fc.tuple(fen(5_000_000), fen(5_000_000))),
        }),
      ),
      accountStates: fc.array(fc.constantFrom('normal', 'dormant', 'frozen', 'closed'), {
        maxLength: 2,
      }),
      consents: fc.array(
        fc.record({
          purpose: fc.constantFrom('marketing_sms' as const, 'marketing_call' as const),
          given_on: near(5),
          withdrawn_on: maybe(near(5)),
        }),
        { maxLength: 2 },
      ),
      openTasks: fc.array(
        fc.record({
          kind: fc.constantFrom('idle_cash' as const, 'maturity' as const, 'birthday' as const),
          amountFen: maybe(fen(20_000_000)),
        }),
        { maxLength: 2 },
      ),
      managers: fc.uniqueArray(fc.constantFrom(...managers), { maxLength: 2 }),
    })
    .map(({ customer, summary, value, ...rest }) => {
      const own = { branch_id: ids.branch, customer_id: id(1, n) }
      const facts = value?.out ? JSON.stringify({ out: value.out }) : '{}'
      return {
        ...rest,
        customer: customerRecord({ id: id(1, n), name: `客户${n}`, ...customer }),
        summary: summary && {
          ...own,
          ...summary,
          month_averages: '[]',
        },
        value: value && {
          ...own,
          value_score: value.value_score,
          steady_points: value.steady_points,
          matures_on: value.matures_on,
          types: value.types,
          facts,
        },
      }
    })

const size = 240
const known = Array.from(
  { length: size },
  (_, n) => fc.sample(anyCustomer(n), { numRuns: 1, seed: n })[0],
).filter((each) => each !== undefined)

let cache: CacheFile

beforeAll(async () => {
  cache = await makeCacheFile()
  known.forEach((each, n) => {
    const { customer, summary, value } = each
    const own = { branch_id: ids.branch, customer_id: customer.id }
    cache.put('customer', customer)
    if (summary) cache.put('customer_summary', summary)
    if (value) cache.put('customer_value', value)
    const at = (index: number) => n * 10 + index
    each.accountStates.forEach((status, index) => {
      cache.put('account', {
        ...own,
        id: id(2, at(index)),
        account_no: `99${at(index)}`,
        kind: 'current',
        currency: 'CNY',
        opened_on: '2015-01-01',
        closed_on: null,
        status,
        category: 1,
        product_id: null,
        rate_bp: null,
        matures_on: null,
        statement: 'monthly',
      })
    })
    each.consents.forEach((consent, index) => {
      const more = { channel: 'counter', text_version: 'v1' }
      cache.put('consent', { ...own, id: id(3, at(index)), ...more, ...consent })
    })
    each.openTasks.forEach(({ kind, amountFen }, index) => {
      cache.put('task', {
        ...own,
        id: id(4, at(index)),
        staff_id: ids.lin,
        kind,
        priority: 1,
        due_on: on,
        amount_fen: amountFen,
        evidence: '{}',
        rule_version: 'r',
        state: 'open',
        created_at: 1,
        completed_at: null,
        completed_by: null,
        outcome: null,
        note: null,
        not_before: null,
        reason: null,
      })
    })
    each.managers.forEach((staffId, index) => {
      cache.put('customer_manager', {
        ...own,
        id: id(5, at(index)),
        staff_id: staffId,
        role: 'primary',
        valid_from: '2020-01-01',
        valid_to: null,
      })
    })
  })
  // A closed reason and an allocation that ended say nothing.
  cache.put('customer_manager', {
    branch_id: ids.branch,
    id: id(5, 9999),
    customer_id: known[0]?.customer.id,
    staff_id: ids.head,
    role: 'primary',
    valid_from: '2020-01-01',
    valid_to: addDays(on, -1),
  })
})
afterAll(() => cache.remove())

const tierRules = { floors: defaultTierFloors, period: 'month' } as const
const facts = known.map((each) =>
  factsOf(each, { on, tierRules, churn: { on: evaluatedOn, rules: churn } }),
)

const groundOf = (scope: FilterGround['scope']): FilterGround => ({
  scope,
  favourites: [],
  tierRules: () => tierRules,
  contactCycle: () => contactCycleDays,
  churn: () => ({ points: churnPointsSql(churn, evaluatedOn), bands: defaultChurnBands }),
  group: () => ({ sql: '0', values: [] }),
})

const inBook = (each: RuleFacts) => each.words.manager.includes(ids.lin)
const scopes = [
  { ground: groundOf({ kind: 'branch', on }), sees: () => true },
  { ground: groundOf({ kind: 'book', staffId: ids.lin, on }), sees: inBook },
]

test('SQL finds whom the rule means, line by line, for any rule and any customers', () => {
  let some = 0
  const splitting = new Set<string>()
  fc.assert(
    fc.property(anyRule(managers), fc.constantFrom(...scopes), (rule, { ground, sees }) => {
      const seen = facts.map((each, n) => ({ each, n })).filter(({ each }) => sees(each))
      const members = seen.filter(({ each }) => fits(rule.root, each))
      const counted = countRule(cache.db, ground, rule)
      expect(counted.everybody).toBe(seen.length)
      expect(counted.remaining).toEqual(
        stepsOf(rule.root).map(
          ({ holds }) => seen.filter(({ each }) => holds.every((part) => fits(part, each))).length,
        ),
      )
      expect(counted.remaining.at(-1)).toBe(members.length)
      const condition = ruleCondition(rule.root, ground)
      expect(countConditions(cache.db, ground, [condition])).toEqual([members.length])
      expect(counted.averageFen).toBe(
        members.reduce((sum, { n }) => sum + (known[n]?.summary?.aum_month_average_fen ?? 0), 0),
      )
      for (const { tier, customers } of counted.tiers) {
        expect(customers).toBe(members.filter(({ each }) => each.words.tier.includes(tier)).length)
      }
      const order = { sort: 'number', descending: false, offset: 0, limit: 200 } as const
      const listed = listCustomers(
        cache.db,
        { ...ground, group: () => condition },
        { ...noFilter, groupId: 'any' },
        order,
      )
      expect(listed.rows.map((row) => row.id).sort()).toEqual(
        members
          .map(({ n }) => known[n]?.customer.id ?? '')
          .sort()
          .slice(0, 200),
      )
      for (const asked of conditionsOf(rule.root)) {
        const fitting = facts.filter((each) => fits(asked, each)).length
        if (fitting > 0 && fitting < facts.length) splitting.add(asked.field)
      }
      if (members.length > 0 && members.length < seen.length) some += 1
    }),
    { numRuns: 250, seed: 5 },
  )
  // The rules met every field with customers on both sides of it.
  expect(some).toBeGreaterThan(100)
  expect([...splitting].sort()).toEqual([...rangeFieldNames, ...choiceFieldNames].sort())
})
