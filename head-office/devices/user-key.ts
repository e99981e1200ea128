import type pg from 'pg'
import { userKeyContext } from '#contract/sync/login.ts'
import { seal } from '#platform/crypto/cipher.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import type { MasterKey } from '../keys/master-key.ts'

/** Where a key is used, and by whom. */
export interface UserKeyOwner {
  branchId: string
  deviceId: string
  sealingKey: string
  staffId: string
}

const escrowContext = (deviceId: string, staffId: string) => `escrow-user:${deviceId}:${staffId}`

/**
 * The key of a person's own file on a device from escrow, sealed to the device; made at the person's
 * first login there, the same ever after, whatever happens to the password. Runs in the login's
 * transaction, after the password was right.
 */
export async function userKeyOf(
  client: pg.ClientBase,
  master: MasterKey,
  { branchId, deviceId, sealingKey, staffId }: UserKeyOwner,
  nowMs: number,
): Promise<string> {
  const context = escrowContext(deviceId, staffId)
  await client.query(
    `insert into user_key (branch_id, device_id, staff_id, encrypted_key, created_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [branchId, deviceId, staffId, master.encrypt(randomKey(32), context), new Date(nowMs)],
  )
  const { rows } = await client.query<{ encrypted_key: string }>(
    `select encrypted_key from user_key
     where branch_id = $1 and device_id = $2 and staff_id = $3`,
    [branchId, deviceId, staffId],
  )
  const key = rows[0] && master.decrypt(rows[0].encrypted_key, context)
  if (!key) throw new Error('a key in escrow does not open: the data folder is of another database')
  return seal(sealingKey, key, userKeyContext(deviceId, staffId))
}
