import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ImportRefusal } from '#head-office/sources/reasons.ts'
import { profileNamed } from '#head-office/sources/profiles.ts'
import { copySource, importBerka, type SourceCopy } from '#test/support/berka.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let source: SourceCopy

beforeEach(async () => {
  source = await copySource()
})

afterEach(() => source.remove())

async function refusal(path: string, outFolder = source.outFolder): Promise<string> {
  const error = await importBerka(database.url, path, outFolder).catch((thrown: unknown) => thrown)
  if (!(error instanceof ImportRefusal)) throw new Error(`not refused: ${String(error)}`)
  expect(error.sentence.zh).toMatch(/\p{Script=Han}/u)
  return error.sentence.en
}

async function expectUntouched(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from information_schema.tables where table_schema = 'public'`,
  )
  await client.end()
  expect(rows).toEqual([{ n: 0 }])
}

test('a path that is not there', async () => {
  expect(await refusal(join(source.folder, 'nothing'))).toMatch(/does not exist/)
  await expectUntouched()
})

test('a folder without any file of the profile', async () => {
  await mkdir(source.outFolder, { recursive: true })
  expect(await refusal(source.outFolder)).toMatch(/holds no file of berka/)
  await expectUntouched()
})

test('an empty file', async () => {
  await writeFile(join(source.folder, 'loan.asc'), '')
  expect(await refusal(source.folder)).toMatch(/empty.*loan\.asc/)
  await expectUntouched()
})

test('a header without a column', async () => {
  await source.change('loan.asc', '"duration";', '')
  expect(await refusal(source.folder)).toMatch(/loan\.asc lacks the columns: duration/)
  await expectUntouched()
})

test('a file in UTF-16', async () => {
  await writeFile(join(source.folder, 'loan.asc'), Buffer.from('\ufeff"loan_id"', 'utf16le'))
  expect(await refusal(source.folder)).toMatch(/UTF-16.*loan\.asc/)
  await expectUntouched()
})

test('a whole file in another encoding', async () => {
  const gb = Buffer.from([0x3b, 0xbf, 0xcd, 0xbb, 0xa7, 0x0a])
  await source.append('client.asc', Buffer.concat(Array.from({ length: 9 }, () => gb)))
  expect(await refusal(source.folder)).toMatch(/not in utf-8.*client\.asc/)
  await expectUntouched()
})

test('a folder for rows set aside that cannot be written', async () => {
  await writeFile(join(source.folder, 'file'), '')
  expect(await refusal(source.folder, join(source.folder, 'file', 'out'))).toMatch(
    /cannot be written/,
  )
  await expectUntouched()
})

test('a file nobody may read', async ({ skip }) => {
  if (process.getuid?.() === 0) skip('root may read everything')
  await chmod(join(source.folder, 'loan.asc'), 0o000)
  expect(await refusal(source.folder)).toMatch(/No permission to read.*loan\.asc/)
  await expectUntouched()
})

test('a profile nobody wrote', () => {
  expect(() => profileNamed('nobody')).toThrow(/no import profile nobody; known: berka/)
})
