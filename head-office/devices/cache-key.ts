import type pg from 'pg'
import { cacheKeyContext } from '#contract/sync/login.ts'
import { seal } from '#platform/crypto/cipher.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import type { MasterKey } from '../keys/master-key.ts'

/** A device's cache key, sealed to the device, and its version. */
export interface SealedCacheKey {
  sealedCacheKey: string
  cacheKeyVersion: number
}

const escrowContext = (deviceId: string, version: number) => `escrow:${deviceId}:${version}`

/**
 * The key of a device's cache from escrow; made at its first login, replaced (next version) where it
 * was marked stale because somebody lost the right to it. Runs in the login's transaction.
 */
export async function cacheKeyOf(
  client: pg.ClientBase,
  master: MasterKey,
  device: { branchId: string; deviceId: string; sealingKey: string },
  nowMs: number,
): Promise<SealedCacheKey> {
  const { branchId, deviceId } = device
  await client.query('select from device where id = $1 for update', [deviceId])
  const { rows } = await client.query<{ version: number; encrypted_key: string; stale: boolean }>(
    `select version, encrypted_key, stale from cache_key where branch_id = $1 and device_id = $2`,
    [branchId, deviceId],
  )
  const standing = rows[0]
  const kept =
    standing && !standing.stale
      ? master.decrypt(standing.encrypted_key, escrowContext(deviceId, standing.version))
      : null
  const version = kept && standing ? standing.version : (standing?.version ?? 0) + 1
  const key = kept ?? randomKey(32)
  if (!kept) {
    await client.query(
      `insert into cache_key (branch_id, device_id, version, encrypted_key, stale, created_at)
       values ($1, $2, $3, $4, false, $5)
       on conflict (branch_id, device_id) do update
         set version = excluded.version, encrypted_key = excluded.encrypted_key, stale = false,
             created_at = excluded.created_at`,
      [
        branchId,
        deviceId,
        version,
        master.encrypt(key, escrowContext(deviceId, version)),
        new Date(nowMs),
      ],
    )
  }
  return {
    sealedCacheKey: seal(device.sealingKey, key, cacheKeyContext(deviceId, version)),
    cacheKeyVersion: version,
  }
}

/** Has a device's cache key replaced at the next login where one of these people once received it. */
export async function retireCacheKey(
  pool: pg.Pool,
  device: { branchId: string; deviceId: string },
  staffIds: readonly string[],
): Promise<void> {
  await pool.query(
    `update cache_key k set stale = true
     where k.branch_id = $1 and k.device_id = $2
       and exists (select from issued_grant g where g.branch_id = $1 and g.device_id = $2
                   and g.staff_id = any($3::uuid[]) and g.issued_at >= k.created_at)`,
    [device.branchId, device.deviceId, staffIds],
  )
}
