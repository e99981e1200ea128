import { describe, expect, test } from 'vitest'
import { defaultKeyThresholds, isKeyTransaction } from '#domain/key-transactions/thresholds.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import type { CustomerManager } from '#domain/customers/records.ts'
import { defaultTierFloors } from '#domain/customers/tier.ts'
import type { CaseFile, Movement } from '#domain/workbench/case-file.ts'
import { taskEvidence } from '#domain/workbench/evidence.ts'
import { findReasons } from '#domain/workbench/find-reasons.ts'
import { leadStep } from '#domain/workbench/lead-days.ts'
import { responsibleFor } from '#domain/workbench/responsible.ts'
import { nextBirthday } from '#domain/workbench/rules/birthday.ts'
import type { TaskKind } from '#domain/workbench/task.ts'
import { customerRecord } from '#test/support/small-branch.ts'

const wan = 1_000_000
const on = '2026-11-22'
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** A gold customer about whom there is nothing to say. */
function file(own: Partial<CaseFile> & { about?: object } = {}): CaseFile {
  const { about, ...rest } = own
  return {
    on,
    tierRules: { floors: defaultTierFloors, period: 'month' },
    contactCycle: contactCycleDays,
    keyThresholds: defaultKeyThresholds,
    customer: { ...customerRecord({ id: id(1), name: '周敏华', tier: 'gold' }), ...about },
    frozen: false,
    refused: [],
    periodAverageFen: 30 * wan,
    currentFen: 2 * wan,
    idleFen: 0,
    lastContact: null,
    lastReachedOn: '2026-11-01',
    riskTest: null,
    maturing: [],
    payments: [],
    movements: [],
    purchases: [],
    churn: null,
    tierChange: null,
    ...rest,
  }
}

function find(kind: TaskKind, own: Parameters<typeof file>[0] = {}) {
  const found = findReasons(file(own)).filter((finding) => finding.kind === kind)
  for (const { evidence } of found) {
    expect(taskEvidence[kind].safeParse(evidence).error).toBeUndefined()
  }
  return found
}

test('about a customer for whom nothing is due the rules are silent', () => {
  expect(findReasons(file())).toEqual([])
})

test('a lead step counts the leads that are not yet passed', () => {
  const leads = [30, 15, 7, 1]
  expect([31, 30, 16, 15, 8, 7, 2, 1, 0].map((left) => leadStep(left, leads))).toEqual([
    null,
    3,
    3,
    2,
    2,
    1,
    1,
    0,
    0,
  ])
})

describe('maturity 30/15/7/1', () => {
  const ends = (maturesOn: string, amountFen = 50 * wan) =>
    find('maturity', {
      maturing: [{ positionId: 'p', product: '整存整取', amountFen, maturesOn }],
    })

  test('becomes more pressing with each lead, and is one occasion', () => {
    const found = ['2026-12-22', '2026-12-07', '2026-11-29', '2026-11-23'].map(
      (day) => ends(day)[0],
    )
    expect(found.map((one) => one?.priority)).toEqual([3, 2, 1, 0])
    expect(ends('2026-11-23')[0]).toMatchObject({ occasion: 'p:2026-11-23', dueOn: '2026-11-23' })
  })

  test('not earlier than 30 days, not after the day, not below 1 万', () => {
    expect([ends('2026-12-23'), ends('2026-11-21'), ends('2026-11-29', wan - 1)].flat()).toEqual([])
  })
})

describe('payments', () => {
  const due = (dueOn: string, amountFen: number, currentFen: number) =>
    find('payment_due', {
      currentFen,
      payments: [{ id: 'l', what: 'loan', amountFen, dueOn }],
    })

  test('due within 7 days and not covered: what is short', () => {
    expect(due('2026-11-28', 240_000, 31_000)[0]).toMatchObject({
      priority: 2,
      evidence: { shortFen: 209_000, dueOn: '2026-11-28' },
    })
    expect(due('2026-11-30', 240_000, 0)).toEqual([])
    expect(due('2026-11-28', 240_000, 240_000)).toEqual([])
  })

  test('an overdue one is for today, due tomorrow', () => {
    expect(due('2026-11-10', 240_000, 0)[0]).toMatchObject({ priority: 0, dueOn: '2026-11-23' })
  })

  test('the earlier payment takes the money first', () => {
    const found = find('payment_due', {
      currentFen: 300,
      payments: [
        { id: 'later', what: 'card', amountFen: 200, dueOn: '2026-11-27' },
        { id: 'sooner', what: 'loan', amountFen: 200, dueOn: '2026-11-24' },
      ],
    })
    expect(found).toMatchObject([{ evidence: { what: 'card', shortFen: 100 } }])
  })
})

