import { migrateFile } from '../run.ts'
import { cacheMigrations } from './list.ts'

/** Brings a cache to the newest version, or makes an empty one. */
export function migrateCache(path: string, key: Uint8Array): Promise<void> {
  return migrateFile(path, key, cacheMigrations, 'disposable')
}
