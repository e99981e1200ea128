import { beforeAll, describe, expect, test } from 'vitest'
import type { AssessmentFacts } from '#domain/assessment/facts.ts'
import { scoreOf } from '#domain/assessment/score.ts'
import { factsWithOwn, readSessions, type ToldSession } from '#domain/assessment/told-sessions.ts'
import { addMonths, dayOfInstant, instantOfDay, monthStart } from '#domain/time/day.ts'
import { usageModules } from '#domain/usage/modules.ts'
import { gatherMs, keepAssessment, markDue } from '#head-office/assessment/due.ts'
import { exportMonth } from '#head-office/assessment/export.ts'
import { endMonth, lockMonth, readPeriod } from '#head-office/assessment/periods.ts'
import { reckonMonth } from '#head-office/assessment/reckon.ts'
import { type SessionOfDevice, takeSessions } from '#head-office/assessment/sessions.ts'
import { openGrantKeys } from '#head-office/keys/grant-keys.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { branchA, idOf, joinStaff, people, person } from '#test/support/branch-data.ts'
import { withCommandDesk } from '#test/support/command-desk.ts'
import { verifyMonth } from '#tools/ledger/verify/assessment.ts'

const { li, wang, zhao, line, other } = people
const desk = withCommandDesk([li, wang, zhao, line])
const { give } = desk
const headLine = person('3100', '郑省线', 'HQ', 'line_manager')
const minute = 60_000
const today = dayOfInstant(Date.now())
const month = addMonths(monthStart(today), -1)
const newId = () => uuidV7(Date.now())

/** A session of half an hour on the nth day of the month. */
function session(who: string, nth: number): SessionOfDevice {
  const startMs = instantOfDay(month) + (nth - 1) * 24 * 60 * minute + 9 * 60 * minute + nth * 7777
  return {
    staffId: who,
    sessionId: `${who}-${nth}`,
    deviceId: idOf('device', who),
    startMs,
    endMs: startMs + 30 * minute,
    activeMs: 30 * minute,
    lockedMs: 0,
    actions: [
      { afterMs: 31_000 + nth * 900, module: 'workbench' },
      { afterMs: 140_000 + nth * nth * 311, module: nth % 2 === 0 ? 'customers' : 'groups' },
    ],
    offline: false,
  }
}

const asTold = ({ sessionId: id, actions, offline, ...times }: SessionOfDevice): ToldSession => {
  const used = actions.map(({ module }) => module)
  const { startMs, endMs, activeMs, lockedMs } = times
  const modules = usageModules.filter((name) => used.includes(name))
  return { id, startMs, endMs, activeMs, lockedMs, actions: actions.length, modules, offline }
}

const take = (sessions: SessionOfDevice[]) =>
  inTransaction(desk.office.pool, 'write', (client) => takeSessions(client, branchA, sessions))

interface Result {
  outcome: string
  hundredths: number | null
  facts: AssessmentFacts
  sessions: ToldSession[]
  rev: number
}

async function resultOf(staffId: string): Promise<Result> {
  const { rows } = await desk.office.pool.query<
    Omit<Result, 'facts' | 'sessions'> & { facts: string; sessions: string }
  >(
    `select outcome, hundredths, facts, sessions, rev::int from assessment_result
     where branch_id = $1 and month = $2 and staff_id = $3`,
    [branchA, month, staffId],
  )
  const [row] = rows
  if (!row) throw new Error('no result')
  const facts = JSON.parse(row.facts) as AssessmentFacts
  return { ...row, facts, sessions: readSessions(row.sessions) }
}

const audited = async (action: string) => {
  const { rows } = await desk.office.pool.query<{ n: number }>(
    'select count(*)::int as n from audit_log where action = $1',
    [action],
  )
  return rows[0]?.n ?? 0
}

const codeOf = async (given: ReturnType<typeof give>) => {
  const { outcome, code } = await given
  return `${outcome} ${code ?? ''}`.trim()
}

beforeAll(async () => {
  await joinStaff(desk.office.pool, [headLine])
  await desk.office.pool.query('update database_info set opened_day = business_date')
  await take([1, 2, 5, 6, 7, 8, 9, 12, 13, 14, 15].map((nth) => session(li.id, nth)))
  await reckonMonth(desk.office.pool, month, Date.now())
})

