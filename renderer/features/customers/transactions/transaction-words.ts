import { type Operation, operations } from '#domain/accounts/operations.ts'
import { type Purpose, purposes } from '#domain/accounts/purposes.ts'

/** The operation of the closed list; null for any other text, which is shown as it is. */
export function operationOf(text: string): Operation | null {
  return operations.find((word) => word === text) ?? null
}

/** The purpose of the closed list; null for a source's own words, which are shown as they are. */
export function purposeOf(text: string): Purpose | null {
  return purposes.find((word) => word === text) ?? null
}
