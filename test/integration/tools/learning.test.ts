import { spawn } from 'node:child_process'
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { fillOrganisation, people, testPassword } from '#test/support/branch-data.ts'
import { drawnPng } from '#test/support/drawn-png.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const folder = mkdtempSync(join(tmpdir(), 'ocrm-learning-'))
const entry = join(import.meta.dirname, '../../../tools/learning/main.ts')
const { line, secondLine, zhao } = people
let pool: pg.Pool

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
})
afterAll(async () => {
  await pool.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the command with a password piped in; gives its exit code and everything it said. */
function run(args: readonly string[], password = testPassword): Promise<[number | null, string]> {
  return new Promise((done) => {
    const env = { ...process.env, HEAD_OFFICE_DATABASE_URL: database.url }
    const child = spawn(process.execPath, [entry, ...args], { env })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.on('close', (code) => done([code, said]))
    child.stdin.end(`${password}\n`)
  })
}

const onShelf = async () =>
  (await pool.query<{ code: string }>('select code from course where retired_on is null')).rows

test('a course is written, handed in, reviewed by somebody else, published and retired', async () => {
  const [shown, json] = await run(['show', 'offline'])
  expect(shown).toBe(0)
  const file = join(folder, 'offline.json')
  writeFileSync(file, json)
  expect((await run(['draft', file, '--as', zhao.staffNo]))[1]).toContain('没有这项权限')
  expect((await run(['draft', file, '--as', line.staffNo], 'wrong'))[0]).toBe(2)
  expect((await run(['draft', file, '--as', line.staffNo]))[0]).toBe(0)
  expect((await run(['submit', 'offline', '--as', line.staffNo]))[0]).toBe(0)
  const [own, why] = await run(['publish', 'offline', '--as', line.staffNo])
  expect([own, why]).toEqual([2, expect.stringContaining('不能审核或处理自己提交的内容')])
  expect(await onShelf()).toEqual([])
  expect((await run(['publish', 'offline', '--as', secondLine.staffNo]))[0]).toBe(0)
  expect(await onShelf()).toEqual([{ code: 'offline' }])
  expect((await run(['list']))[1]).toContain('已发布 published')
  expect((await run(['retire', 'offline', '--as', line.staffNo]))[0]).toBe(0)
  expect(await onShelf()).toEqual([])
}, 120_000)

test('a file that is no course says which part does not fit', async () => {
  const file = join(folder, 'wrong.json')
  writeFileSync(file, JSON.stringify({ code: 'X Y' }))
  const [code, said] = await run(['draft', file, '--as', line.staffNo])
  expect(code).toBe(2)
  expect(said).toContain('code:')
  expect(said).toContain('title:')
})

test('a course with a picture beside it is drafted, looked at by who reviews it, and published', async () => {
  const [, json] = await run(['show', 'contacts'])
  const course = JSON.parse(json) as { units: { cards: Record<string, unknown>[] }[] }
  const alt = { zh: '登记联系的窗口', en: 'The window of a contact' }
  const png = drawnPng(320, 200)
  Object.assign(course.units[0]?.cards[0] ?? {}, { picture: { file: 'contact.png', alt } })
  const file = join(folder, 'contacts.json')
  writeFileSync(file, JSON.stringify(course))
  const [refused, why] = await run(['draft', file, '--as', line.staffNo])
  expect([refused, why]).toEqual([2, expect.stringContaining('找不到图片 contact.png')])
  writeFileSync(join(folder, 'contact.png'), png)
  const [, drafted] = await run(['draft', file, '--as', line.staffNo])
  expect(drafted).toContain('pictures: 1')
  expect((await run(['submit', 'contacts', '--as', line.staffNo]))[0]).toBe(0)
  expect((await run(['list']))[1]).toMatch(/contacts.*pictures: 1/)
  const into = join(folder, 'review')
  expect((await run(['show', 'contacts', '--into', into]))[0]).toBe(0)
  const picture = readdirSync(into).find((name) => name.endsWith('.png')) ?? ''
  expect(readFileSync(join(into, picture))).toEqual(png)
  expect(readFileSync(join(into, 'contacts.json'), 'utf8')).toContain(picture)
  const travelling = async () => {
    const { rows } = await pool.query<{ content: string }>(
      'select content from course_picture where hash = $1',
      [sha256Hex(png)],
    )
    return rows
  }
  expect(await travelling()).toEqual([])
  expect((await run(['publish', 'contacts', '--as', secondLine.staffNo]))[0]).toBe(0)
  expect(await travelling()).toEqual([{ content: png.toString('base64') }])
}, 120_000)

test('a course of the product brings its pictures along', async () => {
  const into = join(folder, 'library')
  const [shown, files] = await run(['show', 'suitability', '--into', into])
  expect([shown, files]).toEqual([0, expect.stringMatching(/suitability\.json.*\.png/)])
  const moved = join(folder, 'suitability.json')
  copyFileSync(join(into, 'suitability.json'), moved)
  const [, why] = await run(['draft', moved, '--as', line.staffNo])
  expect(why).toContain('找不到图片')
  const [drafted] = await run(['draft', join(into, 'suitability.json'), '--as', line.staffNo])
  expect(drafted).toBe(0)
}, 120_000)