describe('what a PC reckons and what head office does', () => {
  test('is the same to the last hundredth, with what the PC had not sent', async () => {
    const before = await resultOf(wang.id)
    const more = [3, 4, 10].map((nth) => session(wang.id, nth))
    const period = await inTransaction(desk.office.pool, 'write', (client) =>
      readPeriod(client, month, 'for share'),
    )
    const here = [...before.sessions, ...more.map(asTold)]
    const own = factsWithOwn(before.facts, before.sessions, here, month, period.rule)
    expect(own.facts.effective).toBe(3)
    const local = scoreOf(own.facts, period.scheme, period.rule)
    await take(more)
    await reckonMonth(desk.office.pool, month, Date.now())
    const after = await resultOf(wang.id)
    expect(after.facts).toEqual(own.facts)
    expect({ outcome: after.outcome, hundredths: after.hundredths }).toEqual({
      outcome: local.outcome,
      hundredths: local.hundredths,
    })
    expect(after.rev).toBe(before.rev + 1)
    expect(factsWithOwn(after.facts, after.sessions, here, month, period.rule).facts).toEqual(
      after.facts,
    )
  })

  test('is reckoned again once for many changes, after a while, and then not again', async () => {
    const { pool } = desk.office
    const nowMs = Date.now()
    await keepAssessment(pool, nowMs)
    await take([session(wang.id, 11)])
    for (let nth = 0; nth < 3; nth += 1) {
      await inTransaction(pool, 'write', (client) => markDue(client, branchA, nowMs + nth))
    }
    expect(await keepAssessment(pool, nowMs + gatherMs - 1000)).toBe(0)
    expect(await keepAssessment(pool, nowMs + gatherMs)).toBe(1)
    expect((await resultOf(wang.id)).facts.effective).toBe(4)
    const { rev } = await resultOf(wang.id)
    expect(await keepAssessment(pool, nowMs + 2 * gatherMs)).toBe(0)
    await inTransaction(pool, 'write', (client) => markDue(client, branchA, nowMs))
    expect(await keepAssessment(pool, nowMs + 3 * gatherMs)).toBe(1)
    // Nothing changed, so nothing travels.
    expect((await resultOf(wang.id)).rev).toBe(rev)
  })
})

