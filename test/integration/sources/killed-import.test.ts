import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropDatabase } from '#head-office/postgres/embedded.ts'
import type { ImportReport } from '#head-office/sources/report.ts'
import { copySource, type SourceCopy } from '#test/support/berka.ts'
import { testClusterUrl } from '#test/support/postgres.ts'

const root = join(import.meta.dirname, '../../..')
const extraRows = 40_000
let cluster: string
let source: SourceCopy

beforeAll(async () => {
  cluster = await testClusterUrl()
  source = await copySource()
  const rows = Array.from({ length: extraRows }, (_, at) => {
    const day = `94${String(1 + (at % 12)).padStart(2, '0')}${String(1 + (at % 28)).padStart(2, '0')}`
    return `${300_000 + at};8002;${day};"PRIJEM";"VKLAD";1.00;${10_514 + at}.30;"";;\r\n`
  })
  await source.append('trans-czech.asc', rows.join(''))
})

afterAll(async () => {
  await dropDatabase(cluster, 'ocrm_berka')
  await source.remove()
})

/** Runs the import command; ends it without a word as soon as its output fits `killAt`. */
async function importCommand(killAt: RegExp | null): Promise<number | null> {
  const json = join(source.folder, '../report.json')
  const child = spawn(
    process.execPath,
    ['tools/import/main.ts', '--profile', 'berka', source.folder, '--json', json],
    {
      cwd: root,
      env: { ...process.env, HEAD_OFFICE_DATABASE_URL: cluster, OCRM_STATE_DIR: source.outFolder },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  child.stderr.on('data', (data: Buffer) => {
    if (killAt?.test(data.toString('utf8'))) child.kill('SIGKILL')
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

async function customersAndTransactions(): Promise<[number, number]> {
  const url = new URL(cluster)
  url.pathname = '/ocrm_berka'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  const { rows } = await client.query<{ customers: number; transactions: number }>(
    `select (select count(*)::int from customer) as customers,
            (select count(*)::int from bank_transaction) as transactions`,
  )
  await client.end()
  return [rows[0]?.customers ?? -1, rows[0]?.transactions ?? -1]
}

test.each([
  ['while it reads', /reading trans-czech/],
  ['while it merges', /merging/],
  ['while it derives balances', /balances/],
])('an import killed %s leaves the database empty', async (_, killAt) => {
  expect(await importCommand(killAt)).toBeNull()
  expect(await customersAndTransactions()).toEqual([0, 0])
})

test('the same import again completes it, and marks the killed runs as failed', async () => {
  expect(await importCommand(null)).toBe(0)
  expect(await customersAndTransactions()).toEqual([6, 27 + extraRows])
  const report = JSON.parse(
    await readFile(join(source.folder, '../report.json'), 'utf8'),
  ) as ImportReport
  expect(report.files.map(({ setAside }) => setAside)).toEqual(report.files.map(() => 0))
  const url = new URL(cluster)
  url.pathname = '/ocrm_berka'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  const { rows } = await client.query<{ state: string }>(
    'select state from import_run order by started_at',
  )
  await client.end()
  expect(rows.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'done'])
})
