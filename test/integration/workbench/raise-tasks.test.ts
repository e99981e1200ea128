import type pg from 'pg'
import { beforeAll, afterAll, expect, test } from 'vitest'
import { addDays } from '#domain/time/day.ts'
import { taskEvidence } from '#domain/workbench/evidence.ts'
import type { Task, TaskKind } from '#domain/workbench/task.ts'
import { fillDemo } from '#head-office/demo/fill.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool
const today = '2026-11-25'

type Row = Task & { rev: number; ver: number }

async function tasks(condition = 'true'): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `select id::text, customer_id::text, staff_id::text, branch_id::text, kind, state, evidence,
       to_char(due_on, 'YYYY-MM-DD') as due_on, to_char(not_before, 'YYYY-MM-DD') as not_before,
       amount_fen::float8, outcome, rule_version, rev::float8, ver::float8
     from task t where ${condition} order by id`,
  )
  return rows
}

/** Opens a day as after a load: every step is computed again. */
const raise = (day = today) => openBusinessDay(pool, day, { loaded: true })

beforeAll(async () => {
  pool = openPool(database.url)
  await fillDemo({
    databaseUrl: database.url,
    clock: { now: () => Date.parse('2026-11-26T02:00:00Z'), monotonic: () => 0 },
    size: { customers: 380 },
  })
})
afterAll(() => pool.end())

test('a demo bank has work of every kind, with the evidence of its kind', async () => {
  const all = await tasks(`state = 'open'`)
  const kinds = new Set<TaskKind>(all.map(({ kind }) => kind))
  for (const kind of ['maturity', 'contact_overdue', 'data_quality', 'idle_cash'] as const) {
    expect(kinds).toContain(kind)
  }
  for (const { kind, evidence } of all) {
    expect(taskEvidence[kind].safeParse(JSON.parse(evidence)).error).toBeUndefined()
  }
})

test('each task is its customer’s own manager’s, and of nobody who is to be left in peace', async () => {
  const { rows } = await pool.query(
    `select t.id from task t
     join customer c on c.branch_id = t.branch_id and c.id = t.customer_id
     left join customer_manager m on m.branch_id = t.branch_id and m.customer_id = t.customer_id
       and m.staff_id = t.staff_id
     where m.id is null or c.do_not_contact or c.deceased_on is not null`,
  )
  expect(rows).toEqual([])
})

test('the same date again changes nothing', async () => {
  const before = await tasks()
  expect(await raise()).toMatchObject({ inserted: 0, updated: 0 })
  expect(await tasks()).toEqual(before)
})

test('what a customer refused is not raised again while the refusal stands', async () => {
  const [idle] = await tasks(`state = 'open' and kind = 'idle_cash'`)
  if (!idle) throw new Error('nobody has idle money')
  const refusal = { branch: idle.branch_id, customer: idle.customer_id, staff: idle.staff_id }
  await pool.query(
    `insert into refusal (branch_id, id, customer_id, action, said_by, reason, until, staff_id, at,
       ver, rev)
     values ($1, gen_random_uuid(), $2, 'idle_cash', 'customer', 'no_need', $4, $3, now(), 1, 1)`,
    [refusal.branch, refusal.customer, refusal.staff, today],
  )
  await raise()
  const after = () => tasks(`id = '${idle.id}'`)
  expect(await after()).toMatchObject([{ state: 'cancelled' }])
  await pool.query(`update refusal set until = $1, rev = rev + 1`, [addDays(today, -1)])
  await raise()
  expect(await after()).toMatchObject([{ state: 'open' }])
  await pool.query('delete from refusal')
})

