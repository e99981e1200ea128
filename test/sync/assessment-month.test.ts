import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openFile } from '#db/connection/open.ts'
import { first, run } from '#db/connection/statements.ts'
import { dayOfInstant, addDays, instantOfDay } from '#domain/time/day.ts'
import { gatherMs, keepAssessment } from '#head-office/assessment/due.ts'
import { openDueDay } from '#head-office/business-day/due-day.ts'
import { exportMonth } from '#head-office/assessment/export.ts'
import { endMonth, lockMonth } from '#head-office/assessment/periods.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { openGrantKeys } from '#head-office/keys/grant-keys.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
import { installLibrary } from '#head-office/learning/install-library.ts'
import { library } from '#head-office/learning/library/index.ts'
import { deriveKey, sha256Hex } from '#platform/crypto/hash.ts'
import {
  branchA,
  joinStaff,
  people,
  person,
  testPassword,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService, MovableClock } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { verifyMonth } from '#tools/ledger/verify/assessment.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const database = withDatabase()
const { li, zhao, teller, line } = people
const headLine = person('3100', '郑省线', 'HQ', 'line_manager')
const month = '2026-12-01'
const minute = 60_000
/** Twelve of December's working days. */
const days = [2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17].map(
  (nth) => `2026-12-${String(nth).padStart(2, '0')}`,
)
const mandatory = library.filter((each) => each.mandatory && each.roles.includes('teller'))
const lessons = library.filter((each) => mandatory.includes(each) || each.code === 'offline')

const clock = new MovableClock()
let office: TestHeadOffice
let open = true
const pcs: LocalService[] = []

/** Time passes for everybody. */
function pass(ms: number): void {
  for (const each of [clock, ...pcs.map((pc) => pc.clock)]) each.pass(ms)
}

/** It becomes nine o'clock of a day, wherever one looks; head office did its work in the night. */
async function morning(day: string): Promise<void> {
  pass(instantOfDay(day) + 9 * 60 * minute - clock.now())
  await openDueDay(office.pool, clock.now())
  await keepAssessment(office.pool, clock.now())
}

async function newPc(name: string): Promise<LocalService> {
  const code = await createEnrolmentCode(office.pool, { branchId: branchA, nowMs: clock.now() })
  const pc = new LocalService(office.url, code, name)
  pc.clock.pass(clock.wallOffsetMs)
  pcs.push(pc)
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  return pc
}

async function sit(pc: LocalService, { staffNo }: TestStaff): Promise<void> {
  if ((await pc.call('session.current')) !== null) await pc.call('session.logout')
  await pc.call('session.login', { staffNo, password: testPassword, offline: !open })
  await pc.filled()
  if (open) await pc.synced()
}

async function cut(pc: LocalService): Promise<void> {
  await office.app.close()
  open = false
  await pc.until(async () => (await pc.call('app.status')).connection === 'offline', 60_000)
}

async function mend(pc: LocalService): Promise<void> {
  await office.restart()
  open = true
  await pc.synced()
}

/** A login that counts: actions of the counter and of learning, and some minutes until its end. */
async function work(pc: LocalService): Promise<void> {
  await sit(pc, teller)
  pass(minute)
  await pc.call('counter.find', { text: '13900000000' })
  await pc.call('learning.course', { code: 'offline' })
  pass(4 * minute)
  await pc.call('session.logout')
}

/** Answers every question of a course's quiz as its author would. */
async function takeQuiz(pc: LocalService, code: string): Promise<void> {
  const course = library.find((each) => each.code === code)
  let attempt = await pc.call('learning.begin', { code, sessionId: null })
  for (;;) {
    const { question } = attempt
    if (!question) throw new Error('a quiz without questions')
    const optionId = course?.bank.find(({ id }) => id === question.id)?.right ?? ''
    const answer = { attemptId: attempt.id, questionId: question.id, optionId }
    const told = await pc.call('learning.answer', answer)
    if (told.result) {
      expect(told.result).toMatchObject({ passed: true })
      return
    }
    attempt = told.next
  }
}

