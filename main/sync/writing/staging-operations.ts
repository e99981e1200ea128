import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import {
  applyChunk,
  indexStaging,
  planSnapshot,
  sealStaging,
  type SnapshotPlan,
  type StagedChunk,
  stagedChunks,
} from '#db/cache/staging.ts'
import { putCacheFact, scopeStates, type ScopeState } from '#db/cache/scopes.ts'
import { noteRowsLeft } from '#db/cache/scrub.ts'
import { isDamage } from '#db/connection/failure.ts'
import { atomically } from '#db/connection/statements.ts'
import { openFile } from '#db/connection/open.ts'
import { migrateCache } from '#db/migrations/cache/migrate.ts'
import { ChangeCollector, type ChangedRows } from '../changed-rows.ts'
import { coveredAnswers } from '../rebase.ts'
import { applyPull, type Pull } from './apply-pull.ts'
import { deleteFile, type WriterFiles } from './files.ts'
import type { SearchIndex } from './search-index.ts'

/** A snapshot as far as it is staged. */
export interface Staged {
  scopes: ScopeState[]
  chunks: StagedChunk[]
}

/**
 * How long a snapshot waits for its search before it is put in place, ms: enough for an ordinary
 * branch. On a large one the rest is filled in while people work.
 */
const longestSearchMs = 300

/** Operations on the staging file of a snapshot; they run in a thread of their own. */
export function stagingOperations(files: WriterFiles, search: SearchIndex) {
  const staged = (): Staged => ({
    scopes: scopeStates(files.staging),
    chunks: stagedChunks(files.staging),
  })

  async function open(path: string, key: Uint8Array): Promise<void> {
    await migrateCache(path, key)
    files.stagingFile = openFile(path, key, {
      mode: 'write',
      kind: 'disposable',
      cacheKib: 65_536,
    })
    // New pages go straight into the file instead of through a log, a third less work for a
    // snapshot; a killed run rolls back to its last chunk. Nothing is deleted here, so nothing must
    // be overwritten. The published file is opened in WAL mode again.
    files.stagingFile.pragma('journal_mode = TRUNCATE')
    files.stagingFile.pragma('secure_delete = OFF')
  }

  return {
    /** Opens what an earlier run left; null where there is nothing to go on with. */
    async 'staging.resume'(args: { path: string; key: Uint8Array }): Promise<Staged | null> {
      if (!existsSync(args.path)) return null
      try {
        await open(args.path, args.key)
        const found = staged()
        if (found.chunks.length > 0) return found
      } catch (error) {
        if (!isDamage(error)) throw error
      }
      files.close('stagingFile')
      deleteFile(args.path)
      return null
    },

    /** Starts a fresh staging file with a plan. */
    async 'staging.plan'(args: {
      path: string
      key: Uint8Array
      plan: SnapshotPlan
      nowMs: number
    }): Promise<Staged> {
      files.close('stagingFile')
      deleteFile(args.path)
      await open(args.path, args.key)
      planSnapshot(files.staging, args.plan, args.nowMs)
      return staged()
    },

    'staging.applyChunk'(args: { ordinal: number; text: Uint8Array; branchId: string }) {
      applyChunk(files.staging, args.ordinal, args.text, args.branchId)
    },

    /** Makes indexes once all chunks are in, and as much of the search as is quick; repeatable. */
    'staging.index'() {
      const db = files.staging
      indexStaging(db)
      const until = performance.now() + longestSearchMs
      while (performance.now() < until) {
        if (atomically(db, () => search.fill(db))) break
      }
    },

    /** Applies what changed since the snapshot was made. */
    'staging.applyPull'(args: { pull: Pull; branchId: string }): ChangedRows {
      const db = files.staging
      const changes = new ChangeCollector()
      db.pragma('secure_delete = ON')
      atomically(db, () => {
        const { covered } = args.pull
        if (covered !== null) putCacheFact(db, coveredAnswers, String(covered))
        if (applyPull(db, args.pull, args.branchId, changes)) noteRowsLeft(db)
        search.update(db, changes.customers)
      })
      return changes.changed()
    },

    /** Seals and closes an indexed file; it is durable and complete when this returns. */
    'staging.finish'(args: { path: string }) {
      sealStaging(files.staging)
      files.close('stagingFile')
      const descriptor = openSync(args.path, 'r+')
      try {
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
    },

    'staging.close'() {
      files.close('stagingFile')
    },

    'staging.discard'(args: { path: string }) {
      files.close('stagingFile')
      deleteFile(args.path)
    },
  }
}
