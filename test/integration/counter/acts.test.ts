import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  counterCallers,
  counterIds,
  makeCounterDesk,
  openVisit,
  zhouNumber,
} from '../../support/counter-desk.ts'
import type { CustomerDesk } from '../../support/customer-desk.ts'
import { callers, ids } from '../../support/small-branch.ts'

let desk: CustomerDesk
beforeEach(async () => {
  desk = await makeCounterDesk()
})
afterEach(() => desk.remove())

const { teller, lobby } = counterCallers
const change = (customerId: string, fields: string) =>
  desk.cache.db.prepare(`UPDATE customer SET ${fields} WHERE id = ?`).run(customerId)
const payloads = (name: string) =>
  desk
    .journal((db) =>
      db.prepare('SELECT payload FROM command WHERE name = ? ORDER BY rowid').pluck().all(name),
    )
    .map((text) => JSON.parse(String(text)) as Record<string, unknown>)

test('what the customer refused is not offered to be referred', async () => {
  const kinds = async () => (await openVisit(desk)).actions.map(({ kind }) => kind)
  expect(await kinds()).toContain('refer')
  await desk.call(callers.lin, 'customers.refuse', {
    customerId: ids.zhou,
    action: 'maturity',
    taskId: ids.task,
    productId: null,
    saidBy: 'customer',
    reason: 'elsewhere',
    until: '2027-02-28',
    note: null,
  })
  expect(await kinds()).not.toContain('refer')
})