/** Head office has all that the PC's ledger holds, and has reckoned it. */
async function reckoned(pc: LocalService): Promise<void> {
  const own = pc.journal((db) => first<{ n: number }>(db, 'SELECT max(seq) AS n FROM usage_record'))
  await pc.synced()
  await pc.until(async () => {
    const { rows } = await office.pool.query<{ n: number }>(
      `select coalesce(max(r.seq), 0)::int as n from usage_record r
       join usage_ledger l using (branch_id, ledger_id, epoch) join device d on d.id = l.device_id
       where d.name = $1`,
      [pc.deviceName],
    )
    if ((rows[0]?.n ?? 0) >= (own?.n ?? 0)) return true
    pass(minute / 4)
    return false
  }, 60_000)
  await keepAssessment(office.pool, clock.now() + gatherMs + minute)
  await pc.synced()
}

beforeAll(async () => {
  clock.setWall(instantOfDay('2026-12-01') + 9 * 60 * minute - Date.now())
  office = await startHeadOffice({ databaseUrl: database.url, clock })
  await joinStaff(office.pool, [headLine])
  await installLibrary(office.pool, '2026-09-20', clock.now())
  await office.pool.query(`update database_info set calendar = 'running'`)
})
afterAll(async () => {
  for (const pc of pcs) await pc.remove()
  await office.close()
})

