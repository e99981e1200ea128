import { chmod, mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decrypt, encrypt } from '#platform/crypto/cipher.ts'
import { randomKey } from '#platform/crypto/hash.ts'

/** Encrypts what must stand in the database and must not be read from a copy of it. */
export interface MasterKey {
  /** base64url; `context` binds it to its place. */
  encrypt(plain: Uint8Array, context: string): string
  /** Null where key, context or text do not fit together. */
  decrypt(encrypted: string, context: string): Buffer | null
}

const keyBytes = 32

function masterKeyOf(key: Buffer): MasterKey {
  return {
    encrypt: (plain, context) => encrypt(key, plain, context).toString('base64url'),
    decrypt: (encrypted, context) => decrypt(key, Buffer.from(encrypted, 'base64url'), context),
  }
}

async function createKey(path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(randomKey(keyBytes))
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * The key in `master.key` of the data folder, made on first use, readable by its owner only. It
 * stands apart from the database, so that a copy of the database opens nothing.
 */
export async function openMasterKey(dataDir: string): Promise<MasterKey> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'master.key')
  await createKey(path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await chmod(path, 0o600)
  const key = await readFile(path)
  if (key.length !== keyBytes) throw new Error(`${path} does not hold ${keyBytes} bytes`)
  return masterKeyOf(key)
}
