import { expect, test } from 'vitest'
import { commandDefinitions, type CommandName } from '#contract/sync/commands.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'
import type { Row } from '#db/cache/rows.ts'
import { applyEffect } from '#main/sync/effects/list.ts'
import { aCustomer, aTask, branchA, idOf, people } from '#test/support/branch-data.ts'
import { keyText, mapRows, type State } from '#test/sync/overlay-model.ts'

const zhou = aCustomer('周海华')
const task = { ...aTask('t', zhou.id, people.li.id), kind: 'idle_cash' }
const noon = Date.UTC(2026, 10, 20, 4)
const refusalId = idOf('refusal', 'r')
const needId = idOf('need', 'n')

function stateWith(rows: [TableName, object][]): State {
  const state: State = new Map()
  for (const [table, record] of rows) {
    const row = { ver: 3, rev: 3, ...record } as unknown as Row
    const own = state.get(table) ?? new Map<string, Row>()
    own.set(keyText(table, row), row)
    state.set(table, own)
  }
  return state
}

function give(state: State, name: CommandName, payload: object, staffId = people.li.id): void {
  const { version } = commandDefinitions[name]
  const context = { staffId, branchId: branchA, givenAtMs: 1 }
  applyEffect({ name, version, payload }, context, mapRows(state))
}

const rowsOf = (state: State, table: TableName) => [...(state.get(table)?.values() ?? [])]
const known = () =>
  stateWith([
    ['customer', zhou],
    ['task', task],
  ])

const refusal = {
  refusalId,
  customerId: zhou.id,
  action: 'idle_cash',
  taskId: task.id,
  assetClass: null,
  productId: null,
  saidBy: 'customer',
  reason: 'no_need',
  until: '2027-02-28',
  note: null,
  atMs: noon,
}
const takeBack = { refusalId, customerId: zhou.id, atMs: noon + 1 }

test('a refusal stands at once and closes its task; taken back, both are as before', () => {
  const state = known()
  give(state, 'refusal.record', refusal)
  give(state, 'refusal.record', refusal)
  expect(rowsOf(state, 'refusal')).toMatchObject([
    { rev: 0, reason: 'no_need', staff_id: people.li.id },
  ])
  expect(rowsOf(state, 'task')).toMatchObject([{ state: 'done', outcome: 'customer_refused' }])
  give(state, 'refusal.takeBack', takeBack)
  expect(rowsOf(state, 'refusal')).toMatchObject([{ taken_back_by: people.li.id }])
  expect(rowsOf(state, 'task')).toMatchObject([{ state: 'open', outcome: null }])
})

test('what head office has recorded stays; a colleague’s taking back leaves the task closed', () => {
  const state = known()
  give(state, 'refusal.record', refusal)
  give(state, 'refusal.takeBack', takeBack, people.zhao.id)
  give(state, 'refusal.takeBack', takeBack)
  expect(rowsOf(state, 'refusal')).toMatchObject([{ taken_back_by: people.zhao.id }])
  expect(rowsOf(state, 'task')).toMatchObject([{ state: 'done' }])
})

test('nothing is recorded of a customer who left', () => {
  const state = stateWith([])
  give(state, 'refusal.record', refusal)
  give(state, 'refusal.takeBack', takeBack)
  expect([...rowsOf(state, 'refusal'), ...rowsOf(state, 'task')]).toEqual([])
})

const need = {
  needId,
  customerId: zhou.id,
  kind: 'saving',
  words: '',
  amountFen: null,
  byDay: null,
  atMs: noon,
}
const settled = (to: string, over: object = {}) => ({
  needId,
  customerId: zhou.id,
  to,
  metBy: null,
  metOn: null,
  productId: null,
  contactId: null,
  reason: null,
  note: null,
  atMs: noon + 1,
  ...over,
})

test('a need is open at once, is settled once, and can be opened again', () => {
  const state = known()
  give(state, 'need.record', need)
  expect(rowsOf(state, 'customer_need')).toMatchObject([{ rev: 0, state: 'open' }])
  give(state, 'need.settle', settled('met', { metBy: 'service', metOn: '2026-11-20' }))
  give(state, 'need.settle', settled('unmet', { reason: 'terms' }))
  expect(rowsOf(state, 'customer_need')).toMatchObject([
    { state: 'met', met_by: 'service', settled_by: people.li.id },
  ])
  give(state, 'need.settle', settled('open'))
  expect(rowsOf(state, 'customer_need')).toMatchObject([
    { state: 'open', met_by: null, met_on: null, settled_at: null, settled_by: null },
  ])
})
