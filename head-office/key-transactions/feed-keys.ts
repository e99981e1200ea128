import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { equalBytes, randomKey, sha256 } from '#platform/crypto/hash.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { nationalId } from '../store/scope-version.ts'

/** Names of sources: what stands in logs and in what was set aside. */
const sourcePattern = /^[a-z][a-z0-9-]{1,29}$/

const hashOf = (secret: string) => sha256(`feed:${secret}`)

/**
 * Makes a key under which a system delivers bookings, `<id>.<secret>`; only the hash of the secret is kept.
 * Throws `request.invalid` for a name that is none.
 */
export async function createFeedKey(
  pool: pg.Pool,
  { source, nowMs = Date.now() }: { source: string; nowMs?: number },
): Promise<string> {
  if (!sourcePattern.test(source)) throw new AppError('request.invalid', { field: 'source' })
  const id = uuidV7(nowMs)
  const secret = randomKey(32).toString('base64url')
  await pool.query(
    'insert into feed_key (id, source, secret_hash, created_at) values ($1, $2, $3, $4)',
    [id, source, hashOf(secret).toString('hex'), new Date(nowMs)],
  )
  const entry = { branchId: nationalId, actor: 'system', action: 'feed_key.created', object: id }
  await recordAudit(pool, { ...entry, detail: { source } }, nowMs)
  return `${id}.${secret}`
}

/** Ends all keys of a source; returns how many there were. */
export async function revokeFeedKeys(
  pool: pg.Pool,
  { source, nowMs = Date.now() }: { source: string; nowMs?: number },
): Promise<number> {
  const { rowCount } = await pool.query(
    'update feed_key set revoked_at = $2 where source = $1 and revoked_at is null',
    [source, new Date(nowMs)],
  )
  if ((rowCount ?? 0) === 0) return 0
  const entry = {
    branchId: nationalId,
    actor: 'system',
    action: 'feed_key.revoked',
    object: source,
  }
  await recordAudit(pool, { ...entry, detail: { keys: rowCount ?? 0 } }, nowMs)
  return rowCount ?? 0
}

/** The source whose key an `Authorization: Bearer` header holds. Throws `headOffice.refused`. */
export async function sourceOf(pool: pg.Pool, header: string | undefined): Promise<string> {
  const [, id = '', secret = ''] = /^Bearer ([0-9a-f-]{36})\.([\w-]{43})$/.exec(header ?? '') ?? []
  if (!isId(id)) throw new AppError('headOffice.refused')
  const { rows } = await pool.query<{ source: string; secret_hash: string }>(
    'select source, secret_hash from feed_key where id = $1 and revoked_at is null',
    [id],
  )
  const [key] = rows
  if (!key || !equalBytes(Buffer.from(key.secret_hash, 'hex'), hashOf(secret))) {
    throw new AppError('headOffice.refused')
  }
  return key.source
}