test('what people did stays: closed stays closed, put off stays put off', async () => {
  const [closed, later] = await tasks(`state = 'open' and kind = 'maturity'`)
  if (!closed || !later) throw new Error('no maturities')
  await pool.query(
    `update task set state = 'done', outcome = 'done', completed_at = now(), rev = rev + 1
     where branch_id = $1 and id = $2`,
    [closed.branch_id, closed.id],
  )
  await pool.query(
    `update task set not_before = $3, rev = rev + 1 where branch_id = $1 and id = $2`,
    [later.branch_id, later.id, addDays(today, 2)],
  )
  expect(await raise()).toMatchObject({ inserted: 0, updated: 0 })
  expect(await tasks(`id = '${closed.id}'`)).toMatchObject([{ state: 'done', outcome: 'done' }])
  expect(await tasks(`id = '${later.id}'`)).toMatchObject([
    { state: 'open', not_before: addDays(today, 2) },
  ])
})

test('a reason that is gone cancels its task, one that comes back opens it again', async () => {
  const [idle] = await tasks(`state = 'open' and kind = 'data_quality'`)
  if (!idle) throw new Error('no task')
  const set = (value: boolean) =>
    pool.query('update customer set do_not_contact = $3 where branch_id = $1 and id = $2', [
      idle.branch_id,
      idle.customer_id,
      value,
    ])
  await set(true)
  await raise()
  expect(await tasks(`id = '${idle.id}'`)).toMatchObject([{ state: 'cancelled' }])
  await set(false)
  await raise()
  expect(await tasks(`id = '${idle.id}'`)).toMatchObject([{ state: 'open' }])
})

test('nobody is sent to somebody who has died, neither by a rule nor by a referral', async () => {
  const [rule] = await tasks(`state = 'open' and kind = 'maturity'`)
  if (!rule) throw new Error('no task')
  await pool.query(
    `insert into task (branch_id, id, customer_id, staff_id, kind, priority, due_on, evidence,
       rule_version, state, created_at, ver, rev)
     values ($1, gen_random_uuid(), $2, $3, 'referral', 0, $4, '{}', 'referral-1', 'open', now(), 1, 1)`,
    [rule.branch_id, rule.customer_id, rule.staff_id, today],
  )
  const die = (on: string | null) =>
    pool.query('update customer set deceased_on = $3 where branch_id = $1 and id = $2', [
      rule.branch_id,
      rule.customer_id,
      on,
    ])
  await die(addDays(today, -1))
  await raise()
  expect(await tasks(`state = 'open' and customer_id = '${rule.customer_id}'`)).toEqual([])
  await die(null)
  await raise()
  expect(await tasks(`id = '${rule.id}'`)).toMatchObject([{ state: 'open' }])
})

test('while somebody stands in, the tasks are his or hers', async () => {
  const [task] = await tasks(
    `state = 'open' and kind = 'maturity' and customer_id not in
       (select a.customer_id from customer_manager a where a.role = 'acting')`,
  )
  if (!task) throw new Error('no task')
  const { rows } = await pool.query<{ id: string }>(
    `select s.id::text from staff s join staff_role r on r.branch_id = s.branch_id and r.staff_id = s.id
     where s.branch_id = $1 and r.role = 'customer_manager' and s.id <> $2`,
    [task.branch_id, task.staff_id],
  )
  const standIn = rows[0]?.id
  await pool.query(
    `insert into customer_manager (branch_id, id, customer_id, staff_id, role, valid_from, valid_to, ver, rev)
     values ($1, gen_random_uuid(), $2, $3, 'acting', $4, $4, 1, 1)`,
    [task.branch_id, task.customer_id, standIn, today],
  )
  await raise()
  expect(await tasks(`id = '${task.id}'`)).toMatchObject([{ staff_id: standIn }])
})

test('the next day finds what a day later is due, and forgets what is over', async () => {
  const next = addDays(today, 1)
  const before = await tasks()
  await raise(next)
  expect(await tasks()).not.toEqual(before)
  const past = await tasks(`state = 'open' and kind = 'maturity' and due_on < '${next}'`)
  expect(past).toEqual([])
})

test('rows of a branch that nothing happened in keep their version', async () => {
  const version = async () =>
    (await pool.query<{ v: number }>('select v::float8 from scope_version order by branch_id')).rows
  const next = addDays(today, 1)
  await raise(next)
  const before = await version()
  await raise(next)
  expect(await version()).toEqual(before)
})
