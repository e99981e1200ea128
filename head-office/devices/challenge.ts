import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { randomKey, sha256Hex } from '#platform/crypto/hash.ts'
import { isId } from '../server/parse.ts'

const nonceLifeMs = 60_000

/** Gives an enrolled device a nonce to sign: good once, for a minute. Throws `device.notEnrolled`. */
export async function createChallenge(
  pool: pg.Pool,
  deviceId: string,
  nowMs: number,
): Promise<string> {
  if (!isId(deviceId)) throw new AppError('device.notEnrolled')
  const nonce = randomKey(32).toString('base64url')
  const { rowCount } = await pool.query(
    `insert into device_challenge (nonce_hash, device_id, expires_at)
     select $1, id, $3 from device where id = $2`,
    [sha256Hex(nonce), deviceId, new Date(nowMs + nonceLifeMs)],
  )
  if (rowCount !== 1) throw new AppError('device.notEnrolled')
  return nonce
}

/** Uses a nonce up; false where the device was never given it, used it or let it expire. */
export async function takeChallenge(
  pool: pg.Pool,
  deviceId: string,
  nonce: string,
  nowMs: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `delete from device_challenge
     where nonce_hash = $1 and device_id = $2 and expires_at > $3`,
    [sha256Hex(nonce), deviceId, new Date(nowMs)],
  )
  return rowCount === 1
}
