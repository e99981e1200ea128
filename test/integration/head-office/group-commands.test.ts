import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import type { Customer } from '#domain/customers/records.ts'
import { groupLimits } from '#domain/groups/limits.ts'
import { memberIdParts } from '#domain/groups/records.ts'
import { transferCustomers } from '#head-office/customers/transfer.ts'
import { dropDeletedGroups } from '#head-office/groups/drop-deleted.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { nameBasedId, uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  loadRecords,
  people,
  testDay,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let device: TestDevice
const grants = new Map<string, string>()
let count = 0
/** 李's customers, and one of 王's. */
let mine: Customer[]
let other: Customer

const rule = (from: number) =>
  JSON.stringify({
    version: 1,
    root: { join: 'all', parts: [{ field: 'aum', from, to: null }] },
  })

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  device = await TestDevice.of(office)
  for (const staff of [people.li, people.wang, people.zhao, people.teller]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
afterAll(() => office.close())

beforeEach(async () => {
  count += 1
  mine = [aCustomer(`甲${count}`), aCustomer(`乙${count}`)]
  other = aCustomer(`丙${count}`)
  await loadRecords(office.pool, {
    customer: [...mine, other],
    customer_manager: [
      ...mine.map(({ id }) => aManager(id, people.li.id)),
      aManager(other.id, people.wang.id),
    ],
  })
})

async function give(staff: TestStaff, name: string, payload: object): Promise<CommandResult> {
  const command = device.command(name, staff.id, grants.get(staff.id) ?? '', payload)
  const [result] = (await device.push([command])).results
  if (!result) throw new Error('no result')
  return result
}

async function create(over: object = {}, staff = people.li) {
  const groupId = uuidV7(Date.now())
  const result = await give(staff, 'group.create', {
    groupId,
    name: `走访${groupId}`.slice(0, groupLimits.nameLength),
    kind: 'static',
    visibility: 'branch',
    note: null,
    rule: null,
    customerIds: [],
    atMs: 1_795_000_000_000,
    ...over,
  })
  return { groupId, result }
}

const dynamic = { kind: 'dynamic', rule: rule(100) }

async function standing(groupId: string) {
  const { rows } = await office.pool.query<Record<string, unknown>>(
    `select name, kind, visibility, owner_id::text, note, rule, deleted_at is not null as deleted,
       rev::float8 from customer_group where branch_id = $1 and id = $2`,
    [branchA, groupId],
  )
  return rows[0] ?? null
}

async function members(groupId: string): Promise<string[]> {
  const { rows } = await office.pool.query<{ id: string }>(
    `select customer_id::text as id from customer_group_member
     where branch_id = $1 and group_id = $2 and removed_at is null order by 1`,
    [branchA, groupId],
  )
  return rows.map(({ id }) => id)
}

const idsOf = (customers: readonly Customer[]) => customers.map(({ id }) => id).sort()
const setMembers = (staff: TestStaff, groupId: string, add: string[], remove: string[] = []) =>
  give(staff, 'group.setMembers', { groupId, add, remove, atMs: 1_795_000_001_000 })

describe('a group begins', () => {
  test('static, with the customers that were named and who named them', async () => {
    const { groupId, result } = await create({ customerIds: idsOf(mine) })
    expect(result).toMatchObject({ outcome: 'applied' })
    expect(await standing(groupId)).toMatchObject({
      owner_id: people.li.id,
      deleted: false,
      rev: 1,
    })
    expect(await members(groupId)).toEqual(idsOf(mine))
    const [customer] = mine
    const id = nameBasedId(...memberIdParts(groupId, customer?.id ?? ''))
    expect(result.revs).toMatchObject({
      [`customer_group:${groupId}`]: 1,
      [`customer_group_member:${id}`]: result.ver,
    })
  })

  test('dynamic, with its rule word for word', async () => {
    const { groupId, result } = await create(dynamic)
    expect(result).toMatchObject({ outcome: 'applied' })
    expect((await standing(groupId))?.['rule']).toBe(rule(100))
  })

  test('a wrong rule is refused, whatever is wrong with it', async () => {
    const wrong = [
      null,
      '',
      '{}',
      rule(-1),
      JSON.stringify({ version: 2, root: { join: 'all', parts: [] } }),
      JSON.stringify({ version: 1, root: { join: 'all', parts: [] } }),
      JSON.stringify({
        version: 1,
        root: { join: 'all', parts: [{ field: 'x', from: 1, to: 2 }] },
      }),
    ]
    for (const each of wrong) {
      const { groupId, result } = await create({ ...dynamic, rule: each })
      expect(result).toMatchObject({ outcome: 'rejected', code: 'group.ruleInvalid', ver: 0 })
      expect(await standing(groupId)).toBeNull()
    }
  })

  test('customers of somebody else stay out, and the writer is told', async () => {
    const some = await create({ customerIds: [...idsOf(mine), other.id] })
    expect(some.result).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'group.someLeftOut',
    })
    expect(await members(some.groupId)).toEqual(idsOf(mine))
    const nobody = await create({ customerIds: [other.id, "' or 1=1"] })
    expect(nobody.result).toMatchObject({ outcome: 'rejected', code: 'customer.notYours' })
    expect(await standing(nobody.groupId)).toBeNull()
    const head = await create({ customerIds: [...idsOf(mine), other.id] }, people.zhao)
    expect(head.result).toMatchObject({ outcome: 'applied' })
  })

  test('names are one among those who see them; a group needs one', async () => {
    const name = `重名${count}`
    const code = async (over: object, staff = people.li) => (await create(over, staff)).result.code
    expect(await code({ name })).toBeNull()
    expect(await code({ name: ` ${name} ` }, people.wang)).toBe('group.nameTaken')
    expect(await code({ name, visibility: 'own' }, people.wang)).toBeNull()
    expect(await code({ name, visibility: 'own' })).toBeNull()
    expect(await code({ name, visibility: 'own' })).toBe('group.nameTaken')
    expect(await code({ name: '  ' })).toBe('group.nameMissing')
    expect(await code({ ...dynamic, customerIds: idsOf(mine) })).toBe('group.wrongKind')
    expect(await code({ rule: rule(1) })).toBe('group.wrongKind')
    expect(await code({}, people.teller)).toBe('group.notYours')
  })
})

