import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Request } from '#contract/ipc.ts'
import { all } from '#db/connection/statements.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import {
  allocate,
  callers,
  customerRecord,
  fillSmallBranch,
  ids,
  today,
} from '../../support/small-branch.ts'

const wicked = '00000000-0000-7000-8000-000000000201'
let desk: CustomerDesk

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.put('org_unit', {
    id: ids.branch,
    code: 'A',
    name: '城关支行营业室',
    level: 5,
    parent_id: null,
    valid_from: '2000-01-01',
    valid_to: null,
  })
  desk.cache.put(
    'customer',
    customerRecord({ id: wicked, name: '＝HYPERLINK("x")', customer_no: '+1+1', mobile: null }),
  )
  allocate(desk, wicked, ids.lin, 'co')
})
afterAll(() => desk.remove())

const request: Request<'customers.export'> = {
  filter: {
    text: '',
    tier: null,
    tierAndAbove: false,
    managerRole: null,
    asset: null,
    change: null,
    maturesWithinDays: null,
    notContactedForDays: null,
    incompleteBelowBp: null,
  },
  sort: 'aum',
  descending: true,
  customerIds: null,
  columns: ['number', 'name', 'mobile', 'aum', 'manager'],
  names: 'masked',
  reason: 'visit',
  format: 'csv',
  language: 'zh',
}

const take = (over: Partial<typeof request> = {}, who = callers.lin) =>
  desk.call(who, 'customers.export', { ...request, ...over })

/** Content of the entries of an archive, by name, read from its central directory. */
function unzip(path: string): Map<string, string> {
  const archive = readFileSync(path)
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'))
  let at = archive.readUInt32LE(end + 16)
  const entries = new Map<string, string>()
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    const nameLength = archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    const local = archive.readUInt32LE(at + 42)
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20))
    entries.set(name, inflateRawSync(packed).toString('utf8'))
    at += 46 + nameLength
  }
  return entries
}

test('CSV: the book in its order, masked, under a watermark, with nothing a program would run', async () => {
  const { path, rows, exportNo } = await take()
  expect(rows).toBe(3)
  const lines = readFileSync(path, 'utf8').split('\r\n')
  expect(lines[0]?.startsWith('\uFEFF')).toBe(true)
  expect(lines[0]).toContain('城关支行营业室')
  expect(lines[0]).toContain(`外出拜访 · 导出编号 ${exportNo}`)
  expect(lines.slice(1, -2)).toEqual([
    '客户号,客户,手机,时点 AUM（元）,管户',
    '6120000023,孙*琴,199****2256,6000000.00,林晓彤',
    '6120000021,周*华,199****6021,800000.00,林晓彤',
    `"'+1+1","'＝****)",,0.00,林晓彤`,
  ])
  expect(`\uFEFF${lines.at(-2)}`).toBe(lines[0])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a workbook types every text as text and every amount as a number', async () => {
  const { path, exportNo } = await take({ format: 'xlsx', names: 'full' })
  const entries = unzip(path)
  const sheet = entries.get('xl/worksheets/sheet1.xml') ?? ''
  expect(sheet).toContain('<c t="inlineStr" s="0"><is><t xml:space="preserve">周敏华</t></is></c>')
  expect(sheet).toContain('<c t="inlineStr" s="2"><is><t xml:space="preserve">＝HYPERLINK(')
  expect(sheet).toContain('<c s="1"><v>800000.00</v></c>')
  expect(sheet).not.toContain('<f>')
  expect(sheet).not.toMatch(/199\d{8}/)
  expect(entries.get('docProps/core.xml')).toContain(exportNo)
})

test('the record stands before the file and names its hash, reason and size, no customer', async () => {
  const { path, exportNo } = await take({ reason: 'inspection' })
  const bodies = desk.journal((db) =>
    all<{ body: string | null }>(
      db,
      'SELECT body FROM usage_record WHERE body IS NOT NULL ORDER BY place',
    ),
  )
  const record =
    bodies.map(({ body }) => body ?? '').find((body) => body.includes(exportNo)) ?? '{}'
  expect(JSON.parse(record)).toMatchObject({
    reason: 'inspection',
    rows: 3,
    names: 'masked',
    format: 'csv',
    sha256: sha256Hex(readFileSync(path)),
  })
  expect(path).not.toMatch(/周|孙/)
})

test('chosen customers only, and never one of another book', async () => {
  expect((await take({ customerIds: [ids.zhou, ids.zhao] })).rows).toBe(1)
  expect((await take({}, callers.head)).rows).toBe(5)
  await expect(take({ customerIds: [ids.zhao] })).rejects.toThrow('export.nothing')
  await expect(take({}, callers.teller)).rejects.toThrow('request.forbidden')
})

test('beyond the limit of the bank nothing is written, and the refusal says how many', async () => {
  const before = readdirSync(dirname((await take()).path)).length
  desk.cache.put('parameter', {
    id: '00000000-0000-7000-8000-000000000301',
    key: 'export.rows',
    version: 1,
    effective_from: '2026-01-01',
    value: '2',
  })
  const refused = await desk.reply(callers.lin, 'customers.export', request)
  expect(refused).toEqual({
    ok: false,
    error: { code: 'export.tooManyRows', data: { rows: 3, limit: 2 } },
  })
  expect(readdirSync(dirname((await take({ customerIds: [ids.zhou] })).path))).toHaveLength(
    before + 1,
  )
})
