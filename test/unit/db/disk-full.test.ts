import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '#contract/errors.ts'
import { mapSqliteError } from '#db/connection/failure.ts'
import { all } from '#db/connection/statements.ts'
import type { UsageEntry } from '#db/journal/ledger.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { temporaryFolders } from '#test/support/temporary-folder.ts'

const folder = temporaryFolders('full')
const key = Buffer.alloc(32, 4)

const entry: UsageEntry = {
  ledger_id: 'l',
  epoch: 1,
  boot_id: 'b',
  mono_ms: 0,
  wall_ms: 0,
  actor: 'li',
  role: '',
  session: 's',
  auth_mode: 'offline',
  type: 'action',
  object: '',
  app_ver: '0',
  policy_ver: '1',
  body: '{}',
}

test('a disk that fills up refuses whole commands and loses none it took', async () => {
  const files = new WriterFiles()
  const operations = createOperations({ fill: () => true, update: () => {} }, files)
  await operations['journal.open']({ path: join(folder(), 'journal.db'), key, maxPages: 80 })
  const taken: string[] = []
  let refusal: unknown = null
  for (let n = 0; refusal === null && n < 10_000; n += 1) {
    const commandId = `c${n}`
    try {
      operations['journal.submit']({
        branchId: 'b',
        entries: [entry],
        command: {
          commandId,
          name: 'contact.log',
          version: 1,
          staffId: 'li',
          grant: 'g',
          givenAtMs: 0,
          clockOffsetMs: 0,
          baseRevs: {},
          dependsOn: null,
          supersedes: null,
          customerId: null,
          payload: { summary: 'x'.repeat(800) },
        },
      })
      taken.push(commandId)
    } catch (error) {
      refusal = mapSqliteError(error)
    }
  }
  expect(refusal).toBeInstanceOf(AppError)
  expect(refusal).toMatchObject({ code: 'storage.full' })
  expect(taken.length).toBeGreaterThan(20)
  const stored = all<{ command_id: string }>(
    files.journal,
    'SELECT * FROM command ORDER BY ordinal',
  )
  expect(stored.map((row) => row.command_id)).toEqual(taken)
  expect(all(files.journal, 'SELECT seq FROM usage_record')).toHaveLength(taken.length)
  operations['journal.close']()
})

test('a journal that does not open is reported and left as it is', async () => {
  const path = join(folder(), 'journal.db')
  const first = createOperations({ fill: () => true, update: () => {} })
  await first['journal.open']({ path, key })
  first['journal.close']()
  const other = createOperations({ fill: () => true, update: () => {} })
  await expect(other['journal.open']({ path, key: Buffer.alloc(32, 5) })).rejects.toMatchObject({
    code: 'journal.damaged',
  })
  const again = createOperations({ fill: () => true, update: () => {} })
  await again['journal.open']({ path, key })
  again['journal.close']()
})
