import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RiskCaseStep } from '#domain/risk-clues/case.ts'
import { defaultClueRule } from '#domain/risk-clues/rules.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { advanceRiskCase, openRiskCase, riskCases } from '#head-office/risk/cases.ts'
import { findRiskClues } from '#head-office/risk/night.ts'
import { parameterInForce } from '#head-office/parameters/in-force.ts'
import {
  aCustomer,
  branchA,
  branchB,
  fillOrganisation,
  idOf,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool
const now = Date.UTC(2026, 10, 20, 18)
const wan = 1_000_000

/** Risk officers over the 支行 of both outlets, and over outlet A alone. */
const officers = {
  whole: { id: idOf('staff', '7001'), unit: 'S1' },
  outletA: { id: idOf('staff', '7002'), unit: 'A' },
}

/** Customers by name: those of branch B carry a b. */
const branchOf = (name: string) => (name.startsWith('b') ? branchB : branchA)
const accountNo = (name: string) =>
  `6228${idOf('account', name).replaceAll(/\D/g, '').slice(0, 12)}`

let serial = 0
interface Sent {
  from: string
  to: string
  fen: number
  on: Day
}

/** One booking of a transfer, on the account of `own`. */
function booking(own: string, other: string, { fen, on }: Sent, direction: 'in' | 'out') {
  const outside = other.startsWith('ext')
  return {
    branch_id: branchOf(own),
    txn_no: `T${String((serial += 1)).padStart(8, '0')}`,
    account_id: idOf('account', own),
    posted_on: on,
    posted_at: null,
    direction,
    amount_fen: fen,
    balance_fen: null,
    operation: direction === 'in' ? 'transfer_in' : 'transfer_out',
    purpose: 'transfer',
    channel: null,
    counterparty_name: other,
    counterparty_bank: outside ? '别的银行' : '测试银行',
    counterparty_account: outside ? `621700${other}` : accountNo(other),
  }
}

const bookings = (sent: Sent) => [
  ...(sent.from.startsWith('ext') ? [] : [booking(sent.from, sent.to, sent, 'out')]),
  ...(sent.to.startsWith('ext') ? [] : [booking(sent.to, sent.from, sent, 'in')]),
]

const put = (sent: readonly Sent[]) =>
  loadRecords(pool, { bank_transaction: sent.flatMap(bookings) })

const ring: Sent[] = [
  { from: 'a1', to: 'b1', fen: 8 * wan + 117, on: addDays(testDay, -9) },
  { from: 'b1', to: 'a2', fen: 8 * wan - 20_000, on: addDays(testDay, -8) },
  { from: 'a2', to: 'a1', fen: 8 * wan - 50_000, on: addDays(testDay, -6) },
]
const mule: Sent[] = [40, 30, 20, 10].flatMap((ago) => [
  { from: `ext${ago}`, to: 'a3', fen: 2 * wan + ago, on: addDays(testDay, -ago) },
  { from: 'a3', to: `extout${ago}`, fen: 2 * wan, on: addDays(testDay, -ago + 1) },
])

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
  const names = ['a1', 'a2', 'a3', 'a4', 'b1']
  await loadRecords(pool, {
    staff: Object.values(officers).map(({ id, unit }) => ({
      branch_id: idOf('unit', unit),
      id,
      staff_no: unit,
      name: '覃学海',
      post: '风险岗',
      active: true,
    })),
    staff_role: Object.values(officers).map(({ id, unit }) => ({
      branch_id: idOf('unit', unit),
      staff_id: id,
      role: 'risk_officer',
      org_unit_id: idOf('unit', unit),
    })),
    customer: names.map((name) =>
      aCustomer(name, { branch_id: branchOf(name), id: idOf('customer', name) }),
    ),
    account: names.flatMap((name) =>
      // A second account of the same customer: money between the two is nobody's business.
      [name, `${name}-second`].map((account) => ({
        branch_id: branchOf(name),
        id: idOf('account', account),
        customer_id: idOf('customer', name),
        account_no: accountNo(account),
        kind: 'current',
        currency: 'CNY',
        opened_on: '2024-01-01',
        closed_on: null,
        status: 'normal',
        category: 1,
        product_id: null,
        rate_bp: null,
        matures_on: null,
        statement: null,
      })),
    ),
  })
  await put([
    ...ring,
    ...mule,
    { from: 'a4', to: 'a4-second', fen: 9 * wan + 1, on: addDays(testDay, -3) },
    { from: 'a1', to: 'a4', fen: 9 * wan, on: addDays(testDay, 3) },
  ])
})
afterAll(() => pool.end())

