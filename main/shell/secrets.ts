import { open, readFile, rename } from 'node:fs/promises'
import { AppError } from '#contract/errors.ts'
import { randomKey } from '#platform/crypto/hash.ts'

/** The part of Electron's `safeStorage` in use. Its synchronous half ends with Electron 45. */
export interface KeyStore {
  isAsyncEncryptionAvailable(): Promise<boolean>
  encryptStringAsync(text: string): Promise<Buffer>
  decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>
  /** Linux only: which keyring answers. */
  getSelectedStorageBackend?(): string
}

/** Name of the sealed secret in the terminal's data folder. */
export const secretFileName = 'device.secret'

/** Keyrings that protect nothing: a fixed password, or none chosen yet. */
const pretending = new Set(['basic_text', 'unknown'])

const secretBytes = 32

async function writeDurably(file: string, content: Buffer): Promise<void> {
  const temporary = `${file}.new`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

async function readSealed(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new AppError('keyring.unavailable', { reason: 'unreadable' })
  }
}

/**
 * The secret of this device (32 bytes, base64url) under the operating system's key store; made on the
 * first start. Throws `keyring.unavailable` when there is no key store, when it only pretends outside
 * demo mode, or when it cannot open what it sealed before: that file is then left as it is, because
 * what it protects cannot be made again.
 */
export async function loadDeviceSecret(
  keyStore: KeyStore,
  file: string,
  options: { demo: boolean },
): Promise<string> {
  if (!(await keyStore.isAsyncEncryptionAvailable())) {
    throw new AppError('keyring.unavailable', { reason: 'absent' })
  }
  if (!options.demo && pretending.has(keyStore.getSelectedStorageBackend?.() ?? '')) {
    throw new AppError('keyring.unavailable', { reason: 'pretends' })
  }
  const sealed = await readSealed(file)
  if (sealed === null) {
    const secret = randomKey(secretBytes).toString('base64url')
    await writeDurably(file, await keyStore.encryptStringAsync(secret))
    return secret
  }
  let opened: { result: string; shouldReEncrypt: boolean }
  try {
    opened = await keyStore.decryptStringAsync(sealed)
  } catch {
    throw new AppError('keyring.unavailable', { reason: 'cannotOpen' })
  }
  if (Buffer.from(opened.result, 'base64url').length !== secretBytes) {
    throw new AppError('keyring.unavailable', { reason: 'cannotOpen' })
  }
  if (opened.shouldReEncrypt) {
    await writeDurably(file, await keyStore.encryptStringAsync(opened.result))
  }
  return opened.result
}
