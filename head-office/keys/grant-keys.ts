import type pg from 'pg'
import { generateSigningKeys, type SigningKeys } from '#platform/crypto/signature.ts'
import type { MasterKey } from './master-key.ts'

const name = 'grant'
const context = 'head-office-key:grant'

/**
 * The Ed25519 keys that sign grants; made once in the life of a database. Throws where the private
 * half cannot be opened, because then the data folder belongs to another database.
 */
export async function openGrantKeys(
  pool: pg.Pool,
  master: MasterKey,
  nowMs: number,
): Promise<SigningKeys> {
  const fresh = generateSigningKeys()
  const encrypted = master.encrypt(Buffer.from(fresh.privateKey, 'utf8'), context)
  await pool.query(
    `insert into head_office_key (name, public_key, encrypted_private_key, created_at)
     values ($1, $2, $3, $4) on conflict (name) do nothing`,
    [name, fresh.publicKey, encrypted, new Date(nowMs)],
  )
  const { rows } = await pool.query<{ public_key: string; encrypted_private_key: string }>(
    'select public_key, encrypted_private_key from head_office_key where name = $1',
    [name],
  )
  const stored = rows[0]
  const opened = stored && master.decrypt(stored.encrypted_private_key, context)
  if (!stored || !opened) {
    throw new Error(
      'the keys of this database were made with another master key: ' +
        'start head office with the data folder it was set up with',
    )
  }
  return { publicKey: stored.public_key, privateKey: opened.toString('utf8') }
}
