import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TableName } from '#contract/sync/rows/tables.ts'
import { type FileReader, openReader } from '#db/connection/reader.ts'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { putSettings } from '#db/journal/settings.ts'
import { journalMigrations } from '#db/migrations/journal/list.ts'
import { userMigrations } from '#db/migrations/user/list.ts'
import { migrateFile } from '#db/migrations/run.ts'
import type { CallContext } from '#main/service/dispatch/call-context.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { type BranchSize, syntheticBranchId, syntheticDate } from '../branch/customers.ts'
import { syntheticId } from '../branch/random.ts'
import { benchKey, makeBranchCache } from '../branch/rows.ts'

/** A synthetic branch on disk with a manager logged in. */
export interface BenchDesk {
  readonly size: BranchSize
  readonly reader: FileReader
  /** A call of the manager of the first book. */
  readonly context: CallContext
  remove(): void
}

const refuse = () => Promise.reject(new Error('the bench only reads'))

/**
 * Builds the branch with the tables named, `transactions` to an account; a minute for 200,000
 * customers on a quiet machine. `adapt` may change it before anybody reads.
 */
export async function makeBenchDesk(
  size: BranchSize,
  names: readonly TableName[],
  transactions?: number,
  adapt: (db: SqliteDatabase) => void = () => {},
): Promise<BenchDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-'))
  const path = join(folder, 'cache.db')
  const cache = await makeBranchCache(path, size, names, transactions)
  adapt(cache)
  cache.close()
  const journalPath = join(folder, 'journal.db')
  await migrateFile(journalPath, benchKey, journalMigrations)
  const journalFile = openFile(journalPath, benchKey, { mode: 'write', kind: 'lasting' })
  putSettings(journalFile, { currency: 'CNY' })
  journalFile.close()
  const userPath = join(folder, 'user.db')
  await migrateFile(userPath, benchKey, userMigrations)
  const user = openReader(userPath, benchKey, 'lasting')
  const reader = openReader(path, benchKey, 'disposable')
  const journal = openReader(journalPath, benchKey, 'lasting')
  const actor: CallContext['actor'] = {
    sessionId: 'bench',
    staffId: syntheticId('staff', 0),
    staffNo: '0',
    name: 'bench',
    roles: ['customer_manager'],
    branchId: syntheticBranchId,
    mode: 'offline',
  }
  return {
    size,
    reader,
    context: {
      actor,
      actorOrNull: actor,
      clock: systemClock,
      businessDate: syntheticDate,
      cache: (query) => reader.read(query),
      journal: (query) => journal.read(query),
      own: (query) => user.read(query),
      keep: refuse,
      testify: refuse,
      exportFolder: folder,
      practising: false,
      submit: refuse,
      dismiss: refuse,
      reveal: refuse,
      newId: () => syntheticId('contact', 0),
    },
    remove() {
      reader.close()
      journal.close()
      user.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