test('a month: learning, use in an outage, a forged file, an appeal, the lock and the proof', async () => {
  const pc = await newPc('PC-M1')
  const beside = await newPc('PC-M2')

  // The head tells the new teller which courses, and by when.
  await sit(pc, zhao)
  const told = { code: 'offline', staffId: teller.id, dueOn: '2026-12-18', reason: '新入职' }
  await pc.call('learning.assign', told)
  await pc.until(async () => (await pc.call('app.status')).pending === 0)

  // The teller learns with the line cut, and is examined when it is back.
  await sit(pc, teller)
  const mine = async () => (await pc.call('learning.courses')).courses
  await pc.until(async () =>
    (await mine()).some(({ due }) => due?.by === 'assigned' && due.on === told.dueOn),
  )
  await cut(pc)
  for (const course of lessons) {
    for (const unit of course.units) {
      await pc.call('learning.read', {
        code: course.code,
        unitId: unit.id,
        card: unit.cards.length,
      })
    }
  }
  await mend(pc)
  await pc.until(async () => (await pc.call('app.status')).pending === 0)
  for (const { code } of lessons) await takeQuiz(pc, code)
  await pc.call('session.logout')

  // Twelve working days, two of them without head office; nothing counts of these before it is verified.
  for (const [index, day] of days.entries()) {
    await morning(day)
    if (index === 5) await cut(pc)
    await work(pc)
    if (index === 6) {
      await sit(pc, teller)
      const { facts } = (await pc.call('assessment.own', { month: null })).now ?? {}
      expect(facts?.effective).toBeLessThan(7)
      await mend(pc)
      await pc.call('session.logout')
    }
  }
  await sit(pc, teller)
  await reckoned(pc)
  const own = await pc.call('assessment.own', { month: null })
  expect(own.now?.facts).toMatchObject({
    effective: days.length,
    activeDays: days.length,
    mandatoryRequired: mandatory.length,
    mandatoryPassed: mandatory.length,
  })

  // The board follows.
  await sit(pc, zhao)
  const onBoard = async () =>
    (await pc.call('assessment.board', { month })).members.find(
      ({ staffId }) => staffId === teller.id,
    )
  await pc.until(async () => (await onBoard())?.score.outcome === 'passed')

  // A colleague edits the file of the other PC: found, at its number.
  await sit(beside, li)
  await beside.call('learning.course', { code: 'offline' })
  pass(5 * minute)
  await reckoned(beside)
  await office.app.close()
  open = false
  await beside.call('session.logout')
  await beside.stop()
  const secret = deriveKey(beside.deviceSecret, Buffer.alloc(0), 'ocrm-journal')
  const journal = openFile(join(beside.dataDir, 'journal.db'), secret, {
    mode: 'write',
    kind: 'lasting',
  })
  const last = first<{ seq: number }>(journal, 'SELECT max(seq) AS seq FROM usage_record')?.seq ?? 0
  run(journal, `UPDATE usage_record SET wall_ms = wall_ms - 3600000 WHERE seq = ?`, last)
  journal.close()
  await office.restart()
  open = true
  await beside.start()
  // Clocks apart from head office's: here time jumps while something is on its way.
  const findings = async () => {
    const { rows } = await office.pool.query<{ code: string; seq: number }>(
      `select f.code, f.seq::int as seq from usage_finding f join device d on d.id = f.device_id
       where d.name = 'PC-M2' and f.code not like 'CLOCK%' order by f.seq`,
    )
    return rows
  }
  await beside.until(async () => (await findings()).length > 0, 60_000)
  expect(await findings()).toEqual([{ code: 'HASH', seq: last }])

  // The month ends; a score is appealed and corrected by one above the branch.
  await morning('2027-01-04')
  await endMonth(office.pool, month, headLine.id, clock.now())
  await keepAssessment(office.pool, clock.now())
  await sit(pc, teller)
  await pc.until(async () => {
    const { period } = await pc.call('assessment.own', { month })
    return period?.state === 'provisional'
  })
  const before = (await pc.call('assessment.own', { month })).told?.score.hundredths ?? 0
  const reason = '12 月 18 日外出培训，当天的登录没有算'
  await pc.call('assessment.appeal', { month, part: 'active_days', reason })
  await pc.until(async () => (await pc.call('app.status')).pending === 0)
  await sit(pc, line)
  const waiting = await pc.until(async () => {
    const { appeals } = await pc.call('assessment.board', { month })
    return appeals.find(({ state }) => state === 'waiting')
  })
  await pc.call('assessment.decideAppeal', {
    branchId: waiting.branchId,
    appealId: waiting.id,
    upheld: true,
    corrections: { activeDays: 1 },
    reason: '签到表属实',
  })
  await pc.until(async () => (await pc.call('app.status')).pending === 0)
  await sit(pc, teller)
  const after = await pc.until(async () => {
    const { told, appeals } = await pc.call('assessment.own', { month })
    // The decision stands here at once; the result comes when head office has reckoned it.
    const corrected = told?.facts.activeDays === days.length + 1
    return appeals[0]?.state === 'upheld' && corrected ? told : null
  })
  expect(after.score.hundredths).toBeGreaterThan(before)

  // Locked after the days for appeals, and not before.
  await expect(lockMonth(office.pool, month, headLine.id, clock.now())).rejects.toThrow(
    'assessment.appealWaiting',
  )
  await morning(addDays(dayOfInstant(clock.now()), 6))
  await lockMonth(office.pool, month, headLine.id, clock.now())
  await sit(pc, teller)
  await pc.until(async () => {
    const { period } = await pc.call('assessment.own', { month })
    return period?.state === 'locked'
  })

  // What is taken out of it holds before the verifier, and not with one count changed.
  const master = await openMasterKey(office.dataDir)
  const { publicKey, privateKey } = await openGrantKeys(office.pool, master, clock.now())
  const wish = { month, branch: 'A' }
  const { text } = await exportMonth(office.pool, privateKey, wish, 'os:audit', clock.now())
  expect(verifyMonth(text, publicKey)).toMatchObject({ month, final: true, found: [] })
  const forged = text.replace('"activeDays":13', '"activeDays":14')
  expect(verifyMonth(forged, publicKey).found.map(({ code }) => code)).toContain('SIGNATURE')

  // Taken at the PC, its usage record vouches for the table and for the signed month beside it.
  await sit(pc, zhao)
  const asked = { month, format: 'csv' as const, language: 'zh' as const }
  const file = await pc.call('assessment.export', asked)
  const { signedPath } = file
  if (signedPath === null) throw new Error('the month came without its signature')
  const record = pc.journal((db) =>
    first<{ body: string }>(db, `SELECT body FROM usage_record WHERE body LIKE '%besideSha256%'`),
  )
  expect(JSON.parse(record?.body ?? '{}')).toMatchObject({
    exportNo: file.exportNo,
    sha256: sha256Hex(readFileSync(file.path)),
    besideSha256: sha256Hex(readFileSync(signedPath)),
  })
  expect(verifyMonth(readFileSync(signedPath, 'utf8'), publicKey).found).toEqual([])
})
