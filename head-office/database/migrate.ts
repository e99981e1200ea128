import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { inTransaction, sqlState } from '../store/transaction.ts'

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

interface Migration {
  name: string
  sql: string
  checksum: string
}

/** The shipped migrations in order: `NNNN_name.sql`, frozen once released. */
async function shippedMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) => {
      const sql = (await readFile(`${folder}${file}`, 'utf8')).replaceAll('\r\n', '\n')
      return { name: file.replace('.sql', ''), sql, checksum: sha256Hex(sql) }
    }),
  )
}

/** SQLSTATEs of `create table if not exists` where another one made table, type or index just then. */
const madeMeanwhile = new Set(['23505', '42710', '42P07'])

/**
 * Makes the register of applied migrations where there is none. Any number of processes may do so at
 * once: those that come too late find it there.
 */
export async function ensureRegister(pool: pg.Pool): Promise<void> {
  const create = `create table if not exists schema_migration (
    name text primary key,
    checksum text not null,
    applied_at timestamptz(3) not null default now()
  )`
  await pool.query(create).catch(async (error: unknown) => {
    if (!madeMeanwhile.has(sqlState(error) ?? '')) throw error
    await pool.query(create)
  })
}

async function appliedChecksum(client: pg.ClientBase, name: string): Promise<string | null> {
  const { rows } = await client.query<{ checksum: string }>(
    'select checksum from schema_migration where name = $1',
    [name],
  )
  return rows[0]?.checksum ?? null
}

/**
 * Brings the database to the shipped schema, each migration in a transaction of its own. Returns
 * the names of those applied now. Throws, and so stops the launch, where one fails or where an
 * applied one differs from the shipped file. Two processes may run it at once: the second waits for
 * the first one's row of `schema_migration` and goes on after it.
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  await ensureRegister(pool)
  const applied: string[] = []
  for (const { name, sql, checksum } of await shippedMigrations()) {
    const done = await inTransaction(pool, 'write', async (client) => {
      const { rowCount } = await client.query(
        `insert into schema_migration (name, checksum) values ($1, $2)
         on conflict (name) do nothing`,
        [name, checksum],
      )
      if (rowCount === 1) {
        await client.query(sql)
        return true
      }
      if ((await appliedChecksum(client, name)) !== checksum) {
        throw new Error(`migration ${name} was changed after it had been applied`)
      }
      return false
    })
    if (done) applied.push(name)
  }
  return applied
}
