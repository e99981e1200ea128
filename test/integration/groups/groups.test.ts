import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Request } from '#contract/ipc.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import type { GroupRule, RulePart } from '#domain/groups/rule.ts'
import { type Caller, type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
})
afterAll(() => desk.remove())

const rule = (...parts: RulePart[]): GroupRule => ({ version: 1, root: { join: 'all', parts } })
const women: RulePart = { field: 'sex', is: 'any', of: ['F'] }
const gold: RulePart = { field: 'tier', is: 'any', of: ['gold'] }

type Create = Request<'groups.create'>
const create = (over: Partial<Create> = {}, who: Caller = callers.lin) =>
  desk.call(who, 'groups.create', {
    name: '组',
    kind: 'dynamic',
    visibility: 'branch',
    note: '',
    rule: rule(women),
    customerIds: [],
    ...over,
  })
const still = { kind: 'static', rule: null } as const
const groups = async (who: Caller = callers.lin) =>
  (await desk.call(who, 'groups.list', null)).groups
const names = async (groupId: string, who: Caller = callers.lin) => {
  const order = { sort: 'name', descending: false, offset: 0, limit: 50 } as const
  const page = await desk.call(who, 'customers.list', {
    filter: { ...noFilter, groupId },
    ...order,
  })
  return page.rows.map((row) => row.name).sort()
}

beforeEach(async () => {
  for (const who of [callers.lin, callers.chen, callers.head]) {
    for (const { id, mine } of await groups(who)) {
      if (mine) await desk.call(who, 'groups.delete', { groupId: id })
    }
  }
})

