import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getPath } from '../app/paths.ts'

/** A key file beside the data: it survives a restart and protects nothing, hence `basic_text`. */
function key(): Buffer {
  const file = join(getPath('userData'), 'stand-in.key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
  return readFileSync(file)
}

function encrypt(text: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key(), iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

function decrypt(sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key(), sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString()
}

/** Electron's `safeStorage`: the calls are real, the protection only pretends, and it says so. */
export const safeStorage = {
  isEncryptionAvailable: () => true,
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  getSelectedStorageBackend: () => 'basic_text',
  encryptString: encrypt,
  decryptString: decrypt,
  encryptStringAsync: (text: string) => Promise.resolve().then(() => encrypt(text)),
  decryptStringAsync: (sealed: Buffer) =>
    Promise.resolve().then(() => ({ shouldReEncrypt: false, result: decrypt(sealed) })),
}
