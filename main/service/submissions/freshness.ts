import { statSync } from 'node:fs'
import type { Response } from '#contract/ipc.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import { rowCounts } from '#db/cache/counts.ts'
import { scopeStates } from '#db/cache/scopes.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { CacheHolder } from '#main/sync/cache-holder.ts'

type Freshness = Response<'sync.freshness'>

function read(db: ReadDatabase): Freshness['tables'] {
  const states = scopeStates(db)
  const counts = rowCounts(db)
  return tables.map(({ name, scope }) => {
    const state = states.find((each) => each.scope.startsWith(scope))
    return {
      table: name,
      rows: counts.get(name) ?? 0,
      version: state?.version ?? 0,
      asOfMs: state?.applied_at ?? null,
    }
  })
}

/** `sync.freshness`: how much of each kind of data is here, and of when. */
export function createFreshness(cache: CacheHolder): () => Freshness {
  return () => {
    const { unlocked } = cache
    if (!unlocked || !cache.isOpen) return { cacheBytes: 0, integrity: 'unknown', tables: [] }
    const { size } = statSync(cache.path(unlocked.version))
    return { cacheBytes: size, integrity: 'ok', tables: cache.read(read) }
  }
}