describe('members come and go', () => {
  test('of a group all see, by anybody, with the own customers alone', async () => {
    const { groupId } = await create()
    const begun = await setMembers(people.wang, groupId, [other.id])
    expect(begun).toMatchObject({ outcome: 'applied' })
    expect(await setMembers(people.li, groupId, idsOf(mine), [other.id])).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'group.someLeftOut',
    })
    expect(await members(groupId)).toEqual(idsOf([...mine, other]))
    expect(await setMembers(people.zhao, groupId, [], [other.id])).toMatchObject({
      outcome: 'applied',
    })
    expect(await members(groupId)).toEqual(idsOf(mine))
    // Again is once; who comes back stands there by the same row.
    expect((await setMembers(people.zhao, groupId, idsOf(mine), [other.id])).revs).toEqual({})
    const again = await setMembers(people.wang, groupId, [other.id])
    expect(Object.values(again.revs)).toEqual([begun.ver + 2])
  })

  test('a customer away and back stands there anew, above every earlier revision', async () => {
    const { groupId, result } = await create()
    const [{ id } = other] = mine
    const add = () => setMembers(people.li, groupId, [id])
    const revOf = ({ revs }: CommandResult) => Object.values(revs)[0] ?? 0
    const before = [result, await add()].map(revOf)
    const out = await setMembers(people.li, groupId, [], [id])
    for (const [from, to, staff] of [
      [branchA, branchB, people.other],
      [branchB, branchA, people.li],
    ] as const) {
      const transfer = { customerIds: [id], from, to, staffId: staff.id, actor: 'test' }
      await inTransaction(office.pool, 'write', (client) =>
        transferCustomers(client, transfer, { businessDate: testDay, nowMs: Date.now() }),
      )
    }
    expect(await members(groupId)).toEqual([])
    expect(revOf(await add())).toBeGreaterThan(Math.max(...before, revOf(out)))
    expect(await members(groupId)).toEqual([id])
  })

  test('not of somebody else’s own group, a dynamic or a deleted one', async () => {
    const hidden = await create({ visibility: 'own' })
    const code = async (groupId: string, staff = people.li) =>
      (await setMembers(staff, groupId, idsOf(mine))).code
    expect(await code(hidden.groupId, people.zhao)).toBe('group.notFound')
    expect(await code((await create(dynamic)).groupId)).toBe('group.wrongKind')
    await give(people.li, 'group.delete', { groupId: hidden.groupId, atMs: 1 })
    expect(await code(hidden.groupId)).toBe('group.notFound')
    expect(await code('nobody')).toBe('group.notFound')
  })
})

