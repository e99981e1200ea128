import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CustomerGraph, GraphNode } from '#contract/ipc/customers.ts'
import { crowdSql, mostCounted } from '#db/customers/graph.ts'
import { mostNodes } from '#domain/graph/ego-graph.ts'
import { edgeKinds } from '#domain/graph/kinds.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import {
  allocate,
  callers,
  customerRecord,
  fillSmallBranch,
  ids,
  today,
} from '../../support/small-branch.ts'

let desk: CustomerDesk

const wan = 1_000_000
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const more = { wu: id(201), tong: id(202), bank: id(203), late: id(204), far: id(205) }
let serial = 0

function relate(from: string, to: string | null, name: string, kind: string, own = {}): void {
  serial += 1
  desk.cache.put('relation', {
    branch_id: ids.branch,
    id: id(900 + serial),
    from_customer_id: from,
    to_customer_id: to,
    to_name: name,
    kind,
    source: 'customer',
    valid_from: '2021-03-01',
    valid_to: null,
    ...own,
  })
}

function openAccount(customerId: string, n: number): void {
  desk.cache.put('account', {
    branch_id: ids.branch,
    id: id(n),
    customer_id: customerId,
    account_no: `62284800${String(n).padStart(8, '0')}`,
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
  })
}

function book(account: string, own: object): void {
  serial += 1
  desk.cache.put('bank_transaction', {
    branch_id: ids.branch,
    txn_no: `G${String(serial).padStart(4, '0')}`,
    account_id: account,
    posted_on: '2026-11-05',
    posted_at: null,
    direction: 'out',
    amount_fen: wan,
    balance_fen: null,
    operation: 'transfer_out',
    purpose: null,
    channel: 'mobile',
    counterparty_name: null,
    counterparty_bank: null,
    counterparty_account: null,
    ...own,
  })
}

const customer = (own: Parameters<typeof customerRecord>[0]) =>
  desk.cache.put('customer', customerRecord({ mobile: null, employer: null, ...own }))

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  // 周, 孙, 赵 and 钱 work at 虚构小学; 吴 and 童 do not work anywhere that counts.
  customer({ id: more.wu, name: '吴小云', employer: '无', mobile: '19912346021', tier: 'gold' })
  customer({ id: more.tong, name: '童安', employer: '-', deceased_on: '2025-01-01' })
  customer({ id: more.far, name: '方远' })
  allocate(desk, more.tong, ids.lin, 'primary')
  openAccount(ids.qian, 41)
  openAccount(ids.sun, 42)
  // 孙's own ties: to 周 (told by both), 童 and somebody who is no customer; a circle of three.
  relate(ids.sun, ids.zhou, '周敏华', 'spouse')
  relate(ids.sun, more.tong, '童安', 'parent')
  relate(more.tong, ids.zhou, '周敏华', 'referral', { valid_to: '2026-01-01' })
  relate(ids.sun, null, '孙小丫', 'child')
  relate(ids.zhou, ids.zhou, '周敏华', 'sibling')
  // Nobody but 陈 sees 赵's ties.
  relate(ids.zhao, more.far, '方远', 'spouse')
  desk.cache.db.exec('DELETE FROM bank_transaction')
  book(ids.current, { counterparty_name: '钱无主', counterparty_account: '6228480000000041' })
  book(ids.current, {
    ...{ direction: 'in', operation: 'transfer_in', amount_fen: 3 * wan },
    ...{ counterparty_name: '钱无主', counterparty_account: '6228480000000041' },
    posted_on: '2026-11-09',
  })
  book(ids.current, { counterparty_name: '石磊', counterparty_bank: '甲州银行' })
  book(ids.current, { counterparty_name: '周敏华', counterparty_bank: '甲州银行' })
  book(ids.current, { counterparty_name: '石磊', posted_on: '2025-11-01' })
  book(ids.current, { counterparty_name: '孙雅琴', amount_fen: 5 * wan })
  book(id(42), {
    ...{ direction: 'in', operation: 'transfer_in', amount_fen: 5 * wan },
    counterparty_name: '周敏华',
  })
  book(id(42), { counterparty_name: '远望商贸有限公司' })
})
afterAll(() => desk.remove())

