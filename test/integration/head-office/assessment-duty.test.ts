import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AssessmentFacts } from '#domain/assessment/facts.ts'
import type { BranchScore } from '#domain/assessment/branch-score.ts'
import { addDays, instantOfDay } from '#domain/time/day.ts'
import { type GivenDuty, recordDuty, withdrawDuty } from '#head-office/assessment/duty.ts'
import { endMonth, lockMonth } from '#head-office/assessment/periods.ts'
import { reckonMonth } from '#head-office/assessment/reckon.ts'
import { takeSessions } from '#head-office/assessment/sessions.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { library } from '#head-office/learning/library/index.ts'
import { libraryPictures } from '#head-office/learning/library/pictures.ts'
import { moveCourse, writeDraft } from '#head-office/learning/courses.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  branchA,
  fillOrganisation,
  idOf,
  joinStaff,
  people,
  person,
} from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const month = '2026-10-01'
const minute = 60_000
const at = (day: string) => instantOfDay(day) + 540 * minute
const now = at('2026-10-28')
const headLine = person('3100', '郑省线', 'HQ', 'line_manager')
const second = person('3101', '何省线', 'HQ', 'line_manager')
const { wang, li, zhao, line, teller } = people
let pool: pg.Pool

interface Row {
  outcome: string
  target: number
  facts: AssessmentFacts
}

async function rowOf(staffId: string, of = month): Promise<Row | null> {
  const { rows } = await pool.query<{ outcome: string; target: number; facts: string }>(
    'select outcome, target, facts from assessment_score where month = $1 and staff_id = $2',
    [of, staffId],
  )
  const [row] = rows
  return row ? { ...row, facts: JSON.parse(row.facts) as AssessmentFacts } : null
}

async function branchRow(): Promise<BranchScore> {
  const { rows } = await pool.query<{ score: string }>(
    'select score from assessment_branch where branch_id = $1 and month = $2',
    [branchA, month],
  )
  return JSON.parse(rows[0]?.score ?? 'null') as BranchScore
}

const given = (staffId: string, over: Partial<GivenDuty> = {}): GivenDuty => ({
  id: uuidV7(now),
  staffId,
  fromDay: '2026-10-19',
  untilDay: '2026-10-31',
  tenths: 0,
  kind: 'maternity',
  reason: '产假，人力已备案',
  ...over,
})
const record = async (duty: GivenDuty, byId = line.id, nowMs = now) => {
  await recordDuty(pool, duty, byId, nowMs)
  return duty.id
}
const audited = async (action: string) => {
  const { rows } = await pool.query('select from audit_log where action = $1', [action])
  return rows.length
}

/** Ten sessions of half an hour with an action. */
async function tenLogins(staffId: string): Promise<void> {
  const sessions = Array.from({ length: 10 }, (_, nth) => {
    const startMs = at(addDays('2026-10-08', nth)) + nth * 7777
    const times = { startMs, endMs: startMs + 30 * minute, activeMs: 30 * minute, lockedMs: 0 }
    const ids = { staffId, sessionId: `${staffId}-${nth}`, deviceId: idOf('device', staffId) }
    const actions = [{ afterMs: 31_000 + nth * 911, module: 'customers' as const }]
    return { ...ids, ...times, actions, offline: false }
  })
  await inTransaction(pool, 'write', (client) => takeSessions(client, branchA, sessions))
}

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
  await joinStaff(pool, [headLine, second])
  await tenLogins(wang.id)
  await reckonMonth(pool, month, now)
})
afterAll(() => pool.end())