describe('commands of the assessment', () => {
  const appeal = (over: object = {}) => ({
    appealId: newId(),
    month,
    part: 'effective',
    reason: '20 日在分行培训，用的是分行电脑',
    ...over,
  })

  test('refuse an appeal while the month runs', async () => {
    expect(await codeOf(give('assessment.appeal', li, appeal()))).toBe(
      'rejected assessment.notOpen',
    )
    expect(await codeOf(give('assessment.endMonth', zhao, { month }))).toBe(
      'rejected request.forbidden',
    )
    await endMonth(desk.office.pool, month, headLine.id, Date.now())
    await reckonMonth(desk.office.pool, month, Date.now())
  })

  test('let an appeal be decided by a line manager alone, and the score follows at once', async () => {
    const own = appeal()
    expect(await codeOf(give('assessment.appeal', li, own))).toBe('applied')
    expect(await codeOf(give('assessment.appeal', li, appeal()))).toBe(
      'rejected assessment.standsAlready',
    )
    const ruling = {
      branchId: branchA,
      appealId: own.appealId,
      upheld: true,
      corrections: { effective: 1 },
      reason: '培训签到表属实',
    }
    const refusals = await audited('assessment.refused')
    expect(await codeOf(give('assessment.decideAppeal', zhao, ruling))).toBe(
      'rejected request.forbidden',
    )
    expect(await codeOf(give('assessment.decideAppeal', li, ruling))).toBe(
      'rejected request.forbidden',
    )
    expect(await audited('assessment.refused')).toBe(refusals + 2)
    const before = await resultOf(li.id)
    expect(before.facts.effective).toBe(11)
    expect(await codeOf(give('assessment.decideAppeal', line, { ...ruling, reason: '  ' }))).toBe(
      'rejected assessment.reasonMissing',
    )
    expect(await codeOf(give('assessment.decideAppeal', line, ruling))).toBe('applied')
    const after = await resultOf(li.id)
    expect(after.facts.effective).toBe(12)
    expect(after.hundredths).toBeGreaterThan(before.hundredths ?? 0)
    expect(await codeOf(give('assessment.decideAppeal', line, ruling))).toBe(
      'rejected assessment.notFound',
    )
  })

  test('count a module as used where an appeal about breadth is upheld, here and at the PC', async () => {
    const own = appeal({ part: 'modules', reason: '关键交易是在分行电脑上办的' })
    expect(await codeOf(give('assessment.appeal', wang, own))).toBe('applied')
    const ruling = {
      branchId: branchA,
      appealId: own.appealId,
      upheld: true,
      corrections: {},
      reason: '分行登记簿属实',
    }
    const before = await resultOf(wang.id)
    expect(before.facts.modules).not.toContain('key_transactions')
    const unknown = { ...ruling, modules: ['mood'] }
    expect((await give('assessment.decideAppeal', line, unknown)).outcome).toBe('quarantined')
    const given = { ...ruling, modules: ['key_transactions'] }
    expect(await codeOf(give('assessment.decideAppeal', line, given))).toBe('applied')
    const { pool } = desk.office
    const period = await inTransaction(pool, 'write', (client) =>
      readPeriod(client, month, 'for share'),
    )
    const agreed = async () => {
      const { facts, sessions, hundredths } = await resultOf(wang.id)
      expect(facts.modules).toEqual(
        usageModules.filter((name) => [...before.facts.modules, 'key_transactions'].includes(name)),
      )
      const atPc = factsWithOwn(facts, sessions, sessions, month, period.rule)
      expect(atPc.facts).toEqual(facts)
      const { hundredths: local } = scoreOf(atPc.facts, period.scheme, period.rule)
      expect(local).toBe(hundredths)
      expect(hundredths).toBeGreaterThan(before.hundredths ?? 0)
    }
    await agreed()
    await reckonMonth(pool, month, Date.now())
    await agreed()
  })

  test('add no module where the appeal is about something else', async () => {
    const own = appeal({ part: 'tasks' })
    expect(await codeOf(give('assessment.appeal', wang, own))).toBe('applied')
    const about = { branchId: branchA, appealId: own.appealId, reason: '任务清单属实' }
    const modules = { ...about, upheld: true, corrections: {}, modules: ['groups'] }
    expect(await codeOf(give('assessment.decideAppeal', line, modules))).toBe(
      'rejected request.invalid',
    )
    const rejected = { ...about, upheld: false, corrections: {} }
    expect(await codeOf(give('assessment.decideAppeal', line, rejected))).toBe('applied')
  })

  test('exempt and take it back, never by the branch head', async () => {
    const exemption = {
      exemptionId: newId(),
      month,
      staffId: wang.id,
      scope: 'all',
      kind: 'leave',
      reason: '产假',
    }
    expect(await codeOf(give('assessment.exempt', zhao, exemption))).toBe(
      'rejected request.forbidden',
    )
    expect(await codeOf(give('assessment.exempt', line, exemption))).toBe('applied')
    expect((await resultOf(wang.id)).outcome).toBe('exempt')
    const back = { branchId: branchA, exemptionId: exemption.exemptionId, reason: '已返岗' }
    expect(await codeOf(give('assessment.withdrawExemption', line, back))).toBe('applied')
    expect((await resultOf(wang.id)).outcome).toBe('retrain')
  })

  test('remind each person once in seven days at most', async () => {
    const whom = (...staff: { id: string }[]) => ({
      month,
      people: staff.map(({ id: staffId }) => ({ reminderId: newId(), staffId })),
    })
    expect(await codeOf(give('assessment.remind', line, whom(li)))).toBe(
      'rejected request.forbidden',
    )
    expect(await codeOf(give('assessment.remind', zhao, whom(other)))).toBe(
      'rejected request.forbidden',
    )
    expect(await codeOf(give('assessment.remind', zhao, whom(zhao)))).toBe(
      'rejected assessment.own',
    )
    expect(await codeOf(give('assessment.remind', zhao, whom(li)))).toBe('applied')
    expect(await codeOf(give('assessment.remind', zhao, whom(li, wang)))).toBe(
      'applied_with_changes assessment.remindedAlready',
    )
    expect(await codeOf(give('assessment.remind', zhao, whom(li, wang)))).toBe(
      'rejected assessment.remindedAlready',
    )
  })

  test.each([
    ['assessment.appeal', { month: 'October', part: 'effective', reason: 'x', appealId: '1' }],
    ['assessment.appeal', { month, part: 'mood', reason: 'x', appealId: '1' }],
    ['assessment.decideSign', { month, staffId: 'nobody', kind: 'short_sessions' }],
    ['assessment.decideAppeal', { appealId: '1', upheld: true, corrections: { logins: 3 } }],
    ['assessment.remind', { month, people: [] }],
  ])('quarantine %s that is malformed', async (name, payload) => {
    expect((await give(name, zhao, payload)).outcome).toBe('quarantined')
  })

  test('refuse ids that are none', async () => {
    expect(await codeOf(give('assessment.appeal', li, appeal({ appealId: 'x' })))).toBe(
      'rejected request.invalid',
    )
    const sign = { month, staffId: 'x', kind: 'rhythm', confirmed: true, reason: '属实' }
    expect(await codeOf(give('assessment.decideSign', zhao, sign))).toBe(
      'rejected assessment.notFound',
    )
  })

  test('change nothing of a locked month', async () => {
    const { pool } = desk.office
    const later = Date.now() + 7 * 24 * 60 * minute
    await reckonMonth(pool, month, Date.now())
    await lockMonth(pool, month, headLine.id, later)
    expect(await codeOf(give('assessment.appeal', li, appeal({ part: 'tasks' })))).toBe(
      'rejected assessment.locked',
    )
    const exemption = { month, staffId: wang.id, scope: 'all', kind: 'sick', reason: '病假' }
    expect(
      await codeOf(give('assessment.exempt', line, { exemptionId: newId(), ...exemption })),
    ).toBe('rejected assessment.locked')
    const { rows } = await pool.query<{ state: string }>(
      'select state from assessment_month where month = $1',
      [month],
    )
    expect(rows).toEqual([{ state: 'locked' }])
    // What was decided before stays in it.
    expect((await resultOf(wang.id)).facts.modules).toContain('key_transactions')
  })
})