test('birthdays 7/0, also of who was born on 29 February', () => {
  const born = (birth_date: string, day: string) =>
    find('birthday', { on: day, about: { birth_date }, lastReachedOn: day })
  expect(born('1973-11-29', on)[0]).toMatchObject({ priority: 3, dueOn: '2026-11-29' })
  expect(born('1973-11-22', on)[0]).toMatchObject({ priority: 2, evidence: { age: 53 } })
  expect(born('1973-11-30', on)).toEqual([])
  expect(born('1973-01-02', '2026-12-28')[0]?.occasion).toBe('2027')
  expect(nextBirthday('1972-02-29', '2027-01-01')).toBe('2027-02-28')
  expect(nextBirthday('1972-02-29', '2028-02-28')).toBe('2028-02-29')
  expect(find('birthday', { about: { birth_date: '1973-11-22', tier: 'standard' } })).toEqual([])
})

describe('key transactions', () => {
  const measured = (amountFen: number, aumBeforeFen: number, dailyMeanFen: number) => ({
    amountFen,
    aumBeforeFen,
    dailyMeanFen,
  })

  test.each([
    ['gold floor 5 万', 5 * wan, 1000 * wan, 0, 'gold', true],
    ['below the floor and a small share', 5 * wan - 1, 1000 * wan, 0, 'gold', false],
    [
      'three times the daily mean counts above the floor',
      6 * wan,
      1000 * wan,
      2.1 * wan,
      'gold',
      false,
    ],
    ['20 % of AUM and 3 万', 3 * wan, 15 * wan, 10 * wan, 'private', true],
    ['20 % of AUM but below 3 万', 3 * wan - 1, 5 * wan, 0, 'diamond', false],
    ['no AUM before', 3 * wan, 0, 0, 'private', true],
  ] as const)('%s', (_what, amount, aum, mean, tier, is) => {
    expect(isKeyTransaction(measured(amount, aum, mean), tier, defaultKeyThresholds)).toBe(is)
  })

  const moved = (own: Partial<Movement>): Movement => ({
    txnNo: 'T1',
    direction: 'out',
    amountFen: 9 * wan,
    on: '2026-11-21',
    bank: '某行',
    aumBeforeFen: 30 * wan,
    dailyMeanFen: 0,
    ...own,
  })

  test('out: for today, with its share; in: within the week', () => {
    expect(find('outflow', { movements: [moved({})] })[0]).toMatchObject({
      priority: 0,
      dueOn: '2026-11-24',
      evidence: { shareBp: 3000 },
    })
    expect(find('inflow', { movements: [moved({ direction: 'in' })] })[0]).toMatchObject({
      priority: 1,
      dueOn: '2026-11-28',
    })
    expect(find('outflow', { movements: [moved({ on: '2026-11-14' })] })).toEqual([])
  })
})

test('contact overdue by the cycle of the tier; a cycle later it is another occasion', () => {
  const since = (lastReachedOn: string) => find('contact_overdue', { lastReachedOn })[0]
  expect(since('2026-08-24')).toBeUndefined()
  expect(since('2026-08-23')).toMatchObject({ priority: 2, evidence: { days: 91, cycleDays: 90 } })
  expect(since('2026-05-20')?.occasion).not.toBe(since('2026-08-23')?.occasion)
  expect(since('2026-05-20')?.priority).toBe(1)
  const never = find('contact_overdue', { lastReachedOn: null })
  expect(never).toMatchObject([{ evidence: { days: null, cycleDays: 90 } }])
})

