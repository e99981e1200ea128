import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BranchScore } from '#domain/assessment/branch-score.ts'
import type { AssessmentFacts } from '#domain/assessment/facts.ts'
import { defaultScheme } from '#domain/assessment/scheme.ts'
import { type PartScore, scoreOf } from '#domain/assessment/score.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { effectiveRule } from '#domain/usage/effective.ts'
import { decideAppeal, submitAppeal, waitingAppeals } from '#head-office/assessment/appeals.ts'
import { decideSign } from '#head-office/assessment/decide-sign.ts'
import { grantExemption, withdrawExemption } from '#head-office/assessment/exemptions.ts'
import { judgeSample } from '#head-office/assessment/judge-sample.ts'
import { endMonth, lockMonth, readPeriod } from '#head-office/assessment/periods.ts'
import { sampledWork } from '#head-office/assessment/read-facts.ts'
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
const at = (day: number, hour = 9) =>
  instantOfDay(`2026-10-${String(day).padStart(2, '0')}`) + hour * 60 * minute
/** The end of the month, and days of November. */
const november = (day: number) => instantOfDay(`2026-11-${String(day).padStart(2, '0')}`) + minute
const headLine = person('3100', '郑省线', 'HQ', 'line_manager')
const zhou = aCustomer('周海华')
let pool: pg.Pool

/** A session of half an hour with three actions on its own times. */
function session(who: string, day: number, over: Partial<SessionOfDevice> = {}): SessionOfDevice {
  const startMs = at(day) + (who.charCodeAt(3) % 7) * minute
  return {
    staffId: who,
    sessionId: `${who}-${day}-${over.startMs ?? startMs}`,
    deviceId: idOf('device', 'one'),
    startMs,
    endMs: (over.startMs ?? startMs) + 30 * minute,
    activeMs: 30 * minute,
    lockedMs: 0,
    actions: [
      { afterMs: 31_000 + day * 900, module: 'workbench' },
      { afterMs: 140_000 + day * day * 311, module: 'customers' },
      { afterMs: 900_000 + ((day * 7919) % 60) * 1000, module: 'customers' },
    ],
    offline: false,
    ...over,
  }
}

const take = (sessions: SessionOfDevice[], branchId = branchA) =>
  inTransaction(pool, 'write', (client) => takeSessions(client, branchId, sessions))

interface Row {
  outcome: string
  hundredths: number | null
  target: number
  facts: AssessmentFacts
  parts: PartScore[]
}

async function scoreRow(staffId: string): Promise<Row | undefined> {
  const { rows } = await pool.query<
    Record<'facts' | 'parts', string> & Omit<Row, 'facts' | 'parts'>
  >(
    `select outcome, hundredths, target, facts, parts from assessment_score
     where month = $1 and staff_id = $2`,
    [month, staffId],
  )
  const [row] = rows
  return (
    row && {
      ...row,
      facts: JSON.parse(row.facts) as AssessmentFacts,
      parts: JSON.parse(row.parts) as PartScore[],
    }
  )
}

async function branchRow(branchId: string): Promise<BranchScore> {
  const { rows } = await pool.query<{ score: string }>(
    'select score from assessment_branch where branch_id = $1 and month = $2',
    [branchId, month],
  )
  return JSON.parse(rows[0]?.score ?? 'null') as BranchScore
}

const audited = async (action: string) => {
  const { rows } = await pool.query<{ detail: string }>(
    'select detail from audit_log where action = $1 order by at, id',
    [action],
  )
  return rows.map(({ detail }) => JSON.parse(detail) as Record<string, unknown>)
}

const li = people.li.id
const closedTask = (name: string, day: number, done: number | null) =>
  aTask(name, zhou.id, li, {
    due_on: `2026-10-${String(day).padStart(2, '0')}`,
    created_at: at(1),
    ...(done === null
      ? {}
      : { state: 'done', completed_at: at(done), completed_by: li, outcome: 'done' }),
  })

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
  await joinStaff(pool, [headLine])
  await loadRecords(pool, {
    customer: [zhou],
    task: [
      closedTask('in time', 10, 10),
      closedTask('early', 20, 12),
      closedTask('late', 12, 13),
      closedTask('open', 15, null),
      closedTask('also in time', 22, 21),
      closedTask('a fourth', 23, 21),
    ],
  })
  // 1–7 October is a holiday of the test calendar or not: the target follows the calendar either way.
  const days = [8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26]
  await take(days.map((day) => session(li, day)))
  await take([
    session(people.wang.id, 8),
    session(people.wang.id, 9, { activeMs: 20_000 }),
    session(people.teller.id, 8, { actions: [] }),
  ])
})
afterAll(() => pool.end())

