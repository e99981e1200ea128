import { closeSync, existsSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isDamage, mapSqliteError } from '#db/connection/failure.ts'
import { changeFileKey, type FileKind, isOfFormerCipher, openFile } from '#db/connection/open.ts'
import { openReader } from '#db/connection/reader.ts'
import { all, atomically, first, run } from '#db/connection/statements.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('files')
const key = Buffer.alloc(32, 1)
const write = { mode: 'write', kind: 'lasting' } as const
const kinds = ['lasting', 'disposable'] as const satisfies readonly FileKind[]

function codeOf(act: () => unknown): unknown {
  try {
    act()
    return null
  } catch (error) {
    return error
  }
}

test.each(kinds)('nothing of a %s file is readable without its key', (kind) => {
  const path = join(folder(), 'secret.db')
  const db = openFile(path, key, { mode: 'write', kind })
  db.exec('CREATE TABLE person (name TEXT)')
  for (let n = 0; n < 500; n += 1) run(db, 'INSERT INTO person VALUES (?)', `CANARY-${n}-周海华`)
  const bytes = Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)])
  expect(bytes.includes('CANARY')).toBe(false)
  expect(bytes.includes('周海华')).toBe(false)
  expect(bytes.includes('SQLite format')).toBe(false)
  db.close()
  const wrong = codeOf(() => openFile(path, Buffer.alloc(32, 2), { mode: 'write', kind }))
  expect(isDamage(wrong)).toBe(true)
})

test('a file of an earlier cipher is told from one that is damaged', () => {
  const path = join(folder(), 'former.db')
  for (const kind of kinds) expect(isOfFormerCipher(path, kind)).toBe(false)
  const db = openFile(path, key, write)
  db.exec('CREATE TABLE t (a TEXT)')
  db.close()
  expect(isOfFormerCipher(path, 'lasting')).toBe(false)
  expect(isOfFormerCipher(path, 'disposable')).toBe(true)
  const file = openSync(path, 'r+')
  for (const at of [18, 20, 22]) {
    writeSync(file, Buffer.from([0x77]), 0, 1, at)
    expect(isOfFormerCipher(path, 'disposable'), `byte ${at}`).toBe(false)
    writeSync(file, Buffer.from([at === 18 ? 2 : 32]), 0, 1, at)
  }
  closeSync(file)
  expect(isOfFormerCipher(path, 'disposable')).toBe(true)
})

test('a file gets another key with everything in it; the former one opens it no more', () => {
  const path = join(folder(), 'rekeyed.db')
  const next = Buffer.alloc(32, 3)
  const db = openFile(path, key, write)
  db.exec('CREATE TABLE draft (value TEXT)')
  for (let n = 0; n < 500; n += 1) run(db, 'INSERT INTO draft VALUES (?)', `没写完 ${n}`)
  db.close()
  changeFileKey(path, Buffer.alloc(32, 9), next)
  openFile(path, key, write).close()
  changeFileKey(path, key, next)
  expect(isDamage(codeOf(() => openFile(path, key, write)))).toBe(true)
  const after = openFile(path, next, write)
  expect(after.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(first(after, 'SELECT count(*) AS n, max(value) AS last FROM draft')).toEqual({
    n: 500,
    last: '没写完 99',
  })
  after.close()
  const absent = join(folder(), 'absent.db')
  changeFileKey(absent, key, next)
  expect(existsSync(absent)).toBe(false)
})

test('a file is opened with full durability and secure deletion', () => {
  const db = openFile(join(folder(), 'a.db'), key, write)
  const pragma = (name: string) => db.pragma(name, { simple: true })
  expect(pragma('journal_mode')).toBe('wal')
  expect(pragma('synchronous')).toBe(2)
  expect(pragma('secure_delete')).toBe(1)
  expect(pragma('foreign_keys')).toBe(1)
  expect(pragma('temp_store')).toBe(2)
  db.close()
})

test.each(kinds)('a changed byte anywhere of a %s file is noticed, never read as data', (kind) => {
  const path = join(folder(), 'flip.db')
  const db = openFile(path, key, { mode: 'write', kind })
  db.exec('CREATE TABLE t (a TEXT)')
  atomically(db, () => {
    for (let n = 0; n < 2_000; n += 1) run(db, 'INSERT INTO t VALUES (?)', `row ${n} `.repeat(5))
  })
  db.close()
  const { size } = statSync(path)
  const original = readFileSync(path)
  for (let at = 100; at < size; at += Math.floor(size / 60)) {
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.from([(original[at] ?? 0) ^ 1]), 0, 1, at)
    closeSync(file)
    const seen = codeOf(() => {
      const damaged = openFile(path, key, { mode: 'read', kind })
      try {
        all(damaged, 'SELECT a FROM t')
      } finally {
        damaged.close()
      }
    })
    expect(isDamage(seen), `byte ${at}`).toBe(true)
    const restored = openSync(path, 'r+')
    writeSync(restored, original.subarray(at, at + 1), 0, 1, at)
    closeSync(restored)
  }
})

test('a full disk is an expected error, and what was there is still read', () => {
  const path = join(folder(), 'full.db')
  const db = openFile(path, key, { ...write, maxPages: 20 })
  db.exec('CREATE TABLE t (a TEXT)')
  let stored = 0
  const full = codeOf(() => {
    for (;;) {
      run(db, 'INSERT INTO t VALUES (?)', 'x'.repeat(1_000))
      stored += 1
    }
  })
  expect(mapSqliteError(full)).toMatchObject({ code: 'storage.full' })
  expect(first<{ rows: number }>(db, 'SELECT count(*) AS rows FROM t')?.rows).toBe(stored)
  expect(stored).toBeGreaterThan(10)
  db.close()
})

test('a reader sees one state during a read, and can never write', () => {
  const path = join(folder(), 'read.db')
  const db = openFile(path, key, write)
  db.exec('CREATE TABLE t (a INTEGER)')
  const reader = openReader(path, key, 'lasting')
  const count = 'SELECT count(*) AS rows FROM t'
  reader.read((view) => {
    const before = first(view, count)
    run(db, 'INSERT INTO t VALUES (1)')
    expect(first(view, count)).toEqual(before)
  })
  expect(reader.read((view) => first(view, count))).toEqual({ rows: 1 })
  expect(codeOf(() => reader.read((view) => view.prepare('DELETE FROM t').run()))).toBeTruthy()
  reader.close()
  db.close()
})