test('papers: ID 90/30, risk test 30/7; expired ones within a week', () => {
  const paper = (id_expiry: string) => find('id_expiry', { about: { id_expiry } })[0]
  expect(paper('2027-02-21')).toBeUndefined()
  expect([paper('2027-02-20'), paper('2026-12-22')].map((one) => one?.priority)).toEqual([3, 2])
  expect(paper('2026-11-21')).toMatchObject({ priority: 1, dueOn: '2026-11-29' })
  const tested = (validTo: string) => find('risk_expiry', { riskTest: { validTo, level: 3 } })[0]
  expect(tested('2026-12-23')).toBeUndefined()
  expect([tested('2026-12-22'), tested('2026-11-29')].map((one) => one?.priority)).toEqual([2, 1])
  expect(tested('2026-11-01')).toMatchObject({ dueOn: '2026-11-29' })
})

test('after a sale: T+7 and T+30, each for a week', () => {
  const bought = (boughtOn: string) =>
    find('after_sale', {
      purchases: [{ holdingId: 'h', product: '稳健一号', amountFen: wan, boughtOn }],
    })[0]
  expect(bought('2026-11-16')).toBeUndefined()
  expect(bought('2026-11-15')).toMatchObject({ occasion: 'h:7', dueOn: '2026-11-29' })
  expect(bought('2026-11-08')).toBeUndefined()
  expect(bought('2026-10-23')).toMatchObject({ occasion: 'h:30', evidence: { days: 30 } })
})

test('idle: 5 万 on each of 15 days, once a month', () => {
  expect(find('idle_cash', { idleFen: 5 * wan })[0]).toMatchObject({
    occasion: '2026-11',
    dueOn: '2026-11-30',
  })
  expect(find('idle_cash', { idleFen: 5 * wan - 1 })).toEqual([])
})

describe('tier cliff', () => {
  test('worked example of rule 4.2: 20 万, 30 days, mean 15 万 after 20 days → 30 万 a day', () => {
    const reach = { ...defaultTierFloors, gold: 20 * wan }
    const found = find('tier_cliff', {
      on: '2026-11-20',
      tierRules: { floors: reach, period: 'month' },
      about: { tier: 'potential' },
      periodAverageFen: 18.5 * wan,
    })
    expect(found[0]?.evidence).toMatchObject({ gapFen: 1.5 * wan, perDayFen: 23 * wan })
  })

  test('from day 20 on, within 8 %, and sooner where the own tier is in danger', () => {
    const at = (day: string, averageWan: number, tier = 'gold') =>
      find('tier_cliff', { on: day, about: { tier }, periodAverageFen: averageWan * wan })
    expect(at('2026-11-19', 49)).toEqual([])
    expect(at('2026-11-22', 45.9)).toEqual([])
    expect(at('2026-11-22', 46)[0]).toMatchObject({ priority: 1, evidence: { tier: 'platinum' } })
    expect(at('2026-11-22', 19)[0]).toMatchObject({ priority: 0, evidence: { tier: 'gold' } })
    expect(at('2026-11-30', 49)).toEqual([])
  })

  test('where the quarter decides: from day 20 of its last month, over its days', () => {
    const tierRules = { floors: defaultTierFloors, period: 'quarter' } as const
    const at = (on: string) =>
      find('tier_cliff', { on, tierRules, about: { tier: 'gold' }, periodAverageFen: 49 * wan })
    expect([...at('2026-11-22'), ...at('2026-12-19')]).toEqual([])
    // 92 days, 81 passed: (50 × 92 − 49 × 81) ÷ 11 万 a day.
    expect(at('2026-12-20')[0]).toMatchObject({
      dueOn: '2026-12-31',
      evidence: { tier: 'platinum', until: '2026-12-31', perDayFen: Math.ceil((631 * wan) / 11) },
    })
  })
})

