import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '#head-office/database/migrate.ts'
import { lockScopes, stampBranch } from '#head-office/store/scope-version.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { sources } from '#test/architecture/sources.ts'
import { idOf } from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool

beforeAll(async () => {
  pool = openPool(database.url)
  await migrate(pool)
})
afterAll(() => pool.end())

/** Tables that are asked without naming a branch: who is it, and where does it belong. */
const directories = [
  'customer_directory',
  'device',
  'device_session',
  'enrolment_code',
  'staff_credential',
]

describe('the schema is ready to be spread over several databases', () => {
  test('the branch stands first in every key of a table that has one, but of directories', async () => {
    const { rows } = await pool.query<{ table: string; index: string; first: string }>(
      `select c.relname as table, i.relname as index, a.attname as first
       from pg_index x
       join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
       where c.relnamespace = 'public'::regnamespace and x.indisunique
         and exists (select from pg_attribute b where b.attrelid = c.oid and b.attname = 'branch_id')`,
    )
    expect(rows.length).toBeGreaterThan(30)
    const others = rows.filter(({ first }) => first !== 'branch_id').map(({ table }) => table)
    expect([...new Set(others)].sort()).toEqual(directories)
  })

  test('a foreign key of such a table, where there is one, names the branch first', async () => {
    const { rows } = await pool.query<{ name: string; first: string }>(
      `select k.conname as name, a.attname as first from pg_constraint k
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
       where k.contype = 'f' and k.connamespace = 'public'::regnamespace
         and exists (select from pg_attribute b
                     where b.attrelid = k.conrelid and b.attname = 'branch_id')`,
    )
    expect(rows.filter(({ first }) => first !== 'branch_id')).toEqual([])
  })

  test('there is no sequence and no trigger', async () => {
    const { rows } = await pool.query<{ name: string }>(
      `select relname as name from pg_class
       where relkind = 'S' and relnamespace = 'public'::regnamespace
       union all select tgname from pg_trigger where not tgisinternal`,
    )
    expect(rows).toEqual([])
  })

  test('nothing listens, notifies, counts by itself, or locks a table or a number', () => {
    const forbidden =
      /\b(pg_notify|pg_(try_)?advisory\w*|nextval|lock\s+table|(big|small)serial\b|create\s+(sequence|trigger)|generated\s+\w+\s+as\s+identity)|^\s*(listen|notify|lock)\s+"?\w+"?\s*;?\s*$/im
    const written = sources
      .filter(({ path }) => path.startsWith('head-office/'))
      .flatMap(({ path, script }) => {
        // Only what is sent to the database: texts, not comments or names.
        const texts = [...script.matchAll(/`[^`]*`|'[^'\n]*'/g)].map(([text]) => text.slice(1, -1))
        return texts.filter((text) => forbidden.test(text)).map((text) => `${path}: ${text}`)
      })
    expect(written).toEqual([])
    for (const known of ['select pg_notify($1)', 'listen heads', 'lock table task', 'LOCK task;']) {
      expect(forbidden.test(known), known).toBe(true)
    }
  })

  test('nor do the migrations', () => {
    const folder = 'head-office/migrations'
    for (const file of readdirSync(folder)) {
      const statements = readFileSync(`${folder}/${file}`, 'utf8').replace(/--.*$/gm, '')
      expect(statements, file).not.toMatch(
        /\b(serial|bigserial|nextval|create\s+(sequence|trigger)|notify|listen|identity)\b/i,
      )
    }
  })
})

describe('what stood in another one’s way is tried again', () => {
  const [one, other] = [idOf('scope', 'one'), idOf('scope', 'other')]

  test('a deadlock: both transactions take effect, one of them at its second attempt', async () => {
    await inTransaction(pool, 'write', (client) => lockScopes(client, [one, other]))
    let attempts = 0
    let bothHold = () => {}
    const held = new Promise<void>((resolve) => (bothHold = resolve))
    let holding = 0
    const lockIn = (first: string, second: string) =>
      inTransaction(pool, 'write', async (client) => {
        attempts += 1
        // Not in the order in which everybody locks.
        const lock = 'update scope_version set v = v + 1 where branch_id = $1'
        await client.query(lock, [first])
        if ((holding += 1) === 2) bothHold()
        await held
        await client.query(lock, [second])
      })
    await Promise.all([lockIn(one, other), lockIn(other, one)])
    expect(attempts).toBeGreaterThan(2)
    const { rows } = await pool.query<{ v: string }>(
      'select v from scope_version where branch_id = any($1::uuid[])',
      [[one, other]],
    )
    expect(rows.map(({ v }) => v)).toEqual(['2', '2'])
  })

  const failing = (sqlState: string, times: number) => {
    let attempts = 0
    const done = inTransaction(pool, 'write', async (client) => {
      attempts += 1
      const ver = await stampBranch(client, one)
      const raise = `do $$ begin raise exception using errcode = '${sqlState}'; end $$`
      if (attempts <= times) await client.query(raise)
      return ver
    })
    return { done, attempts: () => attempts }
  }

  test('a failed serialization: nothing of the attempts before stays', async () => {
    const { rows } = await pool.query<{ v: string }>(
      'select v from scope_version where branch_id = $1',
      [one],
    )
    const { done, attempts } = failing('40001', 3)
    expect(await done).toBe(Number(rows[0]?.v) + 1)
    expect(attempts()).toBe(4)
  })

  test('five times at most, and nothing else', async () => {
    const always = failing('40P01', 99)
    await expect(always.done).rejects.toMatchObject({ code: '40P01' })
    expect(always.attempts()).toBe(5)
    const broken = failing('23505', 99)
    await expect(broken.done).rejects.toMatchObject({ code: '23505' })
    expect(broken.attempts()).toBe(1)
  })
})
