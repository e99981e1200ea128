import { statSync } from 'node:fs'
import type { Response } from '#contract/ipc.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import { scopeStates } from '#db/cache/scopes.ts'
import { first, type ReadDatabase } from '#db/connection/statements.ts'
import type { CacheHolder } from '#main/sync/cache-holder.ts'
import type { Clock } from '#platform/clock/clock.ts'

type Freshness = Response<'sync.freshness'>

/** Counting millions of rows takes a moment; the numbers are kept this long, ms. */
const keptMs = 30_000

function read(db: ReadDatabase): Freshness['tables'] {
  const states = scopeStates(db)
  return tables.map(({ name, scope }) => {
    const state = states.find((each) => each.scope.startsWith(scope))
    const row = first<{ rows: number }>(db, `SELECT count(*) AS rows FROM ${name}`)
    return {
      table: name,
      rows: row?.rows ?? 0,
      version: state?.version ?? 0,
      asOfMs: state?.applied_at ?? null,
    }
  })
}

/** `sync.freshness`: how much of each kind of data is here, and of when. */
export function createFreshness(cache: CacheHolder, clock: Clock): () => Freshness {
  let kept: { at: number; value: Freshness } | null = null
  return () => {
    const now = clock.monotonic()
    if (kept && now - kept.at < keptMs && cache.isOpen) return kept.value
    const { unlocked } = cache
    if (!unlocked || !cache.isOpen) return { cacheBytes: 0, integrity: 'unknown', tables: [] }
    const { size } = statSync(cache.path(unlocked.version))
    const value: Freshness = { cacheBytes: size, integrity: 'ok', tables: cache.read(read) }
    kept = { at: now, value }
    return value
  }
}
