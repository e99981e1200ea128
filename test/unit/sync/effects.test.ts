import { describe, expect, test } from 'vitest'
import { commandDefinitions, type CommandName } from '#contract/sync/commands.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'
import type { Row } from '#db/cache/rows.ts'
import { applyEffect } from '#main/sync/effects/list.ts'
import { aCustomer, aTask, branchA, idOf, people } from '#test/support/branch-data.ts'
import { keyText, mapRows, type State } from '#test/sync/overlay-model.ts'

const zhou = aCustomer('周海华')
const task = aTask('t', zhou.id, people.li.id)
const context = { staffId: people.li.id, branchId: branchA, givenAtMs: 1 }
const noon = Date.UTC(2026, 10, 20, 4)

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

function give(state: State, name: CommandName, payload: object): void {
  const { version } = commandDefinitions[name]
  applyEffect({ name, version, payload }, context, mapRows(state))
}

const rowsOf = (state: State, table: TableName) => [...(state.get(table)?.values() ?? [])]

const contact = (outcome: string) => ({
  contactId: idOf('contact', 'c'),
  customerId: zhou.id,
  atMs: noon,
  channel: 'phone',
  outcome,
  summary: '',
  nextOn: null,
  durationMinutes: null,
})

describe('contact.log', () => {
  const summary = { branch_id: branchA, customer_id: zhou.id, last_contact_on: '2026-11-01' }

  test('stands in the history and moves the last contact on', () => {
    const state = stateWith([
      ['customer', zhou],
      ['customer_summary', summary],
    ])
    give(state, 'contact.log', contact('interested'))
    expect(rowsOf(state, 'contact')).toMatchObject([{ rev: 0, staff_id: people.li.id, at: noon }])
    expect(rowsOf(state, 'customer_summary')).toMatchObject([
      { last_contact_on: '2026-11-20', rev: 3 },
    ])
  })

  test('nobody answering is no contact; an older one does not move the date back', () => {
    for (const [outcome, last] of [
      ['no_answer', '2026-11-01'],
      ['interested', '2026-11-25'],
    ] as const) {
      const state = stateWith([
        ['customer', zhou],
        ['customer_summary', { ...summary, last_contact_on: last }],
      ])
      give(state, 'contact.log', contact(outcome))
      expect(rowsOf(state, 'customer_summary')).toMatchObject([{ last_contact_on: last }])
    }
  })

  test('does nothing for a customer who has left', () => {
    const state = stateWith([])
    give(state, 'contact.log', contact('interested'))
    expect(rowsOf(state, 'contact')).toEqual([])
  })
})

describe('task.complete', () => {
  const complete = { taskId: task.id, customerId: zhou.id, outcome: 'done', note: null, atMs: noon }

  test('closes an open task and no other', () => {
    const state = stateWith([['task', task]])
    give(state, 'task.complete', complete)
    give(state, 'task.complete', { ...complete, outcome: 'no_need' })
    expect(rowsOf(state, 'task')).toMatchObject([{ state: 'done', outcome: 'done', rev: 3 }])
  })
})

describe('several tasks', () => {
  const second = aTask('t2', zhou.id, people.li.id)
  const both = () =>
    stateWith([
      ['task', task],
      ['task', { ...second, state: 'done', outcome: 'no_need' }],
    ])

  test('one act closes what is open of them', () => {
    const state = both()
    give(state, 'task.complete', {
      taskId: task.id,
      alsoIds: [second.id],
      customerId: zhou.id,
      outcome: 'not_suitable',
      reason: 'wrong_time',
      note: null,
      atMs: noon,
    })
    expect(rowsOf(state, 'task')).toMatchObject([
      { state: 'done', outcome: 'not_suitable', reason: 'wrong_time' },
      { outcome: 'no_need', reason: null },
    ])
  })

  test('what is open is put off', () => {
    const state = both()
    give(state, 'task.postpone', {
      taskIds: [task.id, second.id],
      customerId: zhou.id,
      until: '2026-11-25',
      note: null,
      atMs: noon,
    })
    expect(rowsOf(state, 'task')).toMatchObject([
      { not_before: '2026-11-25' },
      { not_before: null },
    ])
  })

  test('what is open changes hands, with one allocation a customer', () => {
    const state = both()
    const allocationId = idOf('allocation', 'a')
    const payload = {
      toStaffId: people.wang.id,
      from: '2026-11-20',
      until: '2026-11-25',
      reason: 'leave',
      customers: [{ customerId: zhou.id, allocationId, taskIds: [task.id, second.id] }],
      atMs: noon,
    }
    give(state, 'task.reassign', payload)
    give(state, 'task.reassign', payload)
    expect(rowsOf(state, 'task').map((row) => row['staff_id'])).toEqual([
      people.wang.id,
      people.li.id,
    ])
    expect(rowsOf(state, 'customer_manager')).toMatchObject([
      {
        id: allocationId,
        staff_id: people.wang.id,
        role: 'acting',
        valid_to: '2026-11-25',
        rev: 0,
      },
    ])
  })
})