const graphOf = (
  hops: 1 | 2 = 2,
  who: keyof typeof callers = 'lin',
  kinds: readonly (typeof edgeKinds)[number][] = edgeKinds,
) => desk.call(callers[who], 'customers.graph', { customerId: ids.zhou, hops, kinds: [...kinds] })

const named = (graph: CustomerGraph, name: string): GraphNode | undefined =>
  graph.nodes.find((node) => node.name === name)

/** Reasons between two, by their names. */
function between(graph: CustomerGraph, from: string, to: string) {
  const [a, b] = [named(graph, from)?.key, named(graph, to)?.key]
  return graph.edges.find((edge) => edge.from === a && edge.to === b)?.evidence
}

describe('the relation graph of a customer', () => {
  test('one hop: every direct tie once, with its reasons', async () => {
    const graph = await graphOf(1)
    expect(graph.nodes.map(({ name, hop, kind }) => [name, hop, kind])).toEqual([
      ['周敏华', 0, 'customer'],
      ['孙雅琴', 1, 'customer'],
      ['赵*明', 1, 'customer'],
      ['外*人', 1, 'person'],
      ['虚构小学', 1, 'organisation'],
      ['吴*云', 1, 'customer'],
      ['钱*主', 1, 'customer'],
      ['石*', 1, 'person'],
    ])
    expect(between(graph, '周敏华', '孙雅琴')).toEqual([
      {
        kind: 'family',
        source: 'customer',
        strength: 'high',
        on: '2020-01-01',
        relation: 'spouse',
        transfers: null,
      },
      {
        kind: 'transfer',
        source: 'transaction',
        strength: 'low',
        on: '2026-11-05',
        relation: null,
        transfers: { inFen: 0, outFen: 5 * wan, count: 1, lastOn: '2026-11-05' },
      },
    ])
    expect(graph.direct).toEqual({
      family: 2,
      guarantor: 0,
      registered: 1,
      employer: 1,
      transfer: 3,
      phone: 1,
    })
    expect(graph.rest).toEqual([])
  })

  test('transfers of twelve months, both ways, without the customer’s own accounts', async () => {
    const graph = await graphOf(1)
    expect(between(graph, '周敏华', '钱*主')?.[0]?.transfers).toEqual({
      inFen: 3 * wan,
      outFen: wan,
      count: 2,
      lastOn: '2026-11-09',
    })
    expect(between(graph, '周敏华', '石*')?.[0]?.transfers).toMatchObject({ count: 1 })
    expect([graph.askedFrom, graph.to]).toEqual(['2025-11-23', today])
  })

  test('an employer is one node with a count; its people stand behind it', async () => {
    const one = await graphOf(1)
    expect(named(one, '虚构小学')).toMatchObject({ others: 3, tier: null, customerId: null })
    const two = await graphOf(2, 'lin', ['employer'])
    expect(two.edges.map(({ evidence }) => evidence[0]?.kind)).toEqual([
      'employer',
      'employer',
      'employer',
      'employer',
    ])
    expect(named(two, '钱*主')?.hop).toBe(2)
  })

  test('two hops go on through those the viewer manages, and the rest is said to be closed', async () => {
    const graph = await graphOf(2)
    expect(named(graph, '孙小丫')).toMatchObject({ hop: 2, kind: 'person', tier: null })
    expect(named(graph, '远望商贸有限公司')).toMatchObject({ hop: 2, kind: 'organisation' })
    expect(named(graph, '童安')).toMatchObject({ hop: 2, deceased: true, customerId: more.tong })
    expect(JSON.stringify(graph)).not.toContain('方')
    expect(graph.closed).toBe(3)
    // The same money in both books counts once.
    expect(between(graph, '周敏华', '孙雅琴')?.[1]?.transfers).toMatchObject({
      outFen: 5 * wan,
      count: 1,
    })
  })

  test('kinds that are not asked for are not there', async () => {
    const graph = await graphOf(2, 'lin', ['phone'])
    expect(graph.nodes.map(({ name }) => name)).toEqual(['周敏华', '吴*云'])
    expect(graph.direct.family).toBe(2)
  })

  test('neither a relation to oneself nor one that ended nor an employer “无” ties anybody', async () => {
    const graph = await graphOf(2)
    expect(graph.edges.some(({ from, to }) => from === to)).toBe(false)
    expect(between(graph, '周敏华', '童安')).toBeUndefined()
    const wu = await desk.call(callers.head, 'customers.graph', {
      customerId: more.wu,
      hops: 2,
      kinds: ['employer'],
    })
    expect(wu.nodes).toHaveLength(1)
    expect(wu.direct.employer).toBe(0)
  })
})

