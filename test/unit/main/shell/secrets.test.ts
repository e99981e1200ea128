import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadDeviceSecret, type KeyStore } from '#main/shell/secrets.ts'
import { decrypt, encrypt } from '#platform/crypto/cipher.ts'
import { randomKey } from '#platform/crypto/hash.ts'

/** A key store that really seals, with a key that a test can take away. */
class TestKeyStore implements KeyStore {
  key = randomKey()
  available = true
  backend = 'gnome_libsecret'
  rotated = false

  isAsyncEncryptionAvailable() {
    return Promise.resolve(this.available)
  }
  getSelectedStorageBackend() {
    return this.backend
  }
  encryptStringAsync(text: string) {
    return Promise.resolve(encrypt(this.key, Buffer.from(text), 'test'))
  }
  decryptStringAsync(sealed: Buffer) {
    const opened = decrypt(this.key, sealed, 'test')
    if (!opened) return Promise.reject(new Error('cannot decrypt'))
    return Promise.resolve({ result: opened.toString(), shouldReEncrypt: this.rotated })
  }
}

let folder: string
let file: string
let store: TestKeyStore

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocrm-secret-'))
  file = join(folder, 'device.secret')
  store = new TestKeyStore()
})
afterEach(() => rmSync(folder, { recursive: true }))

const load = (demo = false) => loadDeviceSecret(store, file, { demo })

test('the secret is made once: 32 bytes, sealed on disk, for this account alone', async () => {
  const secret = await load()
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  expect(await load()).toBe(secret)
  expect(readFileSync(file).includes(Buffer.from(secret))).toBe(false)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['device.secret'])
})

test('without a key store there is no terminal', async () => {
  store.available = false
  await expect(load(true)).rejects.toMatchObject({
    code: 'keyring.unavailable',
    data: { reason: 'absent' },
  })
  expect(readdirSync(folder)).toEqual([])
})

test.each(['basic_text', 'unknown'])('the keyring %s serves demo mode only', async (backend) => {
  store.backend = backend
  await expect(load()).rejects.toMatchObject({ data: { reason: 'pretends' } })
  expect(await load(true)).toHaveLength(43)
})

test('a secret that cannot be opened is refused and kept', async () => {
  await load()
  const before = readFileSync(file)
  store.key = randomKey()
  await expect(load()).rejects.toMatchObject({ data: { reason: 'cannotOpen' } })
  expect(readFileSync(file)).toEqual(before)
  writeFileSync(file, encrypt(store.key, Buffer.from('too short'), 'test'))
  await expect(load()).rejects.toMatchObject({ data: { reason: 'cannotOpen' } })
})

test('after a rotation of the system’s key the secret is sealed anew', async () => {
  const secret = await load()
  const before = readFileSync(file)
  store.rotated = true
  expect(await load()).toBe(secret)
  expect(readFileSync(file)).not.toEqual(before)
  store.rotated = false
  expect(await load()).toBe(secret)
})
