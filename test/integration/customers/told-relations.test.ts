import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Request } from '#contract/ipc.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, customerRecord, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk
const other = '00000000-0000-7000-8000-000000000401'

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.put(
    'customer',
    customerRecord({ id: other, name: '钱守一', customer_no: '6157800001' }),
  )
})
afterEach(() => desk.remove())

type Who = keyof typeof callers
const record = (own: Partial<Request<'customers.recordRelation'>> = {}, who: Who = 'lin') =>
  desk.call(callers[who], 'customers.recordRelation', {
    customerId: ids.zhou,
    kind: 'sibling',
    name: '钱守一',
    customerNo: null,
    ...own,
  })
const withdraw = (relationId: string, who: Who = 'lin') =>
  desk.call(callers[who], 'customers.withdrawRelation', { customerId: ids.zhou, relationId })
const relations = async () =>
  (await desk.call(callers.lin, 'customers.open', { customerId: ids.zhou })).relations
const told = async () => (await relations()).find((each) => each.told && each.queued)

describe('what the customer tells of others', () => {
  test('stands at once with source and day, in the graph too, and is taken back', async () => {
    const before = (await relations()).length
    await record({ customerNo: '6157800001' })
    expect(await told()).toMatchObject({
      kind: 'sibling',
      name: '钱*一',
      source: 'customer',
      since: today,
      customerId: null,
      queued: true,
    })
    const graph = await desk.call(callers.lin, 'customers.graph', {
      customerId: ids.zhou,
      hops: 1,
      kinds: ['family'],
    })
    expect(graph.nodes.map(({ name }) => name)).toContain('钱*一')
    await withdraw((await told())?.id ?? '')
    expect(await relations()).toHaveLength(before)
  })

  test('somebody who is no customer is named as told', async () => {
    await record({ name: '钱多多' })
    expect(await told()).toMatchObject({ name: '钱多多', tier: null })
  })

  test('a number tells nobody anything unless the name is known', async () => {
    for (const own of [
      { customerNo: '6157800001', name: '钱守二' },
      { customerNo: '6157809999' },
    ]) {
      await expect(record(own)).rejects.toThrow('relation.nobody')
    }
  })

  test('the same again, and what nobody told, is refused; so is somebody else’s customer', async () => {
    await record()
    await expect(record()).rejects.toThrow('relation.alreadyThere')
    await expect(withdraw(other)).rejects.toThrow('relation.notFound')
    desk.cache.put('relation', {
      branch_id: ids.branch,
      id: '00000000-0000-7000-8000-000000000402',
      from_customer_id: ids.zhou,
      to_customer_id: null,
      to_name: '核心担保',
      kind: 'guarantor',
      source: 'core',
      valid_from: '2020-01-01',
      valid_to: null,
    })
    await expect(withdraw('00000000-0000-7000-8000-000000000402')).rejects.toThrow(
      'relation.notTold',
    )
    await expect(record({ customerId: ids.zhao })).rejects.toThrow('customer.notYours')
    await expect(record({}, 'teller')).rejects.toThrow('request.forbidden')
  })
})
