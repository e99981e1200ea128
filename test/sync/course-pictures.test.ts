import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Course, picturesOf } from '#domain/learning/course.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { moveCourse, publishedCourse, writeDraft } from '#head-office/learning/courses.ts'
import { installLibrary } from '#head-office/learning/install-library.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { branchA, people, testDay, testPassword } from '#test/support/branch-data.ts'
import { drawnPng } from '#test/support/drawn-png.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'

const database = withDatabase()
const { teller, line, secondLine } = people
const code = 'offline'
let office: TestHeadOffice
let pc: LocalService
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await installLibrary(office.pool, '2026-09-20', Date.now())
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
})
beforeEach(async () => {
  count += 1
  const enrolment = await createEnrolmentCode(office.pool, { branchId: branchA })
  pc = new LocalService(office.url, enrolment, `PC-${count}`)
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  const request = { staffNo: teller.staffNo, password: testPassword, offline: false }
  await pc.call('session.login', request)
  await pc.filled()
  await pc.synced()
})
afterEach(() => pc.remove())
afterAll(() => office.close())

const pictureOf = async (hash: string) => (await pc.call('learning.picture', { hash })).picture
const shown = async () => picturesOf((await pc.call('learning.course', { code })).course)
const titled = async () => (await pc.call('learning.course', { code })).line.title.zh
const atHeadOffice = async () =>
  (
    await office.pool.query<{ hash: string; ver: string; rev: string }>(
      'select hash, ver, rev from course_picture order by hash',
    )
  ).rows
/** Tables of which rows came since `from`. */
const came = (from: number): string[] =>
  pc.events
    .slice(from)
    .flatMap(({ event, payload }) => (event === 'data.changed' ? payload.tables : []))

async function current(): Promise<Course> {
  const found = await publishedCourse(office.pool, code)
  if (!found) throw new Error('no such course')
  return found.course
}

async function write(course: Course, files: readonly Buffer[] = []): Promise<string> {
  const id = await writeDraft(office.pool, course, line.id, Date.now(), files)
  await moveCourse(office.pool, { id, act: 'submit', note: null }, line.id, Date.now())
  return id
}
const publish = (id: string) =>
  moveCourse(office.pool, { id, act: 'publish', note: null }, secondLine.id, Date.now())

async function cutOff(): Promise<void> {
  await office.app.close()
  await pc.until(async () => (await pc.call('app.status')).connection === 'offline')
}

test('a picture comes once, does not come again with a new version, and is there without the line', async () => {
  const [named] = await shown()
  const hash = named?.hash ?? ''
  expect((await pictureOf(hash))?.kind).toBe('png')
  const before = await atHeadOffice()
  expect(before.map((row) => row.hash)).toContain(hash)
  const from = pc.events.length
  const revised = { zh: '断网照常工作（修订）', en: 'Working without the line, revised' }
  await publish(await write({ ...(await current()), title: revised }))
  await pc.until(async () => (await titled()) === revised.zh)
  expect(came(from)).toContain('course')
  expect(came(from)).not.toContain('course_picture')
  expect(await atHeadOffice()).toEqual(before)
  await cutOff()
  const kept = await pictureOf(hash)
  expect(sha256Hex(Buffer.from(kept?.content ?? '', 'base64'))).toBe(hash)
  expect(await pictureOf('0'.repeat(64))).toBeNull()
  await office.restart()
})

test('a new one leaves head office with the version that shows it, never with a draft', async () => {
  const png = drawnPng(640, 320, { grey: 77 })
  const hash = sha256Hex(png)
  const course = await current()
  const [first, ...others] = course.units
  if (!first) throw new Error('a course without units')
  const picture = { hash, width: 640, height: 320, alt: { zh: '灰色', en: 'Grey' } }
  const cards = first.cards.map((card) => ({ ...card, picture }))
  const from = pc.events.length
  const id = await write({ ...course, units: [{ ...first, cards }, ...others] }, [png])
  await pc.synced()
  expect((await atHeadOffice()).map((row) => row.hash)).not.toContain(hash)
  expect(await pictureOf(hash)).toBeNull()
  await publish(id)
  await pc.until(async () => (await shown()).some((one) => one.hash === hash))
  expect(came(from)).toContain('course_picture')
  expect(await pictureOf(hash)).toEqual({ kind: 'png', content: png.toString('base64') })
})

test('on the disk of the PC a picture cannot be read', async () => {
  const [named] = await shown()
  const content = (await pictureOf(named?.hash ?? ''))?.content ?? ''
  const files = (await readdir(pc.dataDir, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  )
  expect(files.some(({ name }) => name.startsWith('cache-'))).toBe(true)
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name))
    expect(bytes.includes(content.slice(0, 48))).toBe(false)
    expect(bytes.includes(Buffer.from(content, 'base64').subarray(0, 36))).toBe(false)
  }
})

test('bytes that are no picture, or not the ones that are named, reach no page', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
  const [running, other] = [sha256Hex(svg), sha256Hex('another')]
  const from = pc.events.length
  await inTransaction(office.pool, 'write', async (client) => {
    await stageRows(client, 'course_picture', [
      [running, svg.toString('base64')],
      [other, drawnPng(3, 2).toString('base64')],
    ])
    await mergeStaged(client)
  })
  await pc.until(() => came(from).includes('course_picture'))
  expect(await pictureOf(running)).toBeNull()
  expect(await pictureOf(other)).toBeNull()
})

test('a draft names no picture that head office lacks, and measures each as it is', async () => {
  const course = await current()
  const [first, ...others] = course.units
  if (!first) throw new Error('a course without units')
  const png = drawnPng(30, 20, { grey: 3 })
  const picture = { hash: sha256Hex(png), width: 30, height: 20, alt: { zh: '灰', en: 'Grey' } }
  const showing = (one: typeof picture): Course => ({
    ...course,
    units: [{ ...first, cards: first.cards.map((card) => ({ ...card, picture: one })) }, ...others],
  })
  const refused = { code: 'request.invalid' }
  await expect(write(showing(picture))).rejects.toMatchObject(refused)
  await expect(write(showing({ ...picture, width: 31 }), [png])).rejects.toMatchObject(refused)
  await expect(write(course, [Buffer.from('<svg/>')])).rejects.toMatchObject(refused)
})

test('a picture of a draft is seen by who reviews it, and by nobody else', async () => {
  const png = drawnPng(50, 40, { grey: 77 })
  const hash = sha256Hex(png)
  const course = await current()
  const [first, ...others] = course.units
  if (!first) throw new Error('no unit')
  const picture = { hash, width: 50, height: 40, alt: { zh: '灰', en: 'Grey' } }
  const cards = first.cards.map((card) => ({ ...card, picture }))
  const draft = { ...course, code: 'pictured', units: [{ ...first, cards }, ...others] }
  const id = await writeDraft(office.pool, draft, line.id, Date.now(), [png])
  await moveCourse(office.pool, { id, act: 'submit', note: null }, line.id, Date.now())
  expect(await pictureOf(hash)).toBeNull()
  await pc.call('session.logout')
  const reviewer = { staffNo: secondLine.staffNo, password: testPassword, offline: false }
  await pc.call('session.login', reviewer)
  expect(await pictureOf(hash)).toBeNull()
  expect((await pc.call('learning.review', { id })).file?.code).toBe('pictured')
  expect(await pictureOf(hash)).toEqual({ kind: 'png', content: png.toString('base64') })
  expect(await pictureOf('1'.repeat(64))).toBeNull()
})
