import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CustomerFilter, viewLimits } from '#contract/ipc/customers.ts'
import type { Request } from '#contract/ipc.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
})
afterAll(() => desk.remove())

const everybody: CustomerFilter = {
  text: '',
  tier: null,
  tierAndAbove: false,
  managerRole: null,
  asset: null,
  change: null,
  maturesWithinDays: null,
  notContactedForDays: null,
  incompleteBelowBp: null,
}

const vip = { ...everybody, tier: 'platinum', tierAndAbove: true } as const

const save = (over: Partial<Request<'customers.saveView'>> = {}, who = callers.lin) =>
  desk.call(who, 'customers.saveView', {
    id: null,
    name: '白金走访',
    filter: vip,
    order: { sort: 'name', descending: false },
    columns: ['name', 'aum'],
    ...over,
  })

const views = async (who = callers.lin) =>
  (await desk.call(who, 'customers.views', null)).views.filter((view) => view.own !== null)

beforeEach(async () => {
  for (const who of [callers.lin, callers.chen]) {
    for (const view of await views(who)) {
      await desk.call(who, 'customers.deleteView', { id: view.key })
    }
  }
})

describe('a saved view', () => {
  test('comes back with filter, order, columns and its count, to its owner alone', async () => {
    const { id } = await save()
    expect(await views()).toEqual([
      {
        key: id,
        filter: vip,
        count: 2,
        own: {
          name: '白金走访',
          order: { sort: 'name', descending: false },
          columns: ['name', 'aum'],
        },
      },
    ])
    expect(await views(callers.chen)).toEqual([])
  })

  test('is renamed in place, and given back after it was deleted', async () => {
    const first = await save()
    const second = await save({ name: '第二个' })
    await save({ id: first.id, name: '新名称' })
    expect((await views()).map((view) => view.own?.name)).toEqual(['新名称', '第二个'])
    await desk.call(callers.lin, 'customers.deleteView', { id: second.id })
    expect(await views()).toHaveLength(1)
    await save({ id: second.id, name: '第二个' })
    expect((await views()).map((view) => view.key)).toEqual([first.id, second.id])
  })

  test('needs a name of its own, and there is an end to their number', async () => {
    await save()
    await expect(save()).rejects.toThrow('view.nameTaken')
    await expect(save({ name: '   ' })).rejects.toThrow('request.invalid')
    for (let n = 1; n < viewLimits.count; n++) await save({ name: `视图${n}` })
    await expect(save({ name: '多一个' })).rejects.toThrow('view.tooMany')
  })

  test('keeps the scope: its filter sees no more than its owner', async () => {
    await save({ filter: everybody }, callers.chen)
    expect((await views(callers.chen)).map(({ count }) => count)).toEqual([1])
  })
})

describe('★', () => {
  const list = (who = callers.lin) =>
    desk.call(who, 'customers.list', {
      filter: { ...everybody, favourite: true },
      sort: 'aum',
      descending: true,
      offset: 0,
      limit: 50,
    })
  const mark = (customerId: string, favourite = true, who = callers.lin) =>
    desk.call(who, 'customers.setFavourite', { customerId, favourite })

  test('is a mark of one person, on customers of the scope', async () => {
    await mark(ids.zhou)
    await mark(ids.zhou)
    expect((await list()).rows.map((row) => [row.id, row.favourite])).toEqual([[ids.zhou, true]])
    expect((await list(callers.head)).total).toBe(0)
    await expect(mark(ids.zhao)).rejects.toThrow('customer.notYours')
    await mark(ids.zhou, false)
    expect((await list()).total).toBe(0)
  })
})

describe('customers opened last', () => {
  const visit = async (customerId: string, who = callers.lin) => {
    desk.clock.wallMs += 1000
    await desk.call(who, 'customers.visit', { customerId })
  }
  const recent = async (who = callers.lin) => {
    const hits = await desk.call(who, 'customers.recent', null)
    return hits.map((hit) => hit.id)
  }

  test('stand latest first, each once, and only while in scope', async () => {
    await visit(ids.zhou)
    await visit(ids.sun)
    await visit(ids.zhou)
    expect(await recent()).toEqual([ids.zhou, ids.sun])
    await expect(visit(ids.zhao)).rejects.toThrow('customer.notYours')
    expect(await recent(callers.chen)).toEqual([])
  })
})

test('columns are remembered for a person', async () => {
  const chosen = async () => (await desk.call(callers.lin, 'customers.views', null)).columns
  expect(await chosen()).toBeNull()
  await desk.call(callers.lin, 'customers.setColumns', { columns: ['name', 'loan'] })
  expect(await chosen()).toEqual(['name', 'loan'])
  await desk.call(callers.lin, 'customers.setColumns', { columns: null })
  expect(await chosen()).toBeNull()
})

test('a branch is filtered by who looks after, a book names its owner alone', async () => {
  const managers = await desk.call(callers.head, 'customers.managers', null)
  expect(managers.map(({ id }) => id).sort()).toEqual([ids.lin, ids.chen].sort())
  expect(await desk.call(callers.lin, 'customers.managers', null)).toHaveLength(1)
  const page = await desk.call(callers.head, 'customers.list', {
    filter: { ...everybody, managerId: ids.chen },
    sort: 'aum',
    descending: true,
    offset: 0,
    limit: 50,
  })
  expect(page.rows.map(({ id }) => id)).toEqual([ids.zhao])
})
