import { sha256Hex } from '#platform/crypto/hash.ts'

/** JSON with the keys of every object sorted, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/**
 * What may differ between two pushes of one command: what a terminal measures or renews, whether its
 * refusal has been dealt with, and the number, which is another one after a new enrolment.
 */
const renewable = new Set(['seq', 'grant', 'deviceTimeMs', 'clockOffsetMs', 'dealtWith'])

/**
 * Identity of a command as pushed. A replay has the same hash; another hash at the same place of a
 * device's sequence means that two terminals share one identity.
 */
export function requestHash(command: Record<string, unknown>): string {
  const lasting = Object.entries(command).filter(([field]) => !renewable.has(field))
  return sha256Hex(canonicalJson(Object.fromEntries(lasting)))
}