describe('a referral behind a task', () => {
  const referralTask = { ...task, kind: 'referral' }
  const referral = {
    branch_id: branchA,
    id: idOf('referral', 'r'),
    customer_id: zhou.id,
    task_id: task.id,
    to_staff_id: people.li.id,
    route: 'primary',
    state: 'referred',
    failure: null,
    feedback: null,
  }
  const referred = () =>
    stateWith([
      ['task', referralTask],
      ['referral', referral],
    ])
  const closed = { taskId: task.id, customerId: zhou.id, outcome: 'customer_refused', atMs: noon }
  const back = { taskIds: [task.id], customerId: zhou.id, atMs: noon + 1 }

  test('ends with it and stands open again with it', () => {
    const state = referred()
    give(state, 'task.complete', { ...closed, note: '暂不考虑' })
    expect(rowsOf(state, 'referral')).toMatchObject([
      { state: 'failed', failure: 'not_interested', feedback: '暂不考虑' },
    ])
    give(state, 'task.reopen', back)
    expect(rowsOf(state, 'task')).toMatchObject([{ state: 'open', outcome: null }])
    const open = { state: 'accepted', failure: null, feedback: null, to_staff_id: people.li.id }
    expect(rowsOf(state, 'referral')).toMatchObject([open])
  })

  test('that was put off stays where it was', () => {
    const state = referred()
    give(state, 'task.reopen', back)
    expect(rowsOf(state, 'referral')).toMatchObject([{ state: 'referred' }])
  })

  test('goes with it to somebody else, unless it has ended', () => {
    const move = {
      toStaffId: people.wang.id,
      from: '2026-11-20',
      until: '2026-11-25',
      reason: 'leave',
      customers: [
        { customerId: zhou.id, allocationId: idOf('allocation', 'a'), taskIds: [task.id] },
      ],
      atMs: noon,
    }
    const open = referred()
    give(open, 'task.reassign', move)
    const moved = { to_staff_id: people.wang.id, route: 'acting', state: 'referred' }
    expect(rowsOf(open, 'referral')).toMatchObject([moved])
    const ended = stateWith([
      ['task', referralTask],
      ['referral', { ...referral, state: 'succeeded' }],
    ])
    give(ended, 'task.reassign', move)
    expect(rowsOf(ended, 'referral')).toMatchObject([{ to_staff_id: people.li.id }])
  })
})

describe('counter.recordVisit', () => {
  test('says at once that a visit was cut off, and keeps it', () => {
    const state = stateWith([])
    const report = {
      visitId: idOf('visit', 'v'),
      customerId: zhou.id,
      openedAtMs: noon,
      foundBy: 'account',
      suggested: 1,
      acts: [],
      station: { state: 'ended', endedAtMs: noon + 1, cutOff: 'locked' },
    }
    give(state, 'counter.recordVisit', report)
    give(state, 'counter.recordVisit', { ...report, station: { state: 'open' } })
    expect(rowsOf(state, 'counter_visit')).toMatchObject([{ state: 'ended', cut_off: 'locked' }])
  })

  test('shows what was given before an upgrade as today’s version would', () => {
    const before = { visitId: idOf('visit', 'v'), customerId: zhou.id, openedAtMs: noon }
    const same = { ...before, foundBy: 'account', suggested: 1, acts: ['referred'] }
    const [old, current] = [stateWith([]), stateWith([])]
    const first = { ...same, endedAtMs: noon + 9, state: 'ended', cutOff: 'logged_out' }
    const given = { name: 'counter.recordVisit', version: 1, payload: first } as const
    applyEffect(given, context, mapRows(old))
    const station = { state: 'ended', endedAtMs: noon + 9, cutOff: 'logged_out' }
    give(current, 'counter.recordVisit', { ...same, station })
    expect(rowsOf(old, 'counter_visit')).toHaveLength(1)
    expect(rowsOf(old, 'counter_visit')).toEqual(rowsOf(current, 'counter_visit'))
    // Nobody here knows what a newer program gives: it goes up, and shows nothing.
    const newer = stateWith([])
    applyEffect({ ...given, version: 3 }, context, mapRows(newer))
    expect(rowsOf(newer, 'counter_visit')).toEqual([])
  })
})

describe('customer.proposeCorrection', () => {
  const propose = (...changes: object[]) => ({
    correctionIds: changes.map((_, index) => idOf('correction', String(index))),
    customerId: zhou.id,
    changes,
    evidence: '来电',
    atMs: noon,
  })
  const email = { field: 'email', from: null, to: 'z@example.com' }
  const mobile = { field: 'mobile', from: zhou.mobile, to: '19900000002' }

  test('a KYC field waits for the checker, another one takes effect', () => {
    const state = stateWith([['customer', zhou]])
    give(state, 'customer.proposeCorrection', propose(email, mobile))
    expect(rowsOf(state, 'correction')).toMatchObject([
      { field: 'email', state: 'applied', rev: 0 },
      { field: 'mobile', state: 'pending_check', old_value: zhou.mobile },
    ])
    expect(rowsOf(state, 'customer')).toMatchObject([
      { email: 'z@example.com', mobile: zhou.mobile },
    ])
  })

  test('one field that changed meanwhile stops the whole proposal', () => {
    const state = stateWith([['customer', { ...zhou, email: 'other@example.com' }]])
    give(state, 'customer.proposeCorrection', propose(email, mobile))
    expect(rowsOf(state, 'correction')).toEqual([])
  })

  test('a value that waits for the checker stands before the recorded one', () => {
    const state = stateWith([['customer', zhou]])
    give(state, 'customer.proposeCorrection', propose(mobile))
    const second = {
      ...propose({ ...mobile, from: mobile.to, to: '19900000003' }),
      correctionIds: [idOf('correction', 'second')],
      atMs: noon + 1,
    }
    give(state, 'customer.proposeCorrection', second)
    expect(rowsOf(state, 'correction').map((row) => row['new_value'])).toEqual([
      '19900000002',
      '19900000003',
    ])
  })
})

test('a payload that no longer fits its schema has no effect', () => {
  const state = stateWith([['task', task]])
  give(state, 'task.complete', { taskId: task.id })
  expect(rowsOf(state, 'task')).toMatchObject([{ state: 'open' }])
})
