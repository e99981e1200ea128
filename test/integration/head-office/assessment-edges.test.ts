import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AssessmentFacts } from '#domain/assessment/facts.ts'
import { defaultScheme } from '#domain/assessment/scheme.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { decideAppeal, submitAppeal } from '#head-office/assessment/appeals.ts'
import { decideSign } from '#head-office/assessment/decide-sign.ts'
import { grantExemption, withdrawExemption } from '#head-office/assessment/exemptions.ts'
import { endMonth, readPeriod } from '#head-office/assessment/periods.ts'
import { reckonMonth } from '#head-office/assessment/reckon.ts'
import { takeSessions, type SessionOfDevice } from '#head-office/assessment/sessions.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import {
  aCustomer,
  aTask,
  branchA,
  branchB,
  fillOrganisation,
  idOf,
  joinStaff,
  loadRecords,
  people,
  person,
} from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const month = '2026-10-01'
const minute = 60_000
const hour = 60 * minute
const at = (day: string, hours = 9) => instantOfDay(day) + hours * hour
const headLine = person('3100', '郑省线', 'HQ', 'line_manager')
const mover = person('1090', '许迁', 'A', 'customer_manager')
const zhou = aCustomer('周海华')
let pool: pg.Pool

const contact = {
  branch_id: branchA,
  id: idOf('contact', 'before'),
  customer_id: zhou.id,
  staff_id: mover.id,
  at: at('2026-10-12'),
  channel: 'visit',
  outcome: 'again',
  summary: '',
  next_on: null,
  duration_minutes: null,
  origin: 'terminal',
} as const

/** A short session with one action; the days of October are numbers. */
function session(who: string, day: number, over: Partial<SessionOfDevice> = {}): SessionOfDevice {
  const startMs = over.startMs ?? at(`2026-10-${String(day).padStart(2, '0')}`) + day * minute
  return {
    staffId: who,
    sessionId: `${who}-${startMs}`,
    deviceId: idOf('device', 'one'),
    startMs,
    endMs: startMs + 70_000,
    activeMs: 70_000,
    lockedMs: 0,
    actions: [{ afterMs: 9000 + day * 800, module: 'workbench' }],
    offline: false,
    ...over,
  }
}

const take = (sessions: SessionOfDevice[], branchId = branchA) =>
  inTransaction(pool, 'write', (client) => takeSessions(client, branchId, sessions))

async function factsOf(staffId: string, of = month): Promise<AssessmentFacts | null> {
  const { rows } = await pool.query<{ facts: string }>(
    'select facts from assessment_score where month = $1 and staff_id = $2',
    [of, staffId],
  )
  return rows[0] ? (JSON.parse(rows[0].facts) as AssessmentFacts) : null
}

async function move(staffId: string, to: string): Promise<void> {
  for (const [table, column] of [
    ['staff', 'id'],
    ['staff_role', 'staff_id'],
    ['staff_credential', 'staff_id'],
  ]) {
    await pool.query(`update ${table} set branch_id = $2 where ${column} = $1`, [staffId, to])
  }
  await pool.query('update staff_role set org_unit_id = $2 where staff_id = $1', [staffId, to])
}

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
  await joinStaff(pool, [headLine, mover])
  const done = {
    state: 'done',
    completed_by: mover.id,
    outcome: 'done',
    created_at: at('2026-10-08'),
  }
  await loadRecords(pool, {
    customer: [zhou],
    task: [
      aTask('closed before', zhou.id, mover.id, {
        due_on: '2026-10-12',
        completed_at: at('2026-10-12'),
        ...done,
      }),
      aTask('left open', zhou.id, mover.id, { due_on: '2026-10-20' }),
    ],
    contact: [contact],
  })
  await take([8, 9, 12, 13, 14, 15, 16].map((day) => session(mover.id, day)))
})
afterAll(() => pool.end())

describe('who moves within the month', () => {
  test('takes along what was decided and done before, and is not asked for what was left there', async () => {
    await reckonMonth(pool, month, at('2026-10-16'))
    await grantExemption(
      pool,
      { month, staffId: mover.id, scope: 'courses', kind: 'newcomer', reason: '新调入' },
      people.line.id,
      at('2026-10-16'),
    )
    await reckonMonth(pool, month, at('2026-10-28'))
    expect(await factsOf(mover.id)).toMatchObject({ tasksDue: 2, tasksInTime: 1, contacts: 1 })
    await move(mover.id, branchB)
    await take([session(mover.id, 19)], branchB)
    await reckonMonth(pool, month, at('2026-10-28'))
    expect(await factsOf(mover.id)).toMatchObject({
      logins: 8,
      tasksDue: 1,
      tasksInTime: 1,
      contacts: 1,
      exemptions: [{ scope: 'courses', kind: 'newcomer', reason: '新调入' }],
    })
  })

  test('an exemption that is taken back after the move makes the new branch due', async () => {
    const { rows } = await pool.query<{ id: string }>(
      'select id::text from assessment_exemption where staff_id = $1',
      [mover.id],
    )
    const back = { branchId: branchA, id: rows[0]?.id ?? '', reason: '已补学' }
    await pool.query('delete from assessment_due')
    await withdrawExemption(pool, back, headLine.id, at('2026-10-28'))
    const due = await pool.query('select branch_id::text as branch from assessment_due')
    expect(due.rows).toEqual([{ branch: branchB }])
    await reckonMonth(pool, month, at('2026-10-28'))
    expect((await factsOf(mover.id))?.exemptions).toEqual([])
  })

  test('the case of a sign goes along and is decided where the person is', async () => {
    const { rows } = await pool.query(
      'select branch_id::text as branch, kind from usage_sign where staff_id = $1',
      [mover.id],
    )
    expect(rows).toEqual([{ branch: branchB, kind: 'short_sessions' }])
    const about = { month, staffId: mover.id, kind: 'short_sessions' } as const
    const said = { confirmed: false, reason: '高峰期只来得及查一笔' }
    await expect(decideSign(pool, about, said, people.zhao.id, at('2026-10-28'))).rejects.toThrow(
      'request.forbidden',
    )
    await decideSign(pool, about, said, headLine.id, at('2026-10-28'))
  })
})

