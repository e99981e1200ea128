import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RiskCaseLine } from '#contract/sync/risk.ts'
import type { GivenRiskAct } from '#domain/risk-clues/case.ts'
import { defaultClueRule } from '#domain/risk-clues/rules.ts'
import { addDays } from '#domain/time/day.ts'
import { parameterInForce } from '#head-office/parameters/in-force.ts'
import { actOnCase } from '#head-office/risk/act-on-case.ts'
import { findRiskClues } from '#head-office/risk/night.ts'
import { riskOfficer } from '#head-office/risk/officer.ts'
import { riskCaseFile, riskCases } from '#head-office/risk/read-cases.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { fillOrganisation, people, testDay } from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { fillRiskFlows, officers, put, ring, wan } from '#test/support/risk-flows.ts'

const database = withDatabase()
let pool: pg.Pool
const now = Date.UTC(2026, 10, 20, 18)

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
  await fillRiskFlows(pool)
})
afterAll(() => pool.end())

const asOfficer = <Value>(
  read: (
    client: pg.ClientBase,
    officer: NonNullable<Awaited<ReturnType<typeof riskOfficer>>>,
  ) => Promise<Value>,
) =>
  inTransaction(pool, 'write', async (client) => {
    const officer = await riskOfficer(client, officers.whole.id)
    if (!officer) throw new Error('no officer')
    return read(client, officer)
  })

const cases = async (): Promise<RiskCaseLine[]> =>
  (
    await asOfficer((client, officer) =>
      riskCases(client, officer, { group: 'all', kind: null, order: 'score' }, now),
    )
  ).items
async function caseOf(kind: string): Promise<RiskCaseLine> {
  const found = (await cases()).find((one) => one.kind === kind)
  if (!found) throw new Error(`no ${kind}`)
  return found
}
const fileOf = async (kind: string) => {
  const { id } = await caseOf(kind)
  const found = await asOfficer((client, officer) => riskCaseFile(client, officer, id, now))
  if (!found) throw new Error(`no ${kind}`)
  return found.file
}

async function act(kind: string, over: Pick<GivenRiskAct, 'act'> & Partial<GivenRiskAct>) {
  const { id: caseId, officerId: seenOfficerId } = await caseOf(kind)
  const given = { text: '已核查', measure: null, fen: null, entryId: null, ...over }
  const end = await asOfficer((client, officer) =>
    actOnCase(client, officer, { ...given, caseId, id: uuidV7(now), seenOfficerId }, now),
  )
  expect(end).toEqual({ taken: true })
}

async function dump(): Promise<unknown[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select c.*, k.*, array(select m.branch_id::text || m.customer_id::text from risk_clue_member m
       where m.clue_id = c.id order by 1) as members
     from risk_clue c join risk_case k on k.branch_id = c.branch_id and k.id = c.id order by c.id`,
  )
  return rows
}

test('the rules stand in the database as the product has them', async () => {
  expect(await parameterInForce(pool, 'risk.clue_rule', testDay)).toEqual(defaultClueRule)
  const { rows } = await pool.query(`select value from parameter where key = 'risk.clue_rule'`)
  expect(JSON.parse((rows[0] as { value: string }).value)).toEqual(defaultClueRule)
  const days = await pool.query(`select value from parameter where key = 'risk.case_days'`)
  expect(days.rows).toEqual([{ value: '5' }])
})

test('a night finds the ring across branches and the pass-through, each transfer once', async () => {
  expect(await findRiskClues(pool, testDay, now)).toEqual({ transfers: 11, clues: 2, fresh: 2 })
  const found = await cases()
  expect(found.map(({ kind, state }) => [kind, state]).sort()).toEqual([
    ['pass_through', 'new'],
    ['ring', 'new'],
  ])
  const file = await fileOf('ring')
  expect(file).toMatchObject({
    amountFen: 8 * wan - 50_000,
    branchNames: ['东门网点', '西门网点'].sort(),
    covered: true,
    transferCount: 3,
    ruleVersion: 'risk-clues/1/0',
    foundOn: testDay,
    fromOn: addDays(testDay, -9),
    toOn: addDays(testDay, -6),
    // Found on Saturday the 21st (UTC+8): five working days.
    dueOn: '2026-11-27',
    overdue: false,
  })
  // A name of a letter and a digit has no surname of its own.
  expect(file.partyList.map(({ id, kind, name }) => [id, kind, name])).toEqual([
    ['p1', 'customer', 'a*'],
    ['p2', 'customer', 'b*'],
    ['p3', 'customer', 'a*'],
  ])
  expect(file.transfers[0]).toEqual({
    payer: 'p1',
    receiver: 'p2',
    amountFen: 8 * wan + 117,
    on: addDays(testDay, -9),
    atMs: Date.parse(`${addDays(testDay, -9)}T12:00:00+08:00`),
  })
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

test('nobody but an active risk officer is one', async () => {
  const officer = (id: string) => inTransaction(pool, 'write', (client) => riskOfficer(client, id))
  for (const person of [people.li, people.zhao, people.line, people.admin]) {
    expect(await officer(person.id)).toBeNull()
  }
  expect(await officer('nobody')).toBeNull()
  const { id, staffNo } = officers.whole
  expect(await officer(id)).toMatchObject({ staffNo })
  await pool.query('update staff set active = false where id = $1', [id])
  expect(await officer(id)).toBeNull()
  await pool.query('update staff set active = true where id = $1', [id])
})

const night = (days: number) => findRiskClues(pool, addDays(testDay, days), now + days)

test('what an officer took stands as it was found, also where its money moves on', async () => {
  await act('pass_through', { act: 'take' })
  const before = await fileOf('pass_through')
  await put(pool, [
    { from: 'ext5', to: 'a3', fen: 2 * wan, on: addDays(testDay, 1) },
    { from: 'a3', to: 'extout5', fen: 2 * wan, on: addDays(testDay, 2) },
  ])
  expect(await night(2)).toMatchObject({ clues: 2, fresh: 0 })
  expect(await fileOf('pass_through')).toEqual({ ...before, movedOn: addDays(testDay, 2) })
})

test('what was settled rests until money moves again; then it is a case of its own', async () => {
  await act('pass_through', { act: 'false_alarm' })
  await act('ring', { act: 'take' })
  await act('ring', { act: 'measure', measure: 'freeze_request' })
  await act('ring', { act: 'handle' })
  await act('ring', { act: 'close' })
  expect(await night(3)).toMatchObject({ fresh: 0 })
  await put(
    pool,
    ring.map((sent) => ({ ...sent, on: addDays(sent.on, 10) })),
  )
  await put(pool, [
    { from: 'ext6', to: 'a3', fen: 2 * wan, on: addDays(testDay, 3) },
    { from: 'a3', to: 'extout6', fen: 2 * wan, on: addDays(testDay, 4) },
  ])
  expect(await night(5)).toMatchObject({ clues: 2, fresh: 1 })
  const states = (await cases()).map(({ kind, state }) => `${kind} ${state}`).sort()
  // A false alarm is quiet for a month, however often its money moves.
  expect(states).toEqual(['pass_through false_alarm', 'ring closed', 'ring new'])
})
