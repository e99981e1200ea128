import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportReport } from '#head-office/sources/report.ts'
import { contentOf, copySource, importBerka, type SourceCopy } from '#test/support/berka.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const clean = withDatabase()
const spoiled = withDatabase()
let pool: pg.Pool
let source: SourceCopy
let report: ImportReport

/** One row of each fault, and what a person would correct. */
const faults: readonly (readonly [file: string, good: string, bad: string])[] = [
  ['client.asc', '9006;"520630";2', '9006;"521330";2'],
  ['account.asc', '8004;2;"POPLATEK MESICNE"', '8004;2;"POPLATEK DENNE"'],
  ['order.asc', '6001;8001;"QX"', '6001;8001;"QX'],
  ['order.asc', '6003;8002;"QX";"50000103";2400.00;"UVER"', '6003;8002;"QX";"50000103";"UVER"'],
  ['order.asc', '6004;8003;"LM"', '6004;8003;;"LM"'],
  ['loan.asc', '5001;8001;940105;24000', '5001;8001;940105;2400O'],
  ['loan.asc', '5003;8003;961115', '5003;8003;961131'],
  ['card.asc', '403;7004;', '403;7999;'],
  ['card.asc', '401;7001;"classic";940301', '401;7001;"classic";990301'],
  ['trans-czech.asc', '100007;8001;930301;"VYBER"', '100007;8001;930301;"V\u00ddBER"'],
  ['trans-czech.asc', '100013;8002', '100012;8002'],
  ['trans-english.en.csv', 'withdrawal;credit card withdrawal', 'withdraw;credit card withdrawal'],
]

beforeAll(async () => {
  source = await copySource()
  pool = openPool(spoiled.url)
  await importBerka(clean.url, source.folder, source.outFolder)
  // The derived edition holds every transaction once more, unspoiled.
  await rm(join(source.folder, 'trans-derived.csv'))
  for (const [file, good, bad] of faults) await source.change(file, good, bad)
  report = await importBerka(spoiled.url, source.folder, source.outFolder)
})

afterAll(async () => {
  await pool.end()
  await source.remove()
})

describe('rows that cannot be taken', () => {
  test('are listed with file, line and reason; every other row goes in', async () => {
    const { rows } = await pool.query<{ file: string; line: number; reason: string }>(
      'select file, line, reason from import_set_aside order by file, line',
    )
    expect(rows.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
      'account.asc:5 code',
      'card.asc:2 future',
      'card.asc:4 parent',
      'client.asc:7 date',
      'disp.asc:7 parent',
      'loan.asc:2 number',
      'loan.asc:4 date',
      'loan.asc:5 parent',
      'order.asc:2 quoting',
      'order.asc:4 columns_few',
      'order.asc:5 columns_many',
      'order.asc:6 parent',
      'trans-czech.asc:6 encoding',
      'trans-czech.asc:12 duplicate',
      'trans-english.en.csv:9 code',
      'trans-english.en.csv:11 parent',
      'trans-english.en.csv:12 parent',
      'trans-english.en.csv:13 parent',
    ])
    for (const file of report.files) {
      expect(file.accepted + file.setAside).toBe(file.read)
      expect(file.inserted).toBe(file.accepted)
    }
    const loaded = await pool.query<{ n: number }>(
      'select count(*)::int as n from bank_transaction union all select count(*)::int from standing_order',
    )
    expect(loaded.rows.map(({ n }) => n)).toEqual([27 - 6, 5 - 4])
  })

  test('are quoted in the report with a sentence in both languages', () => {
    const orders = report.files.find(({ kind }) => kind === 'order')
    expect(orders?.reasons).toEqual({ quoting: 1, columns_few: 1, columns_many: 1, parent: 1 })
    expect(orders?.examples[0]).toMatchObject({
      line: 2,
      reason: 'quoting',
      original: '6001;8001;"QX;"50000101";1250.00;"SIPO"',
    })
    expect(orders?.examples[0]?.zh).toContain('引号')
    expect(orders?.examples[0]?.en).toContain('quot')
  })

  test('keep the format and the bytes of the source, with line and reason added', async () => {
    const folder = join(source.outFolder, 'set-aside')
    expect((await readdir(folder)).sort()).toEqual([
      'account.asc.csv',
      'card.asc.csv',
      'client.asc.csv',
      'disp.asc.csv',
      'loan.asc.csv',
      'order.asc.csv',
      'trans-czech.asc.csv',
      'trans-english.en.csv',
    ])
    const transactions = await readFile(join(folder, 'trans-czech.asc.csv'), 'latin1')
    const lines = transactions.split('\r\n')
    expect(lines[0]).toMatch(/^"trans_id";.*;"account";_line;_reason$/)
    expect(lines[1]).toMatch(/^100007;8001;930301;"V\u00ddBER";.*;6;encoding: Wrong encoding/)
    expect(lines[2]).toMatch(/^100012;8002;930315;.*;12;duplicate: .*first at line 11/)
    expect(lines[3]).toBe('')
    const reasons = await readFile(join(source.outFolder, 'set-aside-reasons.csv'), 'utf8')
    expect(reasons.split('\r\n')).toHaveLength(1 + 18 + 1)
  })

  test('leave the same database as if they had never been wrong, once corrected and imported again', async () => {
    const folder = join(source.outFolder, 'set-aside')
    for (const [file, good, bad] of faults) {
      const path = join(folder, file.endsWith('.csv') ? file : `${file}.csv`)
      const text = await readFile(path, 'latin1')
      expect(text).toContain(bad)
      await writeFile(
        path,
        text.replace(bad, () => good),
        'latin1',
      )
    }
    const again = await importBerka(spoiled.url, folder, join(source.outFolder, 'again'))
    expect(again.files.map(({ setAside }) => setAside)).toEqual(again.files.map(() => 0))
    expect(again.files.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(18)
    const cleanPool = openPool(clean.url)
    const wanted = await contentOf(cleanPool)
    await cleanPool.end()
    expect(await contentOf(pool)).toEqual(wanted)
  })
})
