import { AppError } from '#contract/errors.ts'
import type { SessionReply } from '#contract/sync/session.ts'
import type { ScopeState } from '#db/cache/scopes.ts'
import type { StagedChunk } from '#db/cache/staging.ts'
import type { DeviceLink } from '../device/link.ts'
import { pullScope } from '../pull.ts'
import type { Transport } from '../transport/exchange.ts'
import type { Writer } from '../writing/client.ts'
import type { Staged } from '../writing/staging-operations.ts'
import { fetchPlan } from './plan.ts'

/** How far a snapshot is; bytes as they travel. */
export interface SnapshotProgress {
  doneRows: number
  totalRows: number
  doneBytes: number
  totalBytes: number
}

/** What loading a snapshot needs. `staging` is a writer thread of its own. */
export interface SnapshotNeeds {
  staging: Writer
  transport: Transport
  link: DeviceLink
  branchId: string
  path: string
  key: Uint8Array
  /** Wall clock, ms UTC. */
  now: () => number
  /** Order of the newest answer on disk. */
  lastAnswerOrder(): number
  progress(progress: SnapshotProgress): void
}

function progressOf(chunks: readonly StagedChunk[]): SnapshotProgress {
  const done = chunks.filter(({ applied }) => applied)
  const sum = (of: readonly StagedChunk[], field: 'rows' | 'bytes') =>
    of.reduce((total, chunk) => total + chunk[field], 0)
  return {
    doneRows: sum(done, 'rows'),
    totalRows: sum(chunks, 'rows'),
    doneBytes: sum(done, 'bytes'),
    totalBytes: sum(chunks, 'bytes'),
  }
}

async function planned(
  needs: SnapshotNeeds,
  session: SessionReply,
  signal: AbortSignal,
): Promise<Staged> {
  const { staging, path, key } = needs
  const found = await staging.call('staging.resume', { path, key })
  if (found?.scopes.every(({ epoch }) => epoch === session.epoch)) return found
  const plan = await fetchPlan(needs.link, needs.transport, session, signal)
  return staging.call('staging.plan', { path, key, plan, nowMs: needs.now() })
}

/** Loads the missing chunks; the next one travels and is unpacked while the last one is written. */
async function loadChunks(
  needs: SnapshotNeeds,
  chunks: StagedChunk[],
  signal: AbortSignal,
): Promise<void> {
  const missing = chunks.filter(({ applied }) => !applied)
  const fetchChunk = ({ sha256 }: StagedChunk) =>
    needs.link.withToken(signal, (token) => needs.transport.chunk(sha256, token, signal))
  const [first] = missing
  let next = first && fetchChunk(first)
  needs.progress(progressOf(chunks))
  for (const [index, chunk] of missing.entries()) {
    const text = await next
    if (!text) return
    const following = missing[index + 1]
    next = following && fetchChunk(following)
    // A failed download is met at its turn; until then it must not count as unhandled.
    next?.catch(() => {})
    const { ordinal } = chunk
    const { branchId } = needs
    await needs.staging.call('staging.applyChunk', { ordinal, text, branchId })
    chunk.applied = true
    needs.progress(progressOf(chunks))
    signal.throwIfAborted()
  }
}

/** Brings the loaded scopes to their heads, so that what is published is not days old. */
async function catchUp(needs: SnapshotNeeds, scopes: ScopeState[], signal: AbortSignal) {
  const { staging, transport, link, branchId, now } = needs
  for (const state of scopes) {
    await pullScope(
      {
        transport,
        link,
        now,
        // What was answered until now is in what is pulled now, wherever its customers went.
        lastAnswerOrder: () => needs.lastAnswerOrder(),
        coveredAnswers: () => 0,
        apply: async (pull) => {
          await staging.call('staging.applyPull', { pull, branchId })
        },
      },
      state,
      signal,
    )
  }
}

/**
 * Loads a snapshot of all scopes into the staging file, going on where an earlier run stopped:
 * chunks, indexes, search, what changed since, checks. Where head office no longer has a chunk or
 * the changes, the snapshot grew too old: it is planned anew, once.
 */
export async function loadSnapshot(needs: SnapshotNeeds, signal: AbortSignal): Promise<void> {
  const session = await needs.link.open(signal)
  const { staging, path } = needs
  for (let attempt = 1; ; attempt += 1) {
    const { chunks, scopes } = await planned(needs, session, signal)
    try {
      await loadChunks(needs, chunks, signal)
      await staging.call('staging.index')
      await catchUp(needs, scopes, signal)
      break
    } catch (error) {
      const gone = error instanceof AppError && tooOld.has(error.code)
      if (!gone || attempt > 1) throw error
      await staging.call('staging.discard', { path })
    }
  }
  await staging.call('staging.finish', { path })
}

/** Refusals that say: this chunk or cursor belongs to no snapshot any more. */
const tooOld: ReadonlySet<string> = new Set(['cursor.stale', 'scope.unknown', 'headOffice.refused'])
