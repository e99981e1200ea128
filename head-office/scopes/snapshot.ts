import type pg from 'pg'
import { type Chunk, chunkSchema, type SnapshotReply } from '#contract/sync/snapshot.ts'
import { z } from 'zod'
import type { HeadOffice } from '../server/context.ts'
import { nationalId, scopeName } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { buildSnapshot, type BuiltSnapshot } from './build-snapshot.ts'
import type { ChunkStore } from './chunk-store.ts'
import { rowShape, writeCursor } from './cursor.ts'
import { countRowsAfter } from './changes.ts'

const dayMs = 86_400_000
const sharedForMs = 7 * dayMs

/** Gives out snapshots, each built once and shared by the terminals of its scope. */
export interface SnapshotShelf {
  /** The newest snapshot that deltas still reach, or a new one. */
  take(branchId: string, epoch: string, businessDate: string): Promise<SnapshotReply>
}

interface StoredSnapshot {
  version: number
  chunks: string
}

async function newestStored(
  pool: pg.Pool,
  branchId: string,
  nowMs: number,
): Promise<BuiltSnapshot | null> {
  const { rows } = await pool.query<StoredSnapshot>(
    `select p.version::float8, p.chunks from snapshot p
     left join scope_version s on s.branch_id = p.branch_id
     where p.branch_id = $1 and p.shape = $2 and p.built_at > $3
       and p.version >= coalesce(s.floor, 0)
     order by p.version desc limit 1`,
    [branchId, rowShape, new Date(nowMs - sharedForMs)],
  )
  const stored = rows[0]
  if (!stored) return null
  return { version: stored.version, chunks: z.array(chunkSchema).parse(JSON.parse(stored.chunks)) }
}

async function allPresent(store: ChunkStore, chunks: readonly Chunk[]): Promise<boolean> {
  for (const { sha256, bytes } of chunks) if ((await store.size(sha256)) !== bytes) return false
  return true
}

async function record(
  pool: pg.Pool,
  branchId: string,
  built: BuiltSnapshot,
  nowMs: number,
): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    await client.query(
      `insert into snapshot (branch_id, version, shape, chunks, built_at)
       values ($1, $2, $3, $4, $5)
       on conflict (branch_id, version, shape) do update
         set chunks = excluded.chunks, built_at = excluded.built_at`,
      [branchId, built.version, rowShape, JSON.stringify(built.chunks), new Date(nowMs)],
    )
    await client.query(
      `insert into snapshot_chunk (branch_id, sha256, version, shape)
       select distinct $1::uuid, sha256, $3::bigint, $4 from unnest($2::text[]) as sha256
       on conflict do nothing`,
      [branchId, built.chunks.map(({ sha256 }) => sha256), built.version, rowShape],
    )
  })
}

/** Whether the device may fetch a chunk: it belongs to a snapshot of national data or its branch. */
export async function mayFetchChunk(
  pool: pg.Pool,
  branchId: string,
  sha256: string,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from snapshot_chunk where branch_id in ($1, $2) and sha256 = $3 limit 1`,
    [branchId, nationalId, sha256],
  )
  return (rowCount ?? 0) > 0
}

/** Opens the shelf of a head office. Requests for one scope wait for one building. */
export function openSnapshotShelf(office: HeadOffice, store: ChunkStore): SnapshotShelf {
  const building = new Map<string, Promise<BuiltSnapshot>>()

  async function provide(branchId: string): Promise<BuiltSnapshot> {
    const { pool, clock, limits, logger } = office
    const stored = await newestStored(pool, branchId, clock.now())
    if (stored && (await allPresent(store, stored.chunks))) {
      const behind = await countRowsAfter(pool, branchId, stored.version, limits.maxDeltaRows + 1)
      if (behind <= limits.maxDeltaRows) return stored
    }
    const startedAt = clock.monotonic()
    const built = await buildSnapshot(pool, store, branchId, limits.chunkCharacters)
    await record(pool, branchId, built, clock.now())
    logger.log('info', 'snapshot.built', {
      scope: scopeName(branchId),
      version: built.version,
      count: built.chunks.reduce((sum, { rows }) => sum + rows, 0),
      bytes: built.chunks.reduce((sum, { bytes }) => sum + bytes, 0),
      ms: clock.monotonic() - startedAt,
    })
    return built
  }

  return {
    async take(branchId, epoch, businessDate) {
      const running = building.get(branchId) ?? provide(branchId)
      building.set(branchId, running)
      const { version, chunks } = await running.finally(() => building.delete(branchId))
      return {
        epoch,
        scope: scopeName(branchId),
        version,
        cursor: writeCursor(epoch, branchId, version),
        businessDate,
        chunks,
      }
    },
  }
}