describe('a referral', () => {
  test('stands at once: on the screen, in the manager’s list, with the customer, in the month', async () => {
    const { visitId } = await openVisit(desk)
    const given = await desk.call(teller, 'counter.refer', { visitId, reason: 'maturity' })
    expect(given).toMatchObject({
      toName: '林晓彤',
      joined: false,
      visit: { acts: ['referred'], actions: [{ kind: 'refer', done: true }] },
    })
    const { tasks } = await desk.call(callers.lin, 'customers.open', { customerId: ids.zhou })
    expect(tasks[0]).toMatchObject({
      kind: 'referral',
      priority: 0,
      evidence: { reason: 'maturity', by: '许嘉宁', on: '2026-11-22' },
    })
    const [referral] = await desk.call(callers.lin, 'referral.ofCustomer', { customerId: ids.zhou })
    expect(referral).toMatchObject({
      byName: '许嘉宁',
      toName: '林晓彤',
      state: 'referred',
      mine: true,
    })
    const day = await desk.call(teller, 'counter.day', null)
    expect(day).toMatchObject({
      people: 1,
      referrals: 1,
      month: { referrals: 1, succeeded: 0 },
      visits: [{ acts: ['referred'], referral: { toName: '林晓彤', state: 'referred' } }],
    })
  })

  test('of an open one joins it and says so; the screen asks for none any more', async () => {
    const first = await openVisit(desk)
    await desk.call(teller, 'counter.refer', { visitId: first.visitId, reason: 'maturity' })
    const second = await openVisit(desk, zhouNumber, lobby)
    expect(second).toMatchObject({
      openReferral: { toName: '林晓彤', state: 'referred', on: '2026-11-22' },
      actions: [],
      reminders: ['clear', 'consent', 'referred'],
    })
    const again = await desk.call(lobby, 'counter.refer', {
      visitId: second.visitId,
      reason: 'wish',
    })
    expect(again).toMatchObject({ joined: true, toName: '林晓彤' })
    const referrals = await desk.call(callers.lin, 'referral.ofCustomer', { customerId: ids.zhou })
    expect(referrals).toMatchObject([{ times: 2 }])
  })

  test('goes to whoever stands in, or to the branch head, and never back', async () => {
    expect(await openVisit(desk, '990000197002021122')).toMatchObject({
      referTo: { name: '林晓彤', route: 'acting' },
    })
    expect(await openVisit(desk, '99000019600505004x')).toMatchObject({
      managerName: null,
      referTo: { name: '王主任', route: 'head' },
    })
    const own = await openVisit(desk, '99000019600505004x', counterCallers.head)
    expect(own.referTo).toBeNull()
    const reply = await desk.reply(counterCallers.head, 'counter.refer', {
      visitId: own.visitId,
      reason: 'wish',
    })
    expect(reply).toMatchObject({ error: { code: 'referral.noManager' } })
  })

  test('for a reason the screen did not offer is refused; the customer’s wish is always one', async () => {
    change(ids.zhou, 'do_not_contact = 1')
    const { visitId, actions, reminders } = await openVisit(desk)
    expect([actions, reminders]).toEqual([[], ['doNotContact', 'clear']])
    await expect(
      desk.call(teller, 'counter.refer', { visitId, reason: 'maturity' }),
    ).rejects.toThrow('referral.notAllowed')
    await desk.call(teller, 'counter.refer', { visitId, reason: 'wish' })
    expect(payloads('referral.create')).toMatchObject([{ reason: 'wish', toStaffId: ids.lin }])
  })

  test('moves on in the manager’s hands, and the referrer sees it', async () => {
    const { visitId } = await openVisit(desk)
    await desk.call(teller, 'counter.refer', { visitId, reason: 'maturity' })
    const read = async () =>
      (await desk.call(callers.lin, 'referral.ofCustomer', { customerId: ids.zhou }))[0]
    const referralId = (await read())?.id ?? ''
    const step = { referralId, failure: null, feedback: null } as const
    await expect(
      desk.call(callers.chen, 'referral.advance', { ...step, to: 'accepted' }),
    ).rejects.toThrow('referral.notYours')
    await desk.call(callers.lin, 'referral.advance', { ...step, to: 'accepted' })
    await desk.call(callers.lin, 'referral.advance', {
      ...step,
      to: 'succeeded',
      feedback: '已约明天面谈',
    })
    expect(await read()).toMatchObject({
      state: 'succeeded',
      feedback: '已约明天面谈',
      queued: true,
    })
    await expect(
      desk.call(callers.lin, 'referral.advance', { ...step, to: 'accepted' }),
    ).rejects.toThrow('referral.alreadyMoved')
    const { tasks } = await desk.call(callers.lin, 'customers.open', { customerId: ids.zhou })
    expect(tasks.find(({ kind }) => kind === 'referral')).toMatchObject({ state: 'done' })
    const day = await desk.call(teller, 'counter.day', null)
    expect(day).toMatchObject({
      succeeded: 1,
      visits: [{ referral: { state: 'succeeded' } }],
    })
  })

  test('whose task is closed in the work list ends too', async () => {
    const { visitId } = await openVisit(desk)
    await desk.call(teller, 'counter.refer', { visitId, reason: 'maturity' })
    const { tasks } = await desk.call(callers.lin, 'customers.open', { customerId: ids.zhou })
    const taskId = tasks.find(({ kind }) => kind === 'referral')?.id ?? ''
    await desk.call(callers.lin, 'workbench.completeTask', {
      taskId,
      outcome: 'customer_refused',
      note: '暂不考虑',
    })
    const [referral] = await desk.call(callers.lin, 'referral.ofCustomer', { customerId: ids.zhou })
    expect(referral).toMatchObject({
      state: 'failed',
      failure: 'not_interested',
      feedback: '暂不考虑',
    })
  })
})

