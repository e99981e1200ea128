import { existsSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import type { TableDigest, TableRepair } from '#contract/sync/digest.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import { digestedFact, forgetDigests, RunningDigest } from '#db/cache/digest.ts'
import { cacheFact, dropCacheFacts, putCacheFact, scopeStates } from '#db/cache/scopes.ts'
import { cutLog, needsScrub, noteRowsLeft, scrub } from '#db/cache/scrub.ts'
import { isDamage } from '#db/connection/failure.ts'
import { isOfFormerCipher, openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { atomically } from '#db/connection/statements.ts'
import { settleCommands, unsettleAnswered, unsettleUncovered } from '#db/journal/commands.ts'
import { migrateCache } from '#db/migrations/cache/migrate.ts'
import { ensureIndexes } from '#db/schema/indexes.ts'
import { cacheShape } from '#db/schema/shape.ts'
import { ChangeCollector, type ChangedRows } from '../changed-rows.ts'
import { coveredAnswers, rebase, unsettledOf } from '../rebase.ts'
import { applyPull, type Pull } from './apply-pull.ts'
import { deleteFile, setAside, syncFolder, type WriterFiles } from './files.ts'
import { replay } from './journal-operations.ts'
import { applyRepair, type KeyedRepair } from './repair.ts'
import type { SearchIndex } from './search-index.ts'

/** What came of opening a cache: there is none (or another version's), it was damaged, it is open. */
export type CacheState = 'missing' | 'damaged' | 'open'

/**
 * A step of the digest of a scope: more to do, spoilt because the cache changed or was closed, or
 * what the cache holds as of a cursor.
 */
export type DigestStep =
  | { state: 'more' | 'moved' }
  | { state: 'done'; cursor: string; tables: TableDigest[] }

/** Rows of a digest taken at a time, about 10 ms. */
const digestSlice = 2_000

/** Answers that came so long before the last one are in every snapshot head office still gives out, ms. */
const snapshotAgeMs = 8 * 86_400_000

/** Cache fact: somebody has the file open; found at an opening, it was not closed properly. */
const inUse = 'in_use'

/** Operations on the cache file. */
export function cacheOperations(files: WriterFiles, search: SearchIndex) {
  let running: { scope: string; digest: RunningDigest; done: boolean } | null = null

  /** Takes a change of the base from head office in, with local effects undone and replayed. */
  function changeBase(
    cache: SqliteDatabase,
    branchId: string,
    change: (changes: ChangeCollector) => boolean,
  ): ChangedRows {
    const changes = new ChangeCollector()
    let left = false
    const settled = atomically(cache, () => {
      const unsettled = unsettledOf(files.journal)
      const ids = rebase(cache, unsettled, branchId, changes, () => (left = change(changes)))
      search.update(cache, changes.customers)
      if (left) noteRowsLeft(cache)
      return ids
    })
    files.keep(() => settleCommands(files.journal, settled))
    // Nobody waits for the rewriting: of what left, the log at least says nothing from now on.
    if (left) cutLog(cache)
    return changes.changed()
  }

  async function open(args: { path: string; key: Uint8Array }): Promise<CacheState> {
    files.close('cacheFile')
    // What was summed so far is of another file, or of this one before it was closed.
    running = null
    if (!existsSync(args.path)) return 'missing'
    if (isOfFormerCipher(args.path, 'disposable')) {
      deleteFile(args.path)
      return 'missing'
    }
    try {
      await migrateCache(args.path, args.key)
      const cache = openFile(args.path, args.key, {
        mode: 'write',
        kind: 'disposable',
        cacheKib: 16_384,
      })
      files.cacheFile = cache
      if (cacheFact(cache, 'shape') === cacheShape) {
        ensureIndexes(cache)
        atomically(cache, () => {
          if (cacheFact(cache, inUse) !== null) forgetDigests(cache)
          putCacheFact(cache, inUse, '1')
        })
        const covered = Number(cacheFact(cache, coveredAnswers) ?? 0)
        files.keep(() => unsettleUncovered(files.journal, covered))
        return 'open'
      }
    } catch (error) {
      files.close('cacheFile')
      if (!isDamage(error)) throw error
      return 'damaged'
    }
    files.close('cacheFile')
    deleteFile(args.path)
    return 'missing'
  }

  return {
    /** Opens the cache and heals its overlay; a damaged file is set aside, never deleted. */
    async 'cache.open'(args: {
      path: string
      key: Uint8Array
      branchId: string
      nowMs: number
    }): Promise<CacheState> {
      const state = await open(args)
      const sound = state !== 'open' || replay(files, args.branchId).failure !== 'damaged'
      if (state !== 'damaged' && sound) return state
      files.close('cacheFile')
      setAside(args.path, args.nowMs)
      return 'damaged'
    },

    'cache.close'() {
      const cache = files.cacheFile
      if (cache) atomically(cache, () => dropCacheFacts(cache, inUse))
      files.close('cacheFile')
    },

    /** Sets a cache that turned out damaged aside; the next snapshot replaces it. */
    'cache.setAside'(args: { path: string; nowMs: number }) {
      files.close('cacheFile')
      setAside(args.path, args.nowMs)
    },

    /** Destroys a cache whose branch this device no longer serves. */
    'cache.destroy'(args: { paths: string[] }) {
      files.close('cacheFile')
      args.paths.forEach(deleteFile)
    },

    /**
     * Applies whole pulls, cursor included, with local effects undone before and replayed after. Null
     * where the cache was closed, or another one stands in its place, since the pages were asked for.
     */
    'cache.applyPull'(args: { pull: Pull; branchId: string }): ChangedRows | null {
      const cache = files.cacheFile
      const { scope } = args.pull.state
      const standing = cache && scopeStates(cache).find((state) => state.scope === scope)
      if (!cache || standing?.cursor !== args.pull.after) return null
      return changeBase(cache, args.branchId, (changes) => {
        if (args.pull.covered !== null) {
          putCacheFact(cache, coveredAnswers, String(args.pull.covered))
        }
        return applyPull(cache, args.pull, args.branchId, changes)
      })
    },

    /**
     * Writes the file anew where rows left the branch, so that nothing of them stays in it. Places
     * of rows change with it: a search that is being filled goes first.
     */
    'cache.scrub'(): 'clean' | 'later' | 'large' {
      const cache = files.cacheFile
      if (!cache || !needsScrub(cache)) return 'clean'
      if (!atomically(cache, () => search.fill(cache))) return 'later'
      running = null
      return scrub(cache)
    },

    /** Goes on with the digest of a scope, or begins it. */
    'cache.digest'(args: { scope: string }): DigestStep {
      const cache = files.cacheFile
      const state = cache && scopeStates(cache).find(({ scope }) => scope === args.scope)
      if (!cache || !state) return { state: 'moved' }
      if (running?.scope !== args.scope || running.done) {
        const kind = args.scope.startsWith('branch:') ? 'branch' : 'national'
        const own = tables.filter(({ scope }) => scope === kind)
        running = { scope: args.scope, digest: new RunningDigest(cache, own), done: false }
      }
      const step = running.digest.step(cache, digestSlice)
      if (step === 'more') return { state: 'more' }
      if (step === 'moved') {
        running = null
        return { state: 'moved' }
      }
      running.done = true
      return { state: 'done', cursor: state.cursor, tables: step }
    },

    /**
     * Takes in what a digest found to differ (nothing, when all is well) and notes the day. Returns
     * null where the cache has moved since: the digest is spoilt.
     */
    'cache.repair'(args: {
      scope: string
      cursor: string
      day: string
      repairs: TableRepair[]
      branchId: string
    }): ChangedRows | null {
      const cache = files.cacheFile
      const state = cache && scopeStates(cache).find(({ scope }) => scope === args.scope)
      const summed = running?.scope === args.scope && running.done ? running.digest : null
      running = null
      if (!cache || state?.cursor !== args.cursor) return null
      if (args.repairs.length === 0) {
        atomically(cache, () => putCacheFact(cache, digestedFact(args.scope), args.day))
        return new ChangeCollector().changed()
      }
      const repairs: KeyedRepair[] = []
      for (const repair of args.repairs) {
        const keys = summed?.keysIn(cache, repair.table, repair.buckets)
        if (!keys) return null
        repairs.push({ ...repair, keys })
      }
      return changeBase(cache, args.branchId, (changes) => {
        putCacheFact(cache, digestedFact(args.scope), args.day)
        return applyRepair(cache, repairs, args.branchId, changes)
      })
    },

    /** Takes the next customers into the search; returns whether there is nothing left to do. */
    'cache.fillSearch'(): boolean {
      const cache = files.cacheFile
      return cache === null || atomically(cache, () => search.fill(cache))
    },

    /**
     * Puts a finished staging file in the cache's place; it must be opened afterwards. Caches of
     * older keys are deleted with it.
     */
    'cache.publish'(args: { staging: string; path: string; obsolete: string[] }) {
      files.close('cacheFile')
      files.keep(() => unsettleAnswered(files.journal, snapshotAgeMs))
      deleteFile(args.path)
      // A former log that came back after a power cut would be read into the new file.
      syncFolder(dirname(args.path))
      renameSync(args.staging, args.path)
      // What the journal of the staging file left behind.
      deleteFile(args.staging)
      args.obsolete.forEach(deleteFile)
    },
  }
}
