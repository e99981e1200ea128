import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { all } from '#db/connection/statements.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('user-file')
const key = Buffer.alloc(32, 8)

test('a personal file with a damaged page anywhere is set aside at its opening, and work goes on', async () => {
  const home = folder()
  const path = join(home, 'user_li.db')
  const files = new WriterFiles()
  const operations = createOperations({ fill: () => true, update: () => {} }, files)
  const open = () => operations['user.open']({ path, key, nowMs: 1 })
  const drafts = () => all<{ value: string }>(files.user, 'SELECT value FROM draft')
  await open()
  operations['user.saveDraft']({ key: 'd', value: '没写完'.repeat(5_000), nowMs: 1 })
  operations['user.close']()
  await open()
  expect(drafts()).toHaveLength(1)
  operations['user.close']()

  const file = openSync(path, 'r+')
  writeSync(file, Buffer.from('DAMAGE'), 0, 6, statSync(path).size - 3_000)
  closeSync(file)
  await open()
  expect(readdirSync(home)).toContain('user_li.db.damaged-1')
  expect(drafts()).toEqual([])
  operations['user.saveDraft']({ key: 'd', value: '重写', nowMs: 2 })
  expect(drafts()).toEqual([{ value: '重写' }])
  operations['user.close']()
})