describe('the phone', () => {
  test('that nobody answered for two years is compared, and then counts as confirmed', async () => {
    desk.cache.db.exec(`UPDATE contact SET at = 0`)
    const visit = await openVisit(desk)
    expect(visit.actions).toEqual([
      { kind: 'refer', reason: 'maturity', days: 2, spoken: 'maturity', done: false },
      { kind: 'mobile', known: true, tail: '6021', spoken: 'mobile', done: false },
    ])
    const { visitId } = visit
    const given = await desk.call(teller, 'counter.confirmPhone', { visitId })
    expect(given.visit.actions[1]).toMatchObject({ kind: 'mobile', done: true })
    expect((await openVisit(desk)).actions.map(({ kind }) => kind)).toEqual(['refer'])
  })

  test('that is another one is proposed, and waits for the checker', async () => {
    desk.cache.db.exec(`UPDATE contact SET at = 0`)
    const { visitId } = await openVisit(desk)
    const request = { visitId, field: 'mobile', to: '１９９１１１１２２２２' } as const
    const given = await desk.call(teller, 'counter.correct', request)
    expect(given.visit.acts).toEqual(['corrected'])
    expect(payloads('customer.proposeCorrection')).toMatchObject([
      {
        changes: [{ field: 'mobile', from: '19912346021', to: '19911112222' }],
        evidence: '客户本人在场确认',
      },
    ])
    expect((await openVisit(desk)).actions.map(({ kind }) => kind)).toEqual(['refer'])
  })
})

describe('a field', () => {
  test('of the document is read by its reader; another one is said by the customer', async () => {
    change(ids.qian, `id_expiry = '2026-11-21'`)
    const { visitId, actions } = await openVisit(desk, '99000019600505004X')
    expect(actions.map((action) => action.kind)).toEqual(['document', 'mobile', 'field'])
    await desk.call(teller, 'counter.correct', { visitId, field: 'id_expiry', to: '2036-11-21' })
    const given = await desk.call(teller, 'counter.correct', {
      visitId,
      field: 'employer',
      to: '虚构农场',
    })
    expect(given.visit.actions.map(({ done }) => done)).toEqual([true, false, true])
    expect(payloads('customer.proposeCorrection').map(({ evidence }) => evidence)).toEqual([
      '证件读卡器读取',
      '客户本人在场确认',
    ])
  })

  test('nobody asked for, or with a value that does not fit, is refused', async () => {
    const { visitId } = await openVisit(desk)
    const refused = await desk.reply(teller, 'counter.correct', {
      visitId,
      field: 'employer',
      to: '虚构',
    })
    expect(refused).toMatchObject({ error: { code: 'request.invalid' } })
    change(ids.zhou, `id_expiry = '2026-11-21'`)
    const { visitId: next } = await openVisit(desk)
    const wrong = await desk.reply(teller, 'counter.correct', {
      visitId: next,
      field: 'id_expiry',
      to: '2026-02-30',
    })
    expect(wrong).toMatchObject({ error: { code: 'correction.invalidValue' } })
  })
})

test('an old customer after a large transfer out is warned for, and nothing is offered', async () => {
  desk.cache.put('account', {
    ...(desk.cache.db.prepare('SELECT * FROM account WHERE id = ?').get(ids.current) as object),
    id: '00000000-0000-7000-8000-000000000036',
    customer_id: counterIds.elder,
    account_no: '6228480099990001',
  })
  desk.cache.put('bank_transaction', {
    ...(desk.cache.db
      .prepare(`SELECT * FROM bank_transaction WHERE txn_no = 'T1'`)
      .get() as object),
    txn_no: 'E1',
    account_id: '00000000-0000-7000-8000-000000000036',
    posted_on: '2026-11-20',
    amount_fen: 4_000_000,
  })
  const visit = await openVisit(desk, '990000195001010011')
  expect(visit).toMatchObject({ surname: '欧阳', sex: 'M', reminders: ['elderOutflow', 'consent'] })
  expect(visit.actions.every(({ kind }) => kind !== 'refer')).toBe(true)
})

test('F8 ends the visit with its word, Esc without one', async () => {
  const { visitId } = await openVisit(desk)
  await desk.call(teller, 'counter.inconvenient', { visitId })
  expect(await desk.call(teller, 'counter.current', null)).toBeNull()
  const next = await openVisit(desk)
  await desk.call(teller, 'counter.end', { visitId: next.visitId })
  await desk.call(teller, 'counter.end', { visitId: next.visitId })
  const { visits } = await desk.call(teller, 'counter.day', null)
  expect(visits.map(({ acts, state }) => [acts, state])).toEqual([
    [[], 'ended'],
    [['inconvenient'], 'ended'],
  ])
})