test('a promised contact comes up three days ahead and stays', () => {
  const promised = (nextOn: string | null) =>
    find('follow_up', {
      lastContact: { id: 'c', on: '2026-11-10', outcome: 'again', nextOn, summary: '问大额存单' },
    })[0]
  expect(promised(null)).toBeUndefined()
  expect(promised('2026-11-26')).toBeUndefined()
  expect(promised('2026-11-25')).toMatchObject({ priority: 1, dueOn: '2026-11-25' })
  expect(promised('2026-11-20')).toMatchObject({ priority: 0, evidence: { on: '2026-11-20' } })
})

test('data quality names the elements that are missing', () => {
  const found = find('data_quality', { about: { occupation: '其他', address: null } })
  expect(found).toMatchObject([{ priority: 3, evidence: { fields: 'occupation,address' } }])
})

test('nobody is sent to who is dead, frozen or not to be contacted', () => {
  const busy = { idleFen: 50 * wan }
  expect(findReasons(file(busy))).toHaveLength(1)
  expect(findReasons(file({ ...busy, about: { deceased_on: '2026-01-01' } }))).toEqual([])
  expect(findReasons(file({ ...busy, frozen: true }))).toEqual([])
  expect(findReasons(file({ ...busy, refused: ['idle_cash'] }))).toEqual([])
  expect(findReasons(file({ ...busy, about: { do_not_contact: true } }))).toEqual([])
})

test('who stands in comes before the primary manager, who left does not count', () => {
  const allocation = (n: number, role: CustomerManager['role'], own = {}): CustomerManager => ({
    branch_id: id(0),
    id: id(n),
    customer_id: id(1),
    staff_id: `staff-${n}`,
    role,
    valid_from: '2020-01-01',
    valid_to: null,
    ...own,
  })
  const all = [
    allocation(1, 'co'),
    allocation(2, 'primary'),
    allocation(3, 'acting', { valid_from: '2026-11-20', valid_to: '2026-11-22' }),
  ]
  const everybody = () => true
  expect(responsibleFor(all, everybody, on)).toBe('staff-3')
  expect(responsibleFor(all, everybody, '2026-11-23')).toBe('staff-2')
  expect(responsibleFor(all, (staff) => staff === 'staff-1', on)).toBe('staff-1')
  expect(responsibleFor([], everybody, on)).toBeNull()
})

describe('a customer who may leave', () => {
  const churn = {
    points: 60,
    band: 'red' as const,
    reasons: ['drop', 'outflow', 'overdue'] as const,
    fallFen: 12 * wan,
    outFen: 9 * wan,
  }

  test('is a reason from red on, once a month, with what gave the points', () => {
    const [found, ...others] = find('churn', { churn })
    expect(others).toEqual([])
    expect(found).toMatchObject({
      ruleVersion: 'churn-task-1',
      occasion: '2026-11',
      priority: 0,
      dueOn: '2026-11-25',
      amountFen: 12 * wan,
      evidence: { points: 60, reasons: 'drop,outflow,overdue' },
    })
    expect(find('churn', { churn: { ...churn, points: 59, band: 'orange' } })).toEqual([])
    expect(find('churn', { churn, about: { tier: 'standard' } })).toEqual([])
    expect(find('churn', { churn, about: { do_not_contact: true } })).toEqual([])
  })
})

describe('a tier that changed', () => {
  const change = (outcome: 'raised' | 'lowered' | 'watched' | 'cleared' | 'kept', since: string) =>
    find('tier_change', {
      tierChange: { outcome, on: since, before: 'platinum', tier: 'gold', averageFen: 30 * wan },
    })

  test('is worth a word for two weeks, the watch for a month, and its end for none', () => {
    expect(change('raised', '2026-11-08')).toHaveLength(1)
    expect(change('raised', '2026-11-07')).toEqual([])
    expect(change('lowered', '2026-11-08')[0]).toMatchObject({ priority: 1, dueOn: '2026-11-22' })
    expect(change('watched', '2026-10-23')[0]).toMatchObject({ priority: 1, dueOn: '2026-11-22' })
    expect(change('watched', '2026-10-22')).toEqual([])
    expect(change('cleared', '2026-11-20')).toEqual([])
    expect(change('kept', '2026-11-20')).toEqual([])
  })
})