const cases = (officer = officers.whole) => riskCases(pool, officer.id)
const caseOf = async (kind: string, officer = officers.whole) => {
  const found = (await cases(officer)).find((one) => one.kind === kind)
  if (!found) throw new Error(`no ${kind}`)
  return found
}
const advance = (id: string, step: RiskCaseStep, officer = officers.whole) =>
  advanceRiskCase(pool, id, step, officer.id, now)

async function dump(): Promise<unknown[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select c.*, k.*, array(select m.branch_id::text || m.customer_id::text from risk_clue_member m
       where m.clue_id = c.id order by 1) as members
     from risk_clue c join risk_case k on k.branch_id = c.branch_id and k.id = c.id order by c.id`,
  )
  return rows
}

test('the rule stands in the database as the product has it', async () => {
  expect(await parameterInForce(pool, 'risk.clue_rule', testDay)).toEqual(defaultClueRule)
  const { rows } = await pool.query(`select value from parameter where key = 'risk.clue_rule'`)
  expect(JSON.parse((rows[0] as { value: string }).value)).toEqual(defaultClueRule)
})

test('a night finds the ring across branches and the pass-through, each transfer once', async () => {
  expect(await findRiskClues(pool, testDay, now)).toEqual({ transfers: 11, clues: 2, fresh: 2 })
  const found = await cases()
  expect(found.map(({ kind, state }) => [kind, state]).sort()).toEqual([
    ['pass_through', 'new'],
    ['ring', 'new'],
  ])
  const file = await openRiskCase(pool, (await caseOf('ring')).id, officers.whole.id, now)
  expect(file).toMatchObject({
    amountFen: 8 * wan - 50_000,
    branchId: branchA,
    branchIds: [branchA, branchB].sort(),
    mayAct: true,
    transferCount: 3,
    ruleVersion: 'risk-clues/1/0',
    fromOn: addDays(testDay, -9),
    toOn: addDays(testDay, -6),
  })
  expect(file.parties.map(({ name }) => name)).toEqual(['a1', 'b1', 'a2'])
  expect(file.parts.reduce((sum, { points }) => sum + points, 0)).toBe(file.score)
})

test('a night that is done is not done again; looked at once more, nothing changes', async () => {
  expect(await findRiskClues(pool, testDay, now)).toBeNull()
  const before = await dump()
  expect(await findRiskClues(pool, testDay, now + 1000, { again: true })).toMatchObject({
    fresh: 0,
  })
  expect(await dump()).toEqual(before)
})

test('a night broken off before its end leaves nothing and is done again', async () => {
  const day = addDays(testDay, 1)
  await pool.query('alter table risk_night rename to risk_night_away')
  await expect(findRiskClues(pool, day, now)).rejects.toThrow()
  await pool.query('alter table risk_night_away rename to risk_night')
  const stopped = { signal: AbortSignal.abort() }
  await expect(findRiskClues(pool, day, now, stopped)).rejects.toThrow()
  const before = await dump()
  expect(await findRiskClues(pool, day, now)).toMatchObject({ clues: 2, fresh: 0 })
  expect((await dump()).length).toBe(before.length)
})

test('nobody but the risk desk sees a case', async () => {
  const { id } = await caseOf('ring')
  for (const person of [people.li, people.zhao, people.line, people.admin]) {
    await expect(riskCases(pool, person.id)).rejects.toThrow('request.forbidden')
    await expect(openRiskCase(pool, id, person.id, now)).rejects.toThrow('request.forbidden')
  }
  await expect(riskCases(pool, 'nobody')).rejects.toThrow('request.forbidden')
  await pool.query('update staff set active = false where id = $1', [officers.whole.id])
  await expect(cases()).rejects.toThrow('request.forbidden')
  await pool.query('update staff set active = true where id = $1', [officers.whole.id])
})

test('customers outside the scope stay nameless, and such a case is moved on by who covers it', async () => {
  const own = await caseOf('ring', officers.outletA)
  expect(own.mayAct).toBe(false)
  const file = await openRiskCase(pool, own.id, officers.outletA.id, now)
  expect(file.parties).toEqual([
    expect.objectContaining({ name: 'a1' }),
    { party: 'outside:1', branchId: branchB, customerNo: null, name: null },
    expect.objectContaining({ name: 'a2' }),
  ])
  expect(JSON.stringify(file)).not.toContain(idOf('customer', 'b1'))
  await expect(
    advance(own.id, { to: 'checked', seen: '已核查' }, officers.outletA),
  ).rejects.toThrow('request.forbidden')
  expect((await caseOf('pass_through', officers.outletA)).mayAct).toBe(true)
})

test('a case goes its way with its reports, and every step is recorded', async () => {
  const { id, amountFen } = await caseOf('ring')
  const refused = async (step: RiskCaseStep, why: string) =>
    expect(advance(id, step)).rejects.toMatchObject({ reason: why })
  await refused({ to: 'handled', done: '止付', recoveredFen: 0 }, 'moved')
  await refused({ to: 'checked' }, 'report_missing')
  await refused({ to: 'checked', seen: '  ' }, 'report_missing')
  expect(await advance(id, { to: 'checked', seen: '三人同日开户，资金回流' })).toBe('checked')
  await refused({ to: 'checked', seen: '再次' }, 'moved')
  await refused({ to: 'handled', done: '止付' }, 'report_missing')
  await refused({ to: 'handled', done: '止付', recoveredFen: amountFen + 1 }, 'recovered_too_much')
  await advance(id, { to: 'handled', done: '止付', recoveredFen: 1_000_000 })
  await refused({ to: 'handled', done: '更正', recoveredFen: 999_999 }, 'recovered_too_much')
  await advance(id, { to: 'handled', done: '追回', recoveredFen: amountFen })
  await advance(id, { to: 'closed' })
  await refused({ to: 'handled', done: '再追', recoveredFen: amountFen }, 'moved')
  await expect(advance('x', { to: 'closed' })).rejects.toMatchObject({ reason: 'not_found' })
  const file = await openRiskCase(pool, id, officers.whole.id, now)
  expect(file).toMatchObject({
    state: 'closed',
    seen: '三人同日开户，资金回流',
    done: '追回',
    recoveredFen: amountFen,
  })
  expect(file.history.map(({ to, by, at }) => [to, by, at])).toEqual(
    ['checked', 'handled', 'handled', 'closed'].map((to) => [to, officers.whole.id, now]),
  )
  const { rows } = await pool.query<{ action: string; actor: string }>(
    `select action, actor from audit_log where object = $1 and action <> 'risk.case.open' order by id`,
    [id],
  )
  expect(rows.map(({ action }) => action)).toEqual(
    ['checked', 'handled', 'handled', 'closed'].map((to) => `risk.case.${to}`),
  )
})

test('two officers at once: one step is taken', async () => {
  const { id } = await caseOf('pass_through')
  const outcomes = await Promise.allSettled(
    [1, 2].map((nth) => advance(id, { to: 'checked', seen: `核查${nth}` })),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await advance(id, { to: 'false_alarm', done: '个体户货款' })
})

test('what was settled rests until money moves again; then it is a case of its own', async () => {
  const night = (days: number) => findRiskClues(pool, addDays(testDay, days), now + days)
  expect(await night(2)).toMatchObject({ fresh: 0 })
  await put(ring.map((sent) => ({ ...sent, on: addDays(sent.on, 10) })))
  await put([{ from: 'ext5', to: 'a3', fen: 2 * wan, on: addDays(testDay, 2) }])
  await put([{ from: 'a3', to: 'extout5', fen: 2 * wan, on: addDays(testDay, 3) }])
  expect(await night(5)).toMatchObject({ clues: 2 })
  const states = (await cases()).map(({ kind, state }) => `${kind} ${state}`).sort()
  expect(states).toEqual(['pass_through false_alarm', 'ring closed', 'ring new'])
  // A false alarm is quiet for a month, however often its money moves.
})
