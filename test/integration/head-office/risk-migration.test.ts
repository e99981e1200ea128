import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entriesOf } from '#head-office/risk/entries.ts'
import { idOf } from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const folder = fileURLToPath(new URL('../../../head-office/migrations/', import.meta.url))
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort()
const worked = files.findIndex((name) => name.endsWith('_risk_case.sql'))
let pool: pg.Pool

const apply = async (names: readonly string[]) => {
  for (const name of names) await pool.query(readFileSync(`${folder}${name}`, 'utf8'))
}

beforeAll(() => {
  pool = openPool(database.url)
})
afterAll(() => pool.end())

const branch = idOf('unit', 'A')
const by = idOf('staff', '7001')
const at = Date.UTC(2026, 10, 20)

/** A case of the former kind. */
async function put(name: string, state: string, recoveredFen: number, history: object[]) {
  await pool.query(
    `insert into risk_clue (branch_id, id, name, episode, kind, lead, score, amount_fen, from_on, to_on,
       parties, parts, transfers, transfer_count, rule_version, found_on, seen_on)
     values ($1, $2, $3, 1, 'ring', 'customer:x', 80, 5000, '2026-11-01', '2026-11-10', '[]', '[]',
       '[]', 0, 'risk-clues/1/0', '2026-11-12', '2026-11-12')`,
    [branch, idOf('case', name), name],
  )
  await pool.query(
    `insert into risk_case (branch_id, id, state, amount_fen, recovered_fen, seen, done, opened_at,
       state_at, state_by, history)
     values ($1, $2, $3, 5000, $4, null, null, $5, $5, $6, $7)`,
    [
      branch,
      idOf('case', name),
      state,
      recoveredFen,
      new Date(at),
      state === 'new' ? null : by,
      JSON.stringify(history),
    ],
  )
}

test('cases of the former kind keep what was said and what came back', async () => {
  await apply(files.slice(0, worked))
  await put('new', 'new', 0, [])
  await put('checked', 'checked', 0, [{ to: 'checked', at, by, seen: '资金回流' }])
  await put('closed', 'closed', 1200, [
    { to: 'checked', at, by, seen: '资金回流' },
    { to: 'handled', at: at + 1, by, done: '止付', recoveredFen: 1000 },
    { to: 'handled', at: at + 2, by, done: '再追', recoveredFen: 1200 },
    { to: 'closed', at: at + 3, by },
  ])
  await put('false', 'false_alarm', 0, [
    { to: 'checked', at, by, seen: '同日转账' },
    { to: 'false_alarm', at: at + 1, by, done: '货款' },
  ])
  await apply(files.slice(worked, worked + 1))
  const { rows } = await pool.query(
    `select c.name, k.state, k.officer_id::text as officer, k.false_alarm as false,
       to_char(k.due_on, 'YYYY-MM-DD') as due
     from risk_case k join risk_clue c on c.id = k.id order by c.name`,
  )
  const due = '2026-11-19'
  expect(rows).toEqual([
    { name: 'checked', state: 'checking', officer: by, false: false, due },
    { name: 'closed', state: 'closed', officer: by, false: false, due },
    { name: 'false', state: 'false_alarm', officer: by, false: true, due },
    { name: 'new', state: 'new', officer: null, false: false, due },
  ])
  const client = await pool.connect()
  const entries = await entriesOf(client, { branchId: branch, id: idOf('case', 'closed') })
  client.release()
  expect(entries.map(({ act, text, fen }) => [act, text, fen])).toEqual([
    ['note', '资金回流', null],
    ['handle', '止付', null],
    ['handle', '再追', null],
    ['close', null, null],
    ['recover', null, 1200],
  ])
})
