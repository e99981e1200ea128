import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { averageBetween } from '#domain/accounts/average-balance.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { balances, callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
})
afterAll(() => desk.remove())

const open = (customerId: string, who: keyof typeof callers = 'lin') =>
  desk.call(callers[who], 'customers.open', { customerId })

const wan = 1_000_000

describe('the overview of a customer', () => {
  test('shows who it is, with personal data masked', async () => {
    const zhou = await open(ids.zhou)
    expect(zhou).toMatchObject({
      name: '周敏华',
      age: 46,
      tier: 'platinum',
      managers: [{ name: '林晓彤', role: 'primary' }],
      asOf: today,
      aumFen: 80 * wan,
      change30Fen: 80 * wan - 98_333_333,
      nextTierFloorFen: 200 * wan,
      contactCycleDays: 60,
      consentValid: false,
    })
    const fields = Object.fromEntries(zhou.profile.map((each) => [each.field, each]))
    expect(fields['mobile']).toEqual({
      field: 'mobile',
      masked: '199****6021',
      revealable: true,
      valid: true,
      pending: null,
    })
    expect(fields['id_no']?.masked).toBe('990***********0328')
    expect(fields['address']?.masked).toBe('虚构市******')
    expect(fields['email']?.masked).toBe('s****@example.com')
    expect(fields['name']).toMatchObject({ masked: '周敏华', revealable: false })
  })

  test('holds no full phone, identity, account or street anywhere', async () => {
    const text = JSON.stringify(await open(ids.zhou))
    for (const secret of [
      '19912346021',
      '990000198003280328',
      '某某路',
      'someone@',
      '6228480000000031',
      '6222000011112222',
    ]) {
      expect(text).not.toContain(secret)
    }
  })

  test('positions add up to AUM, without closed and foreign accounts', async () => {
    const { positions, aumFen } = await open(ids.zhou)
    expect(positions.map(({ name, balanceFen, number }) => [name, balanceFen, number])).toEqual([
      ['account.term', 50 * wan, '****0032'],
      ['稳健一号', 20 * wan, null],
      ['account.current', 10 * wan, '****0031'],
    ])
    expect(positions.reduce((sum, { balanceFen }) => sum + balanceFen, 0)).toBe(aumFen)
    expect(positions[1]).toMatchObject({ assetClass: 'fund', gainFen: 2 * wan })
  })

  test('twenty-four month averages by class, the running month up to the business date', async () => {
    const { trend, monthAverageFen } = await open(ids.zhou)
    expect(trend.months[0]).toBe('2024-12')
    expect(trend.months).toHaveLength(24)
    expect(trend.series.map(({ assetClass }) => assetClass)).toEqual(['deposit', 'fund'])
    const last = trend.series.map(({ averagesFen }) => averagesFen.at(-1))
    expect(last).toEqual([
      averageBetween(
        [balances[ids.current], balances[ids.term]].filter((p) => p !== undefined),
        '2026-11-01',
        today,
      ),
      averageBetween(
        [balances[ids.fund]].filter((p) => p !== undefined),
        '2026-11-01',
        today,
      ),
    ])
    expect(trend.series[0]?.averagesFen[12]).toBe(55 * wan)
    // Each class is rounded by itself, the whole once: a 分 at most between them.
    expect(Math.abs((last[0] ?? 0) + (last[1] ?? 0) - monthAverageFen)).toBeLessThanOrEqual(1)
  })

  test('relatives: own customers in full, others masked with tier, strangers by name', async () => {
    const { relations } = await open(ids.zhou)
    expect(
      relations.map(({ kind, name, tier, customerId }) => [kind, name, tier, customerId]),
    ).toEqual([
      ['employer', '虚构小学', null, null],
      ['referral', '外*人', null, null],
      ['sibling', '赵*明', 'gold', null],
      ['spouse', '孙雅琴', 'private', ids.sun],
    ])
    const head = await open(ids.zhou, 'head')
    expect(head.relations[2]).toMatchObject({ name: '赵启明', customerId: ids.zhao })
  })

  test('the family counts whom the viewer manages; the other side of a tie sees it too', async () => {
    const zhou = await open(ids.zhou)
    expect(zhou.household).toEqual({ aumFen: 680 * wan, counted: 1, hidden: 1, outside: 0 })
    expect(zhou.relations.map(({ aumFen }) => aumFen)).toEqual([null, null, null, 600 * wan])
    const head = await open(ids.zhou, 'head')
    expect(head.household).toEqual({ aumFen: 773 * wan, counted: 2, hidden: 0, outside: 0 })
    const sun = await open(ids.sun)
    expect(sun.relations).toMatchObject([{ kind: 'spouse', name: '周敏华', aumFen: 80 * wan }])
    expect(sun.household.aumFen).toBe(680 * wan)
  })

  test('says what changes the talk, what is coming, and what may be offered', async () => {
    const zhou = await open(ids.zhou)
    expect(zhou.marks).toEqual([])
    expect((await open(ids.sun)).marks).toEqual(['noAccount'])
    expect(zhou.upcoming.map(({ kind, on }) => [kind, on])).toEqual([
      ['maturity', '2026-11-24'],
      ['riskExpiry', '2027-01-01'],
      ['birthday', '2027-03-28'],
    ])
    expect(zhou.offers).toMatchObject([{ name: '稳健一号', riskLevel: 3, reason: null }])
    expect(zhou.favourite).toBe(false)
  })

  test('of a customer of somebody else only masked name, tier and whom to ask', async () => {
    const peek = (customerId: string) => desk.call(callers.lin, 'customers.peek', { customerId })
    expect(await peek(ids.zhao)).toEqual({
      name: '赵*明',
      tier: 'gold',
      mobile: '199****7730',
      managers: [{ name: '陈立新', role: 'primary' }],
      viewing: null,
      mayAsk: { usualDays: 3, mostDays: 7 },
    })
    await expect(peek('nobody')).rejects.toThrow('customer.notFound')
  })

  test('contacts come latest first; open tasks with the facts behind them', async () => {
    const zhou = await open(ids.zhou)
    expect(zhou.contacts.map(({ summary }) => summary)).toEqual(['第3次', '第2次', '第1次'])
    expect(zhou.contactTotal).toBe(3)
    expect(zhou.contacts[0]).toMatchObject({ staffName: '林晓彤', state: 'stored' })
    expect(zhou.tasks).toEqual([
      {
        id: ids.task,
        customerId: ids.zhou,
        kind: 'maturity',
        priority: 1,
        dueOn: '2026-11-24',
        amountFen: 50 * wan,
        evidence: { product: '整存整取', amountFen: 50 * wan, maturesOn: '2026-11-24' },
        ruleVersion: 'maturity-1',
        state: 'open',
        notBefore: null,
        queued: false,
      },
    ])
  })

  test('a customer head office has not summed up yet opens all the same', async () => {
    const qian = await open(ids.qian, 'head')
    expect(qian).toMatchObject({ aumFen: 0, asOf: today, positions: [], lastContactOn: null })
    expect(qian.trend.series).toEqual([])
  })

  test('takes the same number of statements, however much a customer holds', async () => {
    desk.statementsRun()
    await open(ids.zhou)
    const rich = desk.statementsRun()
    await open(ids.sun)
    expect(desk.statementsRun()).toBe(rich)
    expect(rich).toBeLessThanOrEqual(20)
  })
})

