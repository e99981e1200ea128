import type { HeadOffice } from './context.ts'
import { dropDeletedGroups } from '../groups/drop-deleted.ts'
import { dropOldAside } from '../key-transactions/arrivals-aside.ts'
import { lockScopes } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import type { ChunkStore } from '../scopes/chunk-store.ts'

/** What housekeeping needs of a head office. */
type Household = Pick<HeadOffice, 'pool' | 'clock' | 'logger'>

const dayMs = 86_400_000
const keepTombstonesMs = 90 * dayMs
const keepSnapshotsMs = 7 * dayMs
const keepSupersededMs = dayMs

/** Drops tombstones of more than 90 days; cursors below them need a snapshot from now on. */
async function dropOldTombstones(office: Household, nowMs: number): Promise<void> {
  const before = new Date(nowMs - keepTombstonesMs)
  const { rows } = await office.pool.query<{ branch_id: string }>(
    'select distinct branch_id::text from tombstone where left_at < $1',
    [before],
  )
  for (const { branch_id: branchId } of rows) {
    await inTransaction(office.pool, 'write', async (client) => {
      await lockScopes(client, [branchId])
      await client.query(
        `with gone as (
           delete from tombstone where branch_id = $1 and left_at < $2 returning ver
         )
         update scope_version set floor = greatest(floor, (select max(ver) from gone))
         where branch_id = $1 and exists (select from gone)`,
        [branchId, before],
      )
    })
  }
}

/** Forgets snapshots nobody is given any more, and removes their files. */
async function dropOldSnapshots(
  office: Household,
  store: ChunkStore,
  nowMs: number,
): Promise<void> {
  await office.pool.query(
    `delete from snapshot p
     where built_at < $1
        or (built_at < $2 and exists (
              select from snapshot newer
              where newer.branch_id = p.branch_id and newer.built_at > p.built_at))`,
    [new Date(nowMs - keepSnapshotsMs), new Date(nowMs - keepSupersededMs)],
  )
  await office.pool.query(
    `delete from snapshot_chunk c
     where not exists (select from snapshot p where p.branch_id = c.branch_id
                       and p.version = c.version and p.shape = c.shape)`,
  )
  const { rows } = await office.pool.query<{ sha256: string }>(
    'select distinct sha256 from snapshot_chunk',
  )
  const removed = await store.sweep(
    new Set(rows.map(({ sha256 }) => sha256)),
    nowMs - keepSupersededMs,
  )
  if (removed > 0) office.logger.log('info', 'chunks.swept', { count: removed })
}

/** Removes what has expired. Safe to run at any time, also in several processes at once. */
export async function keepHouse(office: Household, store: ChunkStore): Promise<void> {
  const nowMs = office.clock.now()
  await office.pool.query('delete from device_challenge where expires_at < $1', [new Date(nowMs)])
  await office.pool.query('delete from device_session where expires_at < $1', [new Date(nowMs)])
  await dropDeletedGroups(office.pool, nowMs)
  await dropOldAside(office.pool, nowMs)
  await dropOldTombstones(office, nowMs)
  await dropOldSnapshots(office, store, nowMs)
}
