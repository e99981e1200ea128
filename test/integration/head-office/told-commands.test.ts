import { beforeEach, describe, expect, test } from 'vitest'
import type { Customer } from '#domain/customers/records.ts'
import { addDays } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  idOf,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import { withCommandDesk } from '#test/support/command-desk.ts'

const desk = withCommandDesk([people.li, people.wang])
const { give } = desk
const atMs = Date.UTC(2026, 10, 20, 2)
let count = 0
let zhou: Customer
let sun: Customer

beforeEach(async () => {
  count += 1
  zhou = aCustomer(`周敏华${count}`)
  sun = aCustomer(`孙立国${count}`)
  await loadRecords(desk.office.pool, {
    customer: [zhou, sun],
    customer_manager: [aManager(zhou.id, people.li.id), aManager(sun.id, people.wang.id)],
  })
})

async function moveAway(): Promise<void> {
  await desk.office.pool.query(
    'update customer_directory set branch_id = $2 where customer_id = $1',
    [zhou.id, branchB],
  )
}

async function actsOn(object: string): Promise<string[]> {
  const { rows } = await desk.office.pool.query<{ action: string }>(
    'select action from audit_log where object = $1 order by id',
    [object],
  )
  return rows.map(({ action }) => action)
}

describe('the class of another side', () => {
  const said = (over: object = {}) => ({
    saidId: uuidV7(Date.now()),
    customerId: zhou.id,
    party: 'account:9900000000000099',
    flowClass: 'securities',
    was: 'other',
    atMs,
    ...over,
  })
  const classes = async () => {
    const { rows } = await desk.office.pool.query<Record<string, unknown>>(
      `select flow_class, given_by::text from party_class
       where branch_id = $1 and customer_id = $2 order by ver, id`,
      [branchA, zhou.id],
    )
    return rows
  }

  test('is kept with who said it, taken back by another line, and leaves a trace of each', async () => {
    const first = said()
    const back = said({ flowClass: null, was: 'securities' })
    for (const each of [first, back]) {
      expect(await give('customer.classifyParty', people.li, each)).toMatchObject({
        outcome: 'applied',
      })
      expect(await actsOn(each.saidId)).toEqual(['party.classify'])
    }
    expect(await classes()).toEqual([
      { flow_class: 'securities', given_by: people.li.id },
      { flow_class: null, given_by: people.li.id },
    ])
  })

  test('is said by who looks after the customer alone, where he or she is', async () => {
    expect(await give('customer.classifyParty', people.wang, said())).toMatchObject({
      outcome: 'rejected',
      code: 'request.forbidden',
    })
    await moveAway()
    expect(await give('customer.classifyParty', people.li, said())).toMatchObject({
      outcome: 'rejected',
      code: 'customer.moved',
    })
    const nobody = said({ customerId: idOf('customer', 'nobody') })
    expect(await give('customer.classifyParty', people.li, nobody)).toMatchObject({
      outcome: 'rejected',
      code: 'customer.notFound',
    })
    expect(await classes()).toEqual([])
  })
})

describe('a relation the customer told of', () => {
  const told = (over: object = {}) => ({
    relationId: uuidV7(Date.now()),
    customerId: zhou.id,
    toCustomerId: sun.id,
    toName: sun.name,
    kind: 'spouse',
    on: testDay,
    atMs,
    ...over,
  })
  const relations = async () => {
    const { rows } = await desk.office.pool.query<Record<string, unknown>>(
      `select branch_id::text, to_name, source, to_char(valid_from, 'YYYY-MM-DD') as from,
         to_char(valid_to, 'YYYY-MM-DD') as to
       from relation where from_customer_id = $1`,
      [zhou.id],
    )
    return rows
  }

  test('stands from that day, and on the day it is taken back no more', async () => {
    const one = told()
    expect(await give('relation.record', people.li, one)).toMatchObject({ outcome: 'applied' })
    const row = { branch_id: branchA, to_name: sun.name, source: 'customer', from: testDay }
    expect(await relations()).toEqual([{ ...row, to: null }])
    const away = { relationId: one.relationId, customerId: zhou.id, on: testDay, atMs: atMs + 1 }
    expect(await give('relation.withdraw', people.wang, away)).toMatchObject({
      outcome: 'rejected',
      code: 'request.forbidden',
    })
    expect(await give('relation.withdraw', people.li, away)).toMatchObject({ outcome: 'applied' })
    expect(await relations()).toEqual([{ ...row, to: addDays(testDay, -1) }])
    expect(await give('relation.withdraw', people.li, away)).toMatchObject({
      outcome: 'rejected',
      code: 'relation.alreadyWithdrawn',
    })
    expect(await actsOn(one.relationId)).toEqual(['relation.record', 'relation.withdraw'])
  })

  test('is a fact: about a customer who moved it is kept there, and its writer is told', async () => {
    await moveAway()
    expect(await give('relation.record', people.li, told())).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'customer.moved',
    })
    expect(await relations()).toMatchObject([{ branch_id: branchB }])
  })

  test('that cannot be is kept for a supervisor and stands nowhere', async () => {
    for (const over of [
      { toName: '  ' },
      { toCustomerId: zhou.id },
      { toCustomerId: idOf('customer', 'nobody') },
      { on: '2026-13-01' },
      { kind: 'rival' },
    ]) {
      expect(await give('relation.record', people.li, told(over))).toMatchObject({
        outcome: 'quarantined',
        code: 'relation.malformed',
      })
    }
    expect(await relations()).toEqual([])
  })

  test('and not what core banking knows is taken back here', async () => {
    const id = idOf('relation', `core ${count}`)
    await loadRecords(desk.office.pool, {
      relation: [
        {
          branch_id: branchA,
          id,
          from_customer_id: zhou.id,
          to_customer_id: sun.id,
          to_name: sun.name,
          kind: 'spouse',
          source: 'core',
          valid_from: '2020-01-01',
          valid_to: null,
        },
      ],
    })
    const away = { relationId: id, customerId: zhou.id, on: testDay, atMs }
    expect(await give('relation.withdraw', people.li, away)).toMatchObject({
      outcome: 'rejected',
      code: 'relation.notTold',
    })
    expect(await relations()).toMatchObject([{ source: 'core', to: null }])
  })
})