describe('pages of the record', () => {
  test('transactions: masked account, latest first, with their total', async () => {
    const request = { customerId: ids.zhou, offset: 1, limit: 1 }
    const page = await desk.call(callers.lin, 'customers.transactions', request)
    expect(page).toEqual({
      total: 3,
      inFen: 0,
      outFen: 600,
      rows: [
        {
          txnNo: 'T2',
          postedOn: '2026-11-12',
          postedAtMs: null,
          account: '****0031',
          direction: 'out',
          amountFen: 200,
          balanceFen: null,
          operation: 'transfer_out',
          purpose: null,
          party: { kind: 'organisation', name: '某商户超市', bank: null, tail: null },
          large: false,
        },
      ],
    })
  })

  test.each([
    [{ direction: 'in' }, []],
    [{ direction: 'out' }, ['T3', 'T2', 'T1']],
    [{ leastFen: 200 }, ['T3', 'T2']],
    [{ month: '2026-10' }, []],
    [{ month: '2026-11' }, ['T3', 'T2', 'T1']],
    [{ text: '商户' }, ['T3', 'T2', 'T1']],
    [{ text: 'T2' }, ['T2']],
    [{ text: 'Ｔ２' }, ['T2']],
    [{ text: '转出' }, ['T3', 'T2', 'T1']],
    [{ text: 'Transfer out' }, ['T3', 'T2', 'T1']],
    [{ text: '代发' }, []],
    [{ text: '2.00' }, ['T2']],
    [{ text: '２' }, ['T2']],
    [{ text: '−2.00' }, ['T2']],
    [{ text: '+2.00' }, []],
    [{ text: '某商户超市 3元' }, ['T3']],
    [{ text: '11-12' }, ['T2']],
    [{ text: '****0031' }, ['T3', 'T2', 'T1']],
    [{ text: '****9999' }, []],
    [{ text: '%' }, []],
    [{ text: `'; DROP TABLE account --` }, []],
  ] as const)('transactions by %j', async (over, numbers) => {
    const filter = { direction: null, leastFen: null, month: null, text: '', ...over }
    const request = { customerId: ids.zhou, filter, offset: 0, limit: 50 }
    const page = await desk.call(callers.lin, 'customers.transactions', request)
    expect(page.rows.map(({ txnNo }) => txnNo)).toEqual(numbers)
    expect(page.total).toBe(numbers.length)
  })

  test('contacts', async () => {
    const request = { customerId: ids.zhou, offset: 2, limit: 5 }
    const page = await desk.call(callers.lin, 'customers.contacts', request)
    expect([page.total, page.rows.map(({ summary }) => summary)]).toEqual([3, ['第1次']])
  })
})