describe('a month is reckoned', () => {
  test('from sessions, tasks and duty, and by the domain’s own function', async () => {
    const seen: string[] = []
    const reckoned = await reckonMonth(pool, month, at(28), {
      progress: (done, all) => seen.push(`${done}/${all}`),
    })
    expect(seen.at(-1)).toBe(`${seen.length}/${seen.length}`)
    expect(reckoned.changed).toBe(reckoned.people)
    const row = await scoreRow(li)
    expect(row?.facts).toMatchObject({
      logins: 13,
      effective: 13,
      activeDays: 13,
      modules: ['workbench', 'customers'],
      tasksDue: 6,
      tasksInTime: 4,
    })
    const again = scoreOf(row?.facts ?? ({} as AssessmentFacts), defaultScheme, effectiveRule)
    expect(row).toMatchObject({ hundredths: again.hundredths, outcome: 'passed' })
    expect(row?.parts).toEqual(again.parts)
    expect(await scoreRow(people.wang.id)).toMatchObject({
      outcome: 'retrain',
      facts: { logins: 2, effective: 1 },
    })
    expect(await scoreRow(people.teller.id)).toMatchObject({ facts: { logins: 1, effective: 0 } })
    expect(await scoreRow(people.line.id)).toBeUndefined()
  })

  test('the branch’s average is of logins a head; another branch is not touched by it', async () => {
    const score = await branchRow(branchA)
    expect(score).toMatchObject({ logins: 16, effective: 14, loginsAHead: 400 })
    expect(score.people).toMatchObject({ passed: 1, retrain: 3 })
    expect((await branchRow(branchB)).logins).toBe(0)
  })

  test('again it changes nothing, and leaves a trace with its figures', async () => {
    const again = await reckonMonth(pool, month, at(28))
    expect(again.changed).toBe(0)
    expect(await audited('assessment.reckon')).toEqual([
      expect.objectContaining({ run: 1, changed: again.people }),
      expect.objectContaining({ run: 2, changed: 0 }),
    ])
  })

  test('broken off, it goes on where it stopped', async () => {
    const stop = new AbortController()
    const broken = reckonMonth(pool, month, at(28), {
      signal: stop.signal,
      progress: () => stop.abort(),
    })
    await expect(broken).rejects.toThrow()
    const rest = await reckonMonth(pool, month, at(28))
    const whole = await reckonMonth(pool, month, at(28))
    expect(rest.branches).toBe(whole.branches - 1)
  })

  test('a session taken twice counts once; one that went on is as long as it is now', async () => {
    expect(await take([session(li, 26, { activeMs: 1000 })])).toBe(1)
    await reckonMonth(pool, month, at(28))
    expect((await scoreRow(li))?.facts).toMatchObject({ logins: 13, effective: 12 })
    await take([session(li, 26)])
    await reckonMonth(pool, month, at(28))
    expect((await scoreRow(li))?.facts).toMatchObject({ logins: 13, effective: 13 })
  })

  test('sessions of nobody known are left out', async () => {
    expect(await take([session(idOf('staff', 'nobody'), 8)])).toBe(0)
  })

  test('who helps out in another branch counts at home, and the branch of the PC is not touched', async () => {
    const before = await branchRow(branchA)
    expect(await take([session(people.other.id, 8), session(people.other.id, 9)])).toBe(2)
    await reckonMonth(pool, month, at(28))
    expect((await scoreRow(people.other.id))?.facts).toMatchObject({ logins: 2, effective: 2 })
    expect((await branchRow(branchB)).logins).toBe(2)
    expect(await branchRow(branchA)).toEqual(before)
  })

  test('who moved takes the own sessions along, also those that come up later', async () => {
    const mover = person('1090', '许迁', 'A', 'customer_manager')
    await joinStaff(pool, [mover])
    await take([session(mover.id, 12), session(mover.id, 13)])
    await reckonMonth(pool, month, at(14))
    expect((await scoreRow(mover.id))?.facts).toMatchObject({ logins: 2 })
    const before = await branchRow(branchB)
    for (const table of ['staff', 'staff_role'])
      await pool.query(
        `update ${table} set branch_id = $2 where ${table === 'staff' ? 'id' : 'staff_id'} = $1`,
        [mover.id, branchB],
      )
    await pool.query('update staff_credential set branch_id = $2 where staff_id = $1', [
      mover.id,
      branchB,
    ])
    await take([session(mover.id, 19)], branchB)
    // An outage: what was done in the former branch comes after the move, and again.
    await take([session(mover.id, 14), session(mover.id, 13)])
    await reckonMonth(pool, month, at(28))
    expect((await scoreRow(mover.id))?.facts).toMatchObject({ logins: 4, activeDays: 4 })
    expect((await branchRow(branchB)).logins).toBe(before.logins + 4)
    const { rows } = await pool.query(
      'select branch_id::text as branch from assessment_score where month = $1 and staff_id = $2',
      [month, mover.id],
    )
    expect(rows).toEqual([{ branch: branchB }])
  })
})