describe('a group changes', () => {
  const change = (staff: TestStaff, groupId: string, over: object) =>
    give(staff, 'group.change', { groupId, atMs: 1_795_000_002_000, ...over })

  test('by its owner or the branch head, and only in what was named', async () => {
    const { groupId } = await create({ ...dynamic, note: '旧' })
    expect(await change(people.li, groupId, { rule: rule(5) })).toMatchObject({
      outcome: 'applied',
    })
    expect(await change(people.zhao, groupId, { name: `新名${count}` })).toMatchObject({
      outcome: 'applied',
    })
    expect(await standing(groupId)).toMatchObject({
      name: `新名${count}`,
      rule: rule(5),
      note: '旧',
      rev: 3,
    })
    expect((await change(people.wang, groupId, { name: 'x' })).code).toBe('group.notYours')
    expect((await change(people.zhao, groupId, { visibility: 'own' })).code).toBe('group.notYours')
    expect((await change(people.li, groupId, { rule: '{}' })).code).toBe('group.ruleInvalid')
    expect((await change(people.li, groupId, { name: ' ' })).code).toBe('group.nameMissing')
  })

  test('deleted and given back with its members; both leave a trace', async () => {
    const { groupId } = await create({ customerIds: idsOf(mine) })
    const name = String((await standing(groupId))?.['name'])
    const act = (verb: string, staff = people.li) =>
      give(staff, `group.${verb}`, { groupId, atMs: 1_795_000_003_000 })
    expect((await act('delete', people.wang)).code).toBe('group.notYours')
    expect(await act('delete')).toMatchObject({ outcome: 'applied' })
    expect(await act('delete')).toMatchObject({ outcome: 'applied', revs: {} })
    expect(await standing(groupId)).toMatchObject({ deleted: true })
    const second = await create({ name })
    expect(second.result).toMatchObject({ outcome: 'applied' })
    expect((await act('restore')).code).toBe('group.nameTaken')
    await change(people.li, second.groupId, { name: `${name.slice(0, 20)}二` })
    expect(await act('restore')).toMatchObject({ outcome: 'applied' })
    expect(await members(groupId)).toEqual(idsOf(mine))
    const { rows } = await office.pool.query<{ action: string }>(
      'select action from audit_log where object = $1 order by at, action',
      [groupId],
    )
    expect(rows.map(({ action }) => action).sort()).toEqual(['group.delete', 'group.restore'])
  })
})

test('a group deleted long ago leaves its branch with everybody in it, another stays', async () => {
  const gone = await create({ customerIds: idsOf(mine) })
  const kept = await create({ customerIds: idsOf(mine) })
  await give(people.li, 'group.delete', { groupId: gone.groupId, atMs: 1_000 })
  await dropDeletedGroups(office.pool, 90 * 86_400_000 + 1_000)
  expect(await standing(gone.groupId)).toMatchObject({ deleted: true })
  await dropDeletedGroups(office.pool, 90 * 86_400_000 + 1_001)
  expect(await standing(gone.groupId)).toBeNull()
  expect(await members(kept.groupId)).toEqual(idsOf(mine))
  const { rows } = await office.pool.query<{ table_name: string }>(
    `select table_name from tombstone where branch_id = $1 and reason = 'deleted'
       and (row_key like $2 or table_name = 'customer_group_member') order by table_name`,
    [branchA, `%${gone.groupId}%`],
  )
  expect(rows.map((row) => row.table_name)).toEqual([
    'customer_group',
    'customer_group_member',
    'customer_group_member',
  ])
})