describe('a group', () => {
  test('stands in the lists at once, counted within the own customers of whoever looks', async () => {
    const { groupId } = await create()
    const [seen] = await groups()
    expect(seen).toMatchObject({ id: groupId, mine: true, mayChange: true, queued: true, count: 2 })
    expect(seen?.rule).toEqual(rule(women))
    expect((await groups(callers.chen))[0]).toMatchObject({
      mine: false,
      mayChange: false,
      count: 1,
    })
    expect((await groups(callers.head))[0]).toMatchObject({ mayChange: true, count: 4 })
    expect(await names(groupId)).toEqual(['周敏华', '孙雅琴'])
    expect(await names(groupId, callers.chen)).toEqual(['赵启明'])
    expect(await names(groupId, callers.head)).toHaveLength(4)
  })

  test('of one’s own is nobody else’s: neither seen, nor listed, nor changed', async () => {
    const { groupId } = await create({ visibility: 'own' })
    expect(await groups(callers.head)).toEqual([])
    await expect(names(groupId, callers.head)).rejects.toThrow('group.notFound')
    for (const act of ['groups.delete', 'groups.members'] as const) {
      await expect(desk.call(callers.head, act, { groupId })).rejects.toThrow('group.notFound')
    }
    await expect(desk.call(callers.lin, 'groups.members', { groupId: 'none' })).rejects.toThrow(
      'group.notFound',
    )
  })

  test('static: members come, go and come back; each sees only the own ones', async () => {
    const { groupId } = await create({ ...still, customerIds: [ids.zhou] })
    await desk.call(callers.chen, 'groups.setMembers', { groupId, add: [ids.zhao], remove: [] })
    expect(await names(groupId)).toEqual(['周敏华'])
    expect(await names(groupId, callers.head)).toEqual(['周敏华', '赵启明'])
    const { rows } = await desk.call(callers.head, 'groups.members', { groupId })
    expect(rows.map((row) => [row.name, row.addedBy !== ''])).toEqual(
      expect.arrayContaining([
        ['周敏华', true],
        ['赵启明', true],
      ]),
    )
    const set = (add: string[], remove: string[]) =>
      desk.call(callers.lin, 'groups.setMembers', { groupId, add, remove })
    await set([ids.sun], [ids.zhou])
    expect(await names(groupId)).toEqual(['孙雅琴'])
    await set([ids.zhou], [])
    expect(await names(groupId)).toEqual(['周敏华', '孙雅琴'].sort())
    await expect(set([ids.zhao], [])).rejects.toThrow('customer.notYours')
    await expect(set([], [])).rejects.toThrow('request.invalid')
  })

  test('is renamed, its rule changed, deleted and given back', async () => {
    const { groupId } = await create()
    await desk.call(callers.lin, 'groups.change', { groupId, name: '新名', rule: rule(gold) })
    expect((await groups())[0]).toMatchObject({ name: '新名', count: 0, rule: rule(gold) })
    await expect(desk.call(callers.chen, 'groups.change', { groupId, name: 'x' })).rejects.toThrow(
      'group.notYours',
    )
    await desk.call(callers.head, 'groups.change', { groupId, note: '例会用' })
    await expect(
      desk.call(callers.head, 'groups.change', { groupId, visibility: 'own' }),
    ).rejects.toThrow('group.notYours')
    await desk.call(callers.lin, 'groups.delete', { groupId })
    expect(await groups()).toEqual([])
    await expect(names(groupId)).rejects.toThrow('group.notFound')
    await desk.call(callers.lin, 'groups.restore', { groupId })
    expect((await groups())[0]).toMatchObject({ name: '新名', note: '例会用' })
  })

  test('a view that names a group counts it, and nobody once the group is gone', async () => {
    const { groupId } = await create()
    await desk.call(callers.lin, 'customers.saveView', {
      id: null,
      name: '按组',
      filter: { ...noFilter, groupId },
      order: null,
      columns: null,
    })
    const counted = async () => {
      const { views } = await desk.call(callers.lin, 'customers.views', null)
      return views.find(({ own }) => own?.name === '按组')?.count
    }
    expect(await counted()).toBe(2)
    await desk.call(callers.lin, 'groups.delete', { groupId })
    expect(await counted()).toBe(0)
  })

  test('wrong ones are refused before a command is given', async () => {
    const given = () =>
      desk.journal((db) => db.prepare('SELECT count(*) FROM command').pluck().get())
    const { groupId } = await create({ name: '一组' })
    const fixed = await create({ ...still, name: '二组', customerIds: [ids.zhou] })
    const before = given()
    await expect(create({ name: '一组' })).rejects.toThrow('group.nameTaken')
    await expect(create({ name: ' ' })).rejects.toThrow('request.invalid')
    await expect(create({ name: '三组', rule: null })).rejects.toThrow('group.ruleInvalid')
    await expect(create({ name: '三组', rule: rule() })).rejects.toThrow('request.invalid')
    await expect(create({ ...still, name: '三组', customerIds: [ids.zhao] })).rejects.toThrow(
      'customer.notYours',
    )
    await expect(
      desk.call(callers.lin, 'groups.setMembers', { groupId, add: [ids.zhou], remove: [] }),
    ).rejects.toThrow('group.wrongKind')
    await expect(
      desk.call(callers.lin, 'groups.change', { groupId: fixed.groupId, rule: rule(gold) }),
    ).rejects.toThrow('group.wrongKind')
    await expect(groups(callers.teller)).rejects.toThrow('request.forbidden')
    expect(given()).toBe(before)
  })
})

test('a rule is counted line by line before it is kept, with some of whom it leaves', async () => {
  const count = (asked: GroupRule | null, who: Caller = callers.head) =>
    desk.call(who, 'groups.count', { rule: asked, sample: 3 })
  const whole = await count(null)
  expect(whole).toMatchObject({ everybody: 4, total: 4, steps: [{ at: [], customers: 4 }] })
  const counted = await count(rule(women, gold))
  expect(counted.steps).toEqual([
    { at: [0], customers: 4 },
    { at: [1], customers: counted.total },
    { at: [], customers: counted.total },
  ])
  expect(counted.sample.map(({ tier }) => tier)).toEqual(counted.sample.map(() => 'gold'))
  expect(counted.tiers.find(({ tier }) => tier === 'gold')?.customers).toBe(counted.total)
  expect((await count(rule(women), callers.lin)).everybody).toBe(2)
})

test('the visit list of a group names its customers with what is open of each', async () => {
  const { groupId } = await create({ ...still, customerIds: [ids.zhou, ids.sun] })
  const list = await desk.call(callers.lin, 'groups.visits', { groupId, limit: 10 })
  expect(list).toMatchObject({ groupName: '组', total: 2, businessDate: today })
  const zhou = list.visits.find(({ customerId }) => customerId === ids.zhou)
  expect(zhou?.tasks.length).toBeGreaterThan(0)
  expect(zhou?.mobile).toContain('****')
  expect(zhou?.address).not.toContain('三单元')
})
