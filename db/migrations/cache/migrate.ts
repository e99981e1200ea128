import { migrateFile } from '../run.ts'
import { cacheMigrations } from './list.ts'

/**
 * Page size of a new cache, bytes. Each page is enciphered and authenticated apart: at four times
 * SQLite's usual 4 KiB a snapshot loads a fifth faster, and single reads stay within their goals
 * (docs/decisions/0010).
 */
const cachePageBytes = 16_384

/** Brings a cache to the newest version, or makes an empty one. */
export function migrateCache(path: string, key: Uint8Array): Promise<void> {
  return migrateFile(path, key, cacheMigrations, cachePageBytes)
}