describe('who sees what', () => {
  test('whom the viewer does not manage: masked name, tier and manager, nothing to open', async () => {
    expect(named(await graphOf(1), '赵*明')).toEqual({
      key: 'n2',
      hop: 1,
      kind: 'customer',
      name: '赵*明',
      tier: 'gold',
      aumFen: null,
      customerId: null,
      manager: '陈立新',
      deceased: false,
      others: null,
    })
  })

  test('nothing that leaves the service tells more', async () => {
    const text = JSON.stringify([await graphOf(1), await graphOf(2)])
    for (const secret of [
      '赵启明',
      '钱无主',
      '吴小云',
      '石磊',
      '外行人',
      '19912346021',
      '62284800',
    ]) {
      expect(text).not.toContain(secret)
    }
    for (const other of [ids.zhao, ids.qian, more.wu, more.far]) expect(text).not.toContain(other)
  })

  test('the head of the branch sees all of it, further ties of everybody too', async () => {
    const graph = await graphOf(2, 'head')
    expect(named(graph, '赵启明')).toMatchObject({ aumFen: 93 * wan, customerId: ids.zhao })
    expect(named(graph, '方远')).toMatchObject({ hop: 2 })
    expect(graph.closed).toBe(0)
  })

  test.each([
    { kinds: [] },
    { kinds: ['risk'] },
    { hops: 3 },
    { hops: 2, kinds: ['phone'], staffId: ids.chen },
  ])('refuses %j', async (wrong) => {
    const request = { customerId: ids.zhou, hops: 1, kinds: ['phone'], ...wrong }
    expect(await desk.reply(callers.lin, 'customers.graph', request)).toMatchObject({
      ok: false,
      error: { code: 'request.invalid' },
    })
  })
})

describe('bounds', () => {
  test('a crowd with one employer and one number stays two nodes with counts', async () => {
    for (let n = 0; n < mostCounted + 200; n += 1) {
      customer({ id: id(3000 + n), name: '众生', employer: '虚构小学', mobile: '19912346021' })
    }
    const graph = await graphOf(2)
    expect(named(graph, '虚构小学')).toMatchObject({ others: mostCounted })
    expect(named(graph, '199****6021')).toMatchObject({ kind: 'phone', others: mostCounted })
    expect(graph.nodes.some(({ name }) => name === '众*')).toBe(false)
    expect(graph.nodes.length).toBeLessThan(mostNodes)
  })

  test('many other sides: the largest stay, the others are counted', async () => {
    for (let n = 0; n < 40; n += 1) {
      book(ids.current, {
        counterparty_name: `王${'甲乙丙丁'[n % 4]}`,
        counterparty_bank: `${n}行`,
      })
    }
    const graph = await graphOf(1)
    expect(graph.nodes).toHaveLength(mostNodes + 1)
    const left = graph.rest.reduce((sum, { count }) => sum + count, 0)
    expect(left + mostNodes).toBe(graph.direct.transfer + 5 - 1)
    expect(graph.rest.every(({ kind }) => kind === 'transfer')).toBe(true)
  })

  test('statements grow with those that are looked at, never with their rows', async () => {
    desk.statementsRun()
    await graphOf(1)
    const before = desk.statementsRun()
    for (let n = 0; n < 50; n += 1) book(ids.current, { counterparty_name: '石磊' })
    await graphOf(1)
    expect(desk.statementsRun()).toBe(before)
    expect(before).toBeLessThan(25)
  })

  test.each(['employer', 'mobile'] as const)('counts by the index of %s alone', (column) => {
    const plan = desk.cache.db.prepare(`EXPLAIN QUERY PLAN ${crowdSql(column)}`).all('x') as {
      detail: string
    }[]
    const read = plan.map(({ detail }) => detail).filter((detail) => /customer/.test(detail))
    expect(read).toEqual([
      expect.stringMatching(`^SEARCH customer USING COVERING INDEX customer_by_${column} `),
    ])
  })
})