describe('signs', () => {
  test('each is a case with its evidence; a decided one stays decided, and no score moves', async () => {
    const short = [8, 9, 12, 13, 14, 15, 16].map((day) => {
      const startMs = at(day, 14) + day * minute
      return session(people.teller.id, day, {
        startMs,
        endMs: startMs + 70_000,
        activeMs: 70_000,
        actions: [{ afterMs: 9000 + day * 800, module: 'counter' }],
      })
    })
    await take(short)
    await reckonMonth(pool, month, at(28))
    const before = await scoreRow(people.teller.id)
    const open = await pool.query<{ kind: string; evidence: string }>(
      'select kind, evidence from usage_sign where staff_id = $1',
      [people.teller.id],
    )
    expect(open.rows.map(({ kind }) => kind)).toEqual(['short_sessions'])
    expect(JSON.parse(open.rows[0]?.evidence ?? '')).toMatchObject({ short: 7, sessions: 7 })

    const about = { month, staffId: people.teller.id, kind: 'short_sessions' } as const
    const decision = { confirmed: false, reason: '高峰期只来得及查一笔' }
    await expect(decideSign(pool, about, decision, people.li.id, at(28))).rejects.toThrow(
      'request.forbidden',
    )
    await decideSign(pool, about, decision, people.zhao.id, at(28))
    await expect(decideSign(pool, about, decision, people.zhao.id, at(28))).rejects.toThrow(
      'assessment.notFound',
    )
    await reckonMonth(pool, month, at(29))
    const { rows } = await pool.query('select state from usage_sign where staff_id = $1', [
      people.teller.id,
    ])
    expect(rows).toEqual([{ state: 'explained' }])
    expect((await scoreRow(people.teller.id))?.hundredths).toBe(before?.hundredths)
    expect(await audited('assessment.sign.explained')).toHaveLength(1)
  })
})

describe('exemptions', () => {
  const why = { scope: 'all', kind: 'seconded', reason: '借调支行' } as const

  test('a line manager grants them, nobody else and never to oneself; the average follows', async () => {
    const grant = (byId: string, reason: string = why.reason) =>
      grantExemption(pool, { month, staffId: people.wang.id, ...why, reason }, byId, at(28))
    await expect(grant(people.zhao.id)).rejects.toThrow('request.forbidden')
    await expect(grant(people.line.id, '  ')).rejects.toThrow('assessment.reasonMissing')
    const id = await grant(people.line.id)
    await expect(grant(people.line.id)).rejects.toThrow('assessment.standsAlready')
    expect(await scoreRow(people.wang.id)).toMatchObject({ outcome: 'exempt', hundredths: null })
    expect((await branchRow(branchA)).people.exempt).toBe(1)
    const back = { branchId: branchA, id, reason: '提前返岗' }
    await withdrawExemption(pool, back, people.line.id, at(28))
    expect(await scoreRow(people.wang.id)).toMatchObject({ outcome: 'retrain' })
    await expect(withdrawExemption(pool, back, people.line.id, at(28))).rejects.toThrow(
      'assessment.notFound',
    )
    expect(await audited('assessment.exempt')).toHaveLength(1)
    expect(await audited('assessment.unexempt')).toHaveLength(1)
  })
})

