import { tables } from '#contract/sync/rows/tables.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

/**
 * Fingerprint of the columns this version keeps. A cache with another one was filled by another
 * version and is fetched anew.
 */
export const cacheShape: string = sha256Hex(
  JSON.stringify(tables.map(({ name, key, columns }) => [name, key, columns])),
)
