import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { packBatch } from '#contract/sync/rows/batch.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { type TableName, tables } from '#contract/sync/rows/tables.ts'
import { type FileReader, openReader } from '#db/connection/reader.ts'
import { CacheHolder } from '#main/sync/cache-holder.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { JournalOpening } from '#main/sync/writing/open-journal.ts'
import { randomKey, sha256 } from '#platform/crypto/hash.ts'
import { UserFile } from '../session/user-file.ts'
import type { BankRows, PracticeGround } from './bank/ground.ts'

/** Folder of the invented branch in that of the terminal; what stands in it may go at any time. */
export const practiceFolder = 'practice'
const keyVersion = 1

/** Folder of the files that are exported in practice: they can be opened until it ends. */
export const practiceExports = 'practice-exports'

/**
 * Deletes what an invented branch left behind: its keys were in memory alone. An exported file that another
 * program holds open stays, with invented customers in it, until the next time; true where none stayed.
 */
export function clearPractice(dataDir: string): boolean {
  const gone = { recursive: true, force: true, maxRetries: 3 } as const
  rmSync(join(dataDir, practiceFolder), gone)
  try {
    rmSync(join(dataDir, practiceExports), gone)
    return true
  } catch {
    return false
  }
}

/** The files of an invented branch, made and open. */
export interface BranchFiles {
  journal: FileReader
  cache: CacheHolder
  userFile: UserFile
  opening: JournalOpening
  close(): Promise<void>
}

/** What the files are made with. */
export interface FilesNeeds {
  dataDir: string
  /** A writer thread of its own: it holds none of the terminal's files. */
  writer: Writer
  ground: PracticeGround
  rows: BankRows
  background: (action: string, work: Promise<unknown>) => void
}

function wire(value: unknown): WireValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  return (value ?? null) as WireValue
}

/** The rows as the chunks of a snapshot: the cache comes to be the way every cache does. */
function chunksOf(rows: BankRows, scopes: Record<'national' | 'branch', string>) {
  const byTable: Partial<Record<TableName, readonly object[]>> = { ...rows }
  return tables.flatMap((table) => {
    const records = byTable[table.name] ?? []
    if (records.length === 0) return []
    const batch = packBatch(
      table,
      records.map((record) => {
        const fields = new Map<string, unknown>(Object.entries(record))
        return { values: table.columns.map(({ name }) => wire(fields.get(name))), ver: 1, rev: 1 }
      }),
    )
    const text = Buffer.from(JSON.stringify(batch))
    const chunk = {
      sha256: sha256(text).toString('hex'),
      table: table.name,
      rows: records.length,
      bytes: text.length,
      scope: scopes[table.scope],
    }
    return [{ chunk, text }]
  })
}

/**
 * Makes the encrypted files of an invented branch, with the writer's own operations: an empty journal,
 * an empty personal file, and a cache filled like a snapshot. Throws `storage.full`.
 */
export async function makeBranchFiles(needs: FilesNeeds): Promise<BranchFiles> {
  const { dataDir, writer, ground, rows, background } = needs
  const { branchId, staffId, on, nowMs } = ground
  clearPractice(dataDir)
  const folder = join(dataDir, practiceFolder)
  mkdirSync(folder, { recursive: true })

  const journalPath = join(folder, 'journal.db')
  const journalKey = randomKey()
  const opening = await writer.call('journal.open', { path: journalPath, key: journalKey, nowMs })
  // What a session with head office would have left; no device, so there is no ledger.
  await writer.call('journal.remember', { values: { currency: 'CNY', businessDate: on } })
  const journal = openReader(journalPath, journalKey, 'lasting', 2_048)
  const userFile = new UserFile(writer, folder)
  await userFile.open(staffId, randomKey(), nowMs, null)

  const cache = new CacheHolder({
    dataDir: folder,
    writer,
    branchId: () => branchId,
    now: () => nowMs,
    background,
    damaged: () => undefined,
  })
  const key = randomKey()
  const staging = cache.stagingPath(keyVersion)
  const scopes = { national: 'national', branch: `branch:${branchId}` }
  const chunks = chunksOf(rows, scopes)
  await writer.call('staging.plan', {
    path: staging,
    key,
    plan: {
      scopes: Object.values(scopes).map((scope) => ({
        scope,
        epoch: 'practice',
        cursor: 'practice',
        version: 1,
        business_date: on,
      })),
      chunks: chunks.map(({ chunk }) => chunk),
    },
    nowMs,
  })
  for (const [ordinal, { text }] of chunks.entries()) {
    await writer.call('staging.applyChunk', { ordinal, text, branchId })
  }
  await writer.call('staging.index')
  await writer.call('staging.finish', { path: staging })
  await cache.publish(keyVersion)
  await cache.unlock(keyVersion, key)

  return {
    journal,
    cache,
    userFile,
    opening,
    async close() {
      await cache.lock()
      await userFile.close()
      journal.close()
      await writer.call('journal.close')
    },
  }
}
