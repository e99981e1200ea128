import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Customer } from '#domain/customers/records.ts'
import { searchKeys } from '#head-office/names/pinyin.ts'
import { code, day, optional, plainDay, reference, required } from '#head-office/sources/fields.ts'
import { parentKind, type Profile } from '#head-office/sources/profile.ts'
import { runImport } from '#head-office/sources/run-import.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

interface Person {
  name: string
  sex: 'F' | 'M'
  since: string
  address: string | null
}

type People = Map<string, Person>

const outlet = nameBasedId('test-core', 'outlet', '1')

const customerKind = parentKind<People>()({
  id: 'customer',
  names: /^客户/,
  dialect: { delimiter: ',', quote: '"', multiline: true },
  encodings: ['utf-8', 'gb18030'],
  columns: {
    客户号: reference(),
    姓名: required(60),
    性别: code({ 男: 'M', 女: 'F' } as const),
    开户日期: day(plainDay, '2026-11-22'),
    地址: optional(200),
  },
  key: (row) => row.客户号,
  check: () => null,
  accept: (row, world) =>
    void world.set(row.客户号, {
      name: row.姓名,
      sex: row.性别,
      since: row.开户日期,
      address: row.地址,
    }),
  remove: (key, world) => void world.delete(key),
})

function customer(key: string, { name, sex, since, address }: Person): Customer {
  const keys = searchKeys(name)
  return {
    branch_id: outlet,
    id: nameBasedId('test-core', 'customer', key),
    customer_no: key,
    name,
    name_pinyin: keys.pinyin,
    name_initials: keys.initials,
    name_origin: 'source',
    sex,
    birth_date: null,
    nationality: null,
    occupation: null,
    address,
    mobile: null,
    id_type: null,
    id_no: null,
    id_expiry: null,
    email: null,
    employer: null,
    industry: null,
    opening_branch_id: outlet,
    customer_since: since,
    is_staff: false,
    do_not_contact: false,
    tier: 'standard',
    tier_state: 'normal',
    deceased_on: null,
  }
}

/** A source of another kind: Chinese headers, GB18030, values over several lines, one file. */
const profile: Profile<People> = {
  name: 'test-core',
  title: { zh: '测试', en: 'test' },
  source: {
    system: 'test-core',
    owner: 'test',
    grade: 'general',
    refresh: 'daily',
    trustRank: 1,
    asOf: '2026-11-22',
  },
  database: { name: 'test', currency: 'CNY', demo: true, businessDate: '2026-11-22' },
  kinds: [customerKind],
  newWorld: () => new Map(),
  incomplete: () => [],
  derive: (world) => [
    { table: 'customer', records: [...world].map(([key, person]) => customer(key, person)) },
  ],
  conclude: () => Promise.resolve([]),
  users: () => [],
  notes: [],
}

/** GB18030 bytes of the few characters this test needs. */
const gb18030 = new Map<string, readonly number[]>()
const decoder = new TextDecoder('gb18030')
for (let high = 0x81; high <= 0xfe; high += 1) {
  for (let low = 0x40; low <= 0xfe; low += 1) {
    if (low !== 0x7f) gb18030.set(decoder.decode(Uint8Array.of(high, low)), [high, low])
  }
}
const inGb18030 = (text: string): Buffer =>
  Buffer.from([...text].flatMap((one) => gb18030.get(one) ?? [...Buffer.from(one)]))

const text = [
  '客户号,姓名,性别,开户日期,地址',
  '1,曾文静,女,20200131,"云杉路 3 号',
  '2 栋"',
  '2,单海涛,男,20200230,金桂路',
  '3,仇明远,男,20210405,"石榴巷',
  '4,解丽华,女,20210405,"枫香街 ""老宅"""',
  '',
].join('\r\n')

const database = withDatabase()
let pool: pg.Pool
let folder: string

beforeAll(async () => {
  pool = openPool(database.url)
  folder = await mkdtemp(join(tmpdir(), 'ocrm-source-'))
  await mkdir(join(folder, 'source'))
})

afterAll(async () => {
  await pool.end()
  await rm(folder, { recursive: true, force: true })
})

const names = async (): Promise<unknown[]> =>
  (
    await pool.query<object>(
      'select customer_no as no, name, name_pinyin as pinyin, address from customer order by 1',
    )
  ).rows

test('a file in GB18030 is recognised and read, its faults set aside in their own bytes', async () => {
  const path = join(folder, 'source', '客户.csv')
  await writeFile(path, inGb18030(text))
  const report = await runImport({
    profile,
    path,
    outFolder: join(folder, 'out'),
    databaseUrl: database.url,
  })
  expect(report.files).toMatchObject([
    { encoding: 'gb18030', read: 4, accepted: 2, reasons: { date: 1, quoting: 1 } },
  ])
  expect(await names()).toEqual([
    { no: '1', name: '曾文静', pinyin: 'zeng wen jing', address: '云杉路 3 号\n2 栋' },
    { no: '4', name: '解丽华', pinyin: 'xie li hua', address: '枫香街 "老宅"' },
  ])
  const aside = await readFile(join(folder, 'out', 'set-aside', '客户.csv'))
  expect(aside.includes(inGb18030('2,单海涛,男,20200230,金桂路,4,date: '))).toBe(true)
  expect(aside.includes(inGb18030('3,仇明远,男,20210405,"石榴巷,5,quoting: '))).toBe(true)
  expect(report.files[0]?.examples[0]?.original).toBe('2,单海涛,男,20200230,金桂路')
})

test('the corrected rows go in, in the same encoding', async () => {
  const path = join(folder, 'out', 'set-aside', '客户.csv')
  const bytes = (await readFile(path)).toString('latin1')
  const corrected = bytes
    .replace('20200230', '20200228')
    .replace(inGb18030('"石榴巷').toString('latin1'), inGb18030('石榴巷').toString('latin1'))
  await writeFile(path, corrected, 'latin1')
  const report = await runImport({
    profile,
    path,
    outFolder: join(folder, 'again'),
    databaseUrl: database.url,
  })
  expect(report.files).toMatchObject([{ encoding: 'gb18030', read: 2, inserted: 2, setAside: 0 }])
  expect(await names()).toHaveLength(4)
})

test('the same rows in UTF-8 are unchanged', async () => {
  const path = join(folder, 'source', '客户.csv')
  const good = text.replace('20200230', '20200228').replace('"石榴巷', '石榴巷')
  await writeFile(path, `\ufeff${good}`)
  const report = await runImport({
    profile,
    path,
    outFolder: join(folder, 'out'),
    databaseUrl: database.url,
  })
  expect(report.files).toMatchObject([{ encoding: 'utf-8', read: 4, unchanged: 4, setAside: 0 }])
})