describe('who is on duty', () => {
  test('is recorded by a line manager above, with a reason, and never of oneself', async () => {
    await expect(record(given(wang.id), zhao.id)).rejects.toThrow('request.forbidden')
    await expect(record(given(wang.id), wang.id)).rejects.toThrow('request.forbidden')
    await expect(record(given(headLine.id), headLine.id)).rejects.toThrow('assessment.own')
    await expect(record(given(wang.id, { reason: ' ' }))).rejects.toThrow(
      'assessment.reasonMissing',
    )
    await expect(record(given(wang.id, { untilDay: '2026-10-18' }))).rejects.toThrow(
      'request.invalid',
    )
    await expect(record(given(wang.id, { untilDay: null }))).rejects.toThrow('request.invalid')
    await expect(record(given('nobody'))).rejects.toThrow('assessment.notFound')
    expect(await audited('assessment.duty')).toBe(0)
  })

  test('half of the days ask for half of the logins, at once, of the person and of the branch', async () => {
    const [before, branchBefore] = [await rowOf(wang.id), await branchRow()]
    expect(before).toMatchObject({ outcome: 'retrain', target: 12, facts: { effective: 10 } })
    const id = await record(given(wang.id))
    const after = await rowOf(wang.id)
    const { dutyTenths = 0, workingDays = 0 } = after?.facts ?? {}
    expect(dutyTenths).toBeLessThan(workingDays * 10)
    expect(after?.target).toBe(Math.ceil((12 * dutyTenths) / (workingDays * 10)))
    expect(after?.target).toBeLessThan(10)
    const branch = await branchRow()
    expect(branch.dutyTenths).toBe(branchBefore.dutyTenths - (workingDays * 10 - dutyTenths))
    expect(branch.loginsAHead).toBeGreaterThan(branchBefore.loginsAHead ?? 0)
    await expect(record(given(wang.id))).rejects.toThrow('assessment.standsAlready')
    const back = { branchId: branchA, id, reason: '提前返岗' }
    await expect(withdrawDuty(pool, back, zhao.id, now)).rejects.toThrow('request.forbidden')
    await withdrawDuty(pool, back, line.id, now)
    expect(await rowOf(wang.id)).toEqual(before)
    await expect(withdrawDuty(pool, back, line.id, now)).rejects.toThrow('assessment.notFound')
    expect([await audited('assessment.duty'), await audited('assessment.unduty')]).toEqual([1, 1])
  })

  test('a whole month away is no month of retraining', async () => {
    const id = await record(given(li.id, { fromDay: '2026-09-15', untilDay: '2027-01-20' }))
    expect(await rowOf(li.id)).toMatchObject({ outcome: 'off_duty', facts: { dutyTenths: 0 } })
    expect((await branchRow()).people.off_duty).toBe(1)
    await withdrawDuty(pool, { branchId: branchA, id, reason: '登记错人' }, line.id, now)
  })

  test('who joined has the days to learn a mandatory course from then on', async () => {
    const course = library.find(({ mandatory, roles }) => mandatory && roles.includes('teller'))
    if (!course) throw new Error('no mandatory course')
    const id = await writeDraft(pool, course, headLine.id, now, libraryPictures())
    await moveCourse(pool, { id, act: 'submit', note: null }, headLine.id, now)
    await moveCourse(pool, { id, act: 'publish', note: null }, second.id, now)
    await pool.query(`update course_version set published_on = '2026-01-05'`)
    await reckonMonth(pool, month, now)
    expect((await rowOf(teller.id))?.facts).toMatchObject({ mandatoryRequired: 1 })
    const before = { fromDay: '2026-10-01', untilDay: '2026-10-14', kind: 'joined' as const }
    const entry = await record(given(teller.id, before))
    expect((await rowOf(teller.id))?.facts).toMatchObject({ mandatoryRequired: 0 })
    const back = { branchId: branchA, id: entry, reason: '登记错人' }
    await withdrawDuty(pool, back, line.id, now)
  })

  test('who left stays in the month until that day, also when nobody logs in under the name any more', async () => {
    const head = (await branchRow()).people
    const left = { fromDay: '2026-10-20', untilDay: null, kind: 'left' as const }
    await pool.query('update staff set active = false where id = $1', [teller.id])
    await reckonMonth(pool, month, now)
    expect(await rowOf(teller.id)).toBeNull()
    await record(given(teller.id, left))
    const row = await rowOf(teller.id)
    expect(row?.facts.dutyTenths).toBeGreaterThan(0)
    expect((await branchRow()).people).toEqual(head)
    await reckonMonth(pool, '2026-11-01', at('2026-11-03'))
    expect(await rowOf(teller.id, '2026-11-01')).toBeNull()
  })
})

describe('a locked month', () => {
  test('takes no entry, and one that reaches beyond it changes what is open alone', async () => {
    await endMonth(pool, month, headLine.id, at('2026-11-02'))
    await reckonMonth(pool, month, at('2026-11-02'))
    const over = at('2026-11-09')
    const beyond = await record(given(li.id, { fromDay: '2026-10-26', untilDay: '2026-11-13' }))
    await reckonMonth(pool, month, over)
    await lockMonth(pool, month, headLine.id, over)
    const locked = await rowOf(li.id)
    await expect(record(given(wang.id), line.id, over)).rejects.toThrow('assessment.locked')
    await reckonMonth(pool, '2026-11-01', over)
    const short = (await rowOf(li.id, '2026-11-01'))?.facts.dutyTenths ?? 0
    await withdrawDuty(pool, { branchId: branchA, id: beyond, reason: '未休' }, line.id, over)
    expect((await rowOf(li.id, '2026-11-01'))?.facts.dutyTenths).toBeGreaterThan(short)
    expect(await rowOf(li.id)).toEqual(locked)
  })
})
