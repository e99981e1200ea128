import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { berkaProfile } from '#head-office/sources/berka/profile.ts'
import type { ImportReport } from '#head-office/sources/report.ts'
import { inspectFiles } from '#head-office/sources/run-import.ts'
import { copySource, importBerka } from '#test/support/berka.ts'
import { describeWhere } from '#test/support/describe-where.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { checkSource } from '#tools/import/check.ts'

const folder = process.env['OCRM_BERKA_DIR']
const reason = 'OCRM_BERKA_DIR does not name its folder'

describeWhere(folder !== undefined, 'the whole Czech bank', reason, () => {
  const database = withDatabase()
  const wanted: Record<string, number> = {
    'district.asc': 77,
    'client.asc': 5369,
    'account.asc': 4500,
    'disp.asc': 5369,
    'order.asc': 6471,
    'loan.asc': 682,
    'card.asc': 892,
    'trans-1993-01_1994-03.asc': 49_102,
    'trans-loan-accounts-1995_1998.en.csv': 30_200,
    'trans-partial.csv': 79_302,
  }
  let pool: pg.Pool
  let outFolder: string
  let first: ImportReport
  let cleanUp: () => Promise<void>

  beforeAll(async () => {
    const scratch = await copySource()
    outFolder = scratch.outFolder
    cleanUp = scratch.remove
    pool = openPool(database.url)
    first = await importBerka(database.url, folder ?? '', outFolder)
  }, 300_000)

  afterAll(async () => {
    await pool.end()
    await cleanUp()
  })

  test('goes in row by row, and nothing is set aside', () => {
    expect(Object.fromEntries(first.files.map(({ file, read }) => [file, read]))).toEqual(wanted)
    expect(first.files.every(({ setAside }) => setAside === 0)).toBe(true)
    expect(first.files.at(-1)).toMatchObject({ repeated: 79_302, unchanged: 79_302 })
  })

  test('closes 99.95 % of its account-days as the files do', () => {
    expect(first.findings).toMatchObject([
      { passed: true, figures: { accountDays: 63_399, within: 63_371 } },
    ])
  })

  test('agrees with a count of files and tables by other code', async () => {
    expect(await checkSource('berka', folder ?? '', database.url)).toBe(true)
  })

  test('is unchanged by a second import', async () => {
    const again = await importBerka(database.url, folder ?? '', outFolder)
    expect(again.files.every(({ read, unchanged }) => read === unchanged)).toBe(true)
    expect(again.tables.every(({ inserted, updated }) => inserted + updated === 0)).toBe(true)
  }, 300_000)

  test('spreads customers over all tiers', async () => {
    const { rows } = await pool.query<{ tier: string }>('select distinct tier from customer')
    expect(rows).toHaveLength(6)
  })

  test('is read file by file in an order that finds every parent', async () => {
    const { files } = await inspectFiles(berkaProfile, join(folder ?? ''))
    expect(files.map(({ kind }) => kind.id)).toEqual([
      'district',
      'client',
      'account',
      'disp',
      'order',
      'loan',
      'card',
      'trans',
      'trans',
      'trans_derived',
    ])
  })
})