describe('the signed export of a month', () => {
  const made = async (by: string) => {
    const { pool, dataDir } = desk.office
    const { publicKey, privateKey } = await openGrantKeys(
      pool,
      await openMasterKey(dataDir),
      Date.now(),
    )
    const { rows } = await pool.query<{ code: string }>('select code from org_unit where id = $1', [
      branchA,
    ])
    const wish = { month, branch: rows[0]?.code ?? '' }
    return { ...(await exportMonth(pool, privateKey, wish, by, Date.now())), publicKey }
  }

  test('holds before the independent verifier, final once the month is locked', async () => {
    const { text, publicKey, people: count, final } = await made('os:audit')
    expect(final).toBe(true)
    const verdict = verifyMonth(text, publicKey)
    expect(verdict).toMatchObject({ month, final: true, people: count, found: [] })
    expect(verdict.watermark).toMatch(/^已锁定 · os:audit · 20/)
    expect(count).toBeGreaterThan(2)
    expect(await audited('assessment.exported')).toBe(1)
  })

  test('tells what was changed in it', async () => {
    const { text, publicKey } = await made('os:audit')
    const codes = (changed: string) =>
      new Set(verifyMonth(changed, publicKey).found.map(({ code }) => code))
    expect(codes(text.replace('"final":true', '"final":false'))).toEqual(
      new Set(['SIGNATURE', 'STATE']),
    )
    const better = text.replace(/"outcome":"retrain"/, '"outcome":"passed"')
    expect(codes(better)).toEqual(new Set(['SIGNATURE', 'OUTCOME']))
    expect(
      codes(text.replace(/"hundredths":(\d+),"target"/, '"hundredths":9999,"target"')),
    ).toEqual(new Set(['SIGNATURE', 'SUM', 'AVERAGE']))
    const cut = text.split('\n')
    cut.splice(1, 1)
    expect(codes(cut.join('\n'))).toContain('SIGNATURE')
    expect(() => verifyMonth('{"kind":"assessment-month"}\nno\n{}', publicKey)).toThrow('line 2')
  })

  test('is of no branch and no month that there is none of', async () => {
    const { privateKey } = await openGrantKeys(
      desk.office.pool,
      await openMasterKey(desk.office.dataDir),
      Date.now(),
    )
    const none = { month, branch: 'nowhere' }
    await expect(
      exportMonth(desk.office.pool, privateKey, none, 'os:audit', Date.now()),
    ).rejects.toThrow('assessment.notFound')
  })
})