describe('the month ends', () => {
  test('only when it is over, by a line manager above all outlets; appeals are not taken before', async () => {
    const appeal = { month, part: 'effective', reason: '10-09 系统没有记下' } as const
    await expect(submitAppeal(pool, appeal, people.wang.id, at(30))).rejects.toThrow(
      'assessment.notOpen',
    )
    await expect(endMonth(pool, month, headLine.id, at(31))).rejects.toThrow('assessment.notOver')
    await expect(endMonth(pool, month, people.zhao.id, november(2))).rejects.toThrow(
      'request.forbidden',
    )
    expect(await endMonth(pool, month, headLine.id, november(2))).toBe('2026-11-07')
    await expect(lockMonth(pool, month, headLine.id, november(9))).rejects.toThrow(
      'assessment.notOpen',
    )
    await reckonMonth(pool, month, november(2))
  })

  test('a task of the sample that fails counts no more; others cannot be judged', async () => {
    const sample = await inTransaction(pool, 'write', async (client) =>
      sampledWork(client, branchA, li, await readPeriod(client, month, 'for share')),
    )
    expect(sample).toHaveLength(3)
    const all = ['in time', 'early', 'late', 'also in time', 'a fourth'].map((name) =>
      idOf('task', name),
    )
    const outside = all.find((id) => !sample.includes(id)) ?? ''
    const finding = { passed: false, reason: '没有联系到客户，登记为已完成' }
    const judge = (taskId: string, byId = people.zhao.id) =>
      judgeSample(pool, { month, staffId: li, taskId }, finding, byId, november(3))
    await expect(judge(outside)).rejects.toThrow('assessment.notFound')
    await expect(judge(sample[0] ?? '', people.wang.id)).rejects.toThrow('request.forbidden')
    const late = idOf('task', 'late')
    const failed = sample.find((id) => id !== late) ?? ''
    await judge(failed)
    expect((await scoreRow(li))?.facts).toMatchObject({ tasksInTime: 4, tasksFailed: 1 })
  })

  test('a contact of the sample that was none has no outcome; whom nobody reached is in no sample', async () => {
    const held = (name: string, outcome: 'interested' | 'no_answer') => ({
      branch_id: branchA,
      id: idOf('contact', name),
      customer_id: zhou.id,
      staff_id: people.wang.id,
      at: at(12),
      channel: 'phone' as const,
      outcome,
      summary: '',
      next_on: null,
      duration_minutes: null,
      origin: 'terminal' as const,
    })
    await loadRecords(pool, { contact: [held('a', 'interested'), held('b', 'no_answer')] })
    await reckonMonth(pool, month, november(2))
    const counts = async () => {
      const { contacts, contactsWithOutcome } = (await scoreRow(people.wang.id))?.facts ?? {}
      return [contacts, contactsWithOutcome]
    }
    expect(await counts()).toEqual([2, 1])
    const finding = { passed: false, reason: '客户说没有接到过电话' }
    const judge = (name: string) => {
      const about = { month, staffId: people.wang.id, taskId: idOf('contact', name) }
      return judgeSample(pool, about, finding, people.zhao.id, november(3))
    }
    await expect(judge('b')).rejects.toThrow('assessment.notFound')
    await judge('a')
    expect(await counts()).toEqual([2, 0])
  })

  test('an appeal within five days is upheld, and its correction survives every reckoning', async () => {
    const given = { month, part: 'effective', reason: '10-09 系统没有记下' } as const
    const id = await submitAppeal(pool, given, people.wang.id, november(7))
    await expect(submitAppeal(pool, given, people.wang.id, november(7))).rejects.toThrow(
      'assessment.standsAlready',
    )
    await expect(submitAppeal(pool, given, li, november(8))).rejects.toThrow(
      'assessment.appealTooLate',
    )
    expect(await waitingAppeals(pool, [branchB])).toEqual([])
    expect(await waitingAppeals(pool, [branchA])).toEqual([
      expect.objectContaining({ id, staffId: people.wang.id, part: 'effective' }),
    ])
    await expect(lockMonth(pool, month, headLine.id, november(9))).rejects.toThrow(
      'assessment.appealWaiting',
    )
    const before = await scoreRow(people.wang.id)
    const ruling = { upheld: true, reason: '台账可证', corrections: { effective: 1 } } as const
    const decide = (byId: string) =>
      decideAppeal(pool, { branchId: branchA, id, ruling }, byId, november(9))
    await expect(decide(people.zhao.id)).rejects.toThrow('request.forbidden')
    await decide(people.line.id)
    await expect(decide(people.line.id)).rejects.toThrow('assessment.notFound')
    const after = await scoreRow(people.wang.id)
    expect(after?.facts.effective).toBe((before?.facts.effective ?? 0) + 1)
    expect(after?.hundredths).toBeGreaterThan(before?.hundredths ?? 0)
    await reckonMonth(pool, month, november(9))
    expect(await scoreRow(people.wang.id)).toEqual(after)
    expect(await audited('assessment.uphold')).toEqual([
      expect.objectContaining({ part: 'effective', effective: 1 }),
    ])
  })

  test('locked, nothing of it changes any more', async () => {
    await expect(lockMonth(pool, month, headLine.id, november(7))).rejects.toThrow(
      'assessment.appealWaiting',
    )
    await lockMonth(pool, month, headLine.id, november(9))
    const refused = 'assessment.locked'
    const why = { scope: 'all', kind: 'leave', reason: '年假' } as const
    await expect(reckonMonth(pool, month, november(9))).rejects.toThrow(refused)
    await expect(
      grantExemption(pool, { month, staffId: li, ...why }, people.line.id, november(9)),
    ).rejects.toThrow(refused)
    await expect(
      submitAppeal(pool, { month, part: 'tasks', reason: '误记' }, li, november(9)),
    ).rejects.toThrow(refused)
    await expect(lockMonth(pool, month, headLine.id, november(9))).rejects.toThrow(refused)
    expect(await audited('assessment.lock')).toHaveLength(1)
  })
})