describe('an average explained', () => {
  test.each(['month', 'quarter'] as const)('%s: all parts add up exactly', async (period) => {
    const whole = await desk.call(callers.lin, 'customers.average', {
      customerId: ids.zhou,
      period,
    })
    const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0)
    expect(total(whole.months.map(({ sumFenDays }) => sumFenDays))).toBe(whole.sumFenDays)
    expect(total(whole.months.map(({ days }) => days))).toBe(whole.days)
    expect(total(whole.classes.map(({ averageFen }) => averageFen))).toBe(whole.averageFen)
    expect(whole.averageFen).toBe(averageBetween(Object.values(balances), whole.from, whole.to))
    expect([whole.from, whole.to]).toEqual([
      period === 'month' ? '2026-11-01' : '2026-10-01',
      today,
    ])
  })

  test('the month is the one the overview shows', async () => {
    const request = { customerId: ids.zhou, period: 'month' } as const
    const { averageFen } = await desk.call(callers.lin, 'customers.average', request)
    expect(averageFen).toBe((await open(ids.zhou)).monthAverageFen)
  })

  test('names the floors in force, the bank’s own where it published some', async () => {
    const floors = async () => {
      const request = { customerId: ids.zhou, period: 'month' } as const
      const whole = await desk.call(callers.lin, 'customers.average', request)
      return whole.floors.map(({ floorFen }) => floorFen / wan)
    }
    expect(await floors()).toEqual([5, 20, 50, 200, 600])
    const value = (potential: number) =>
      JSON.stringify({ potential, gold: 2, platinum: 3, diamond: 4, private: 5 })
    const parameter = (version: number, effective_from: string, text: string) => ({
      id: `parameter-${version}`,
      key: 'tier.floors',
      version,
      effective_from,
      value: text,
    })
    desk.cache.put('parameter', parameter(1, '2020-01-01', value(1)))
    desk.cache.put('parameter', parameter(2, today, value(2 * wan)))
    desk.cache.put('parameter', parameter(3, '2026-11-23', value(3)))
    expect((await floors())[0]).toBe(2)
  })
})