test('who helps out is seen beside those with whom a PC was shared, and the case is at home', async () => {
  const shared = [
    '2026-10-20',
    '2026-10-21',
    '2026-10-22',
    '2026-10-23',
    '2026-10-26',
    '2026-10-27',
  ]
  const turns = shared.flatMap((day) =>
    [people.wang.id, people.other.id].map((who, nth) =>
      session(who, nth, { startMs: at(day, 12) + nth * 100_000 }),
    ),
  )
  await take(turns)
  await reckonMonth(pool, month, at('2026-10-28'))
  const { rows } = await pool.query(
    `select staff_id::text as who, branch_id::text as branch from usage_sign
     where kind = 'shared_device' order by branch_id`,
  )
  const cases = [
    { who: people.wang.id, branch: branchA },
    { who: people.other.id, branch: branchB },
  ]
  expect(rows).toHaveLength(cases.length)
  expect(rows).toEqual(expect.arrayContaining(cases))
})

describe('the month is over', () => {
  const appeal = { month, part: 'effective', reason: '10-09 系统没有记下' } as const

  test('an appeal given in time counts, though an outage held it up beyond the days for it', async () => {
    await endMonth(pool, month, headLine.id, at('2026-11-02'))
    await reckonMonth(pool, month, at('2026-11-02'))
    // The last minute of 7 November in Beijing, and the first one of the 8th.
    const lastMs = instantOfDay('2026-11-08') - minute
    const now = at('2026-11-08')
    const submit = (atMs: number) => submitAppeal(pool, { ...appeal, atMs }, people.wang.id, now)
    await expect(submit(lastMs + minute)).rejects.toThrow('assessment.appealTooLate')
    await expect(submitAppeal(pool, appeal, people.wang.id, now)).rejects.toThrow(
      'assessment.appealTooLate',
    )
    await submit(lastMs)
    const { rows } = await pool.query<{ at: Date }>(
      'select submitted_at as at from assessment_appeal where staff_id = $1',
      [people.wang.id],
    )
    expect(rows[0]?.at.getTime()).toBe(lastMs)
    // A clock that runs ahead opens nothing either.
    await expect(
      submitAppeal(pool, { ...appeal, atMs: now + hour }, mover.id, lastMs),
    ).resolves.toBeTypeOf('string')
  })

  test('who moved while the appeal waited has the correction where he or she is', async () => {
    const before = await factsOf(people.wang.id)
    const { rows } = await pool.query<{ id: string }>(
      'select id::text from assessment_appeal where staff_id = $1',
      [people.wang.id],
    )
    await move(people.wang.id, branchB)
    const ruling = { upheld: true, reason: '台账可证', corrections: { effective: 1 } } as const
    const ofWang = { branchId: branchA, id: rows[0]?.id ?? '', ruling }
    const now = at('2026-11-09')
    await decideAppeal(pool, ofWang, headLine.id, now)
    const due = await pool.query('select branch_id::text as branch from assessment_due')
    expect(due.rows).toContainEqual({ branch: branchB })
    await reckonMonth(pool, month, now)
    const after = await factsOf(people.wang.id)
    expect(after?.effective).toBe((before?.effective ?? 0) + 1)
  })
})

test('a scheme that comes into force within a month judges the next one', async () => {
  const value = JSON.stringify({ ...defaultScheme, appealDays: 9 })
  await pool.query(
    `insert into parameter (id, key, version, effective_from, value, ver, rev)
     values ($1, 'assessment.scheme', 7, '2026-11-16', $2, 1, 1)`,
    [idOf('parameter', 'scheme 7'), value],
  )
  const versionOf = async (of: string, nowMs: number) => {
    await reckonMonth(pool, of, nowMs)
    return inTransaction(pool, 'write', async (client) => {
      const { schemeVersion, scheme } = await readPeriod(client, of, 'for share')
      return { schemeVersion, appealDays: scheme.appealDays }
    })
  }
  expect(await versionOf('2026-11-01', at('2026-11-27'))).toEqual({
    schemeVersion: 0,
    appealDays: 5,
  })
  expect(await versionOf('2026-12-01', at('2026-12-01'))).toEqual({
    schemeVersion: 7,
    appealDays: 9,
  })
})
