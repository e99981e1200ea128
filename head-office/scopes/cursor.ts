import { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

/**
 * Short hash of the columns of all tables. A cursor or snapshot of another shape lacks columns, so
 * the terminal takes a new snapshot.
 */
export const rowShape = sha256Hex(
  JSON.stringify(tables.map(({ name, key, columns }) => [name, key, columns])),
).slice(0, 16)

const cursorSchema = z.tuple([z.string(), z.string(), z.string(), z.int().min(0)])

/** A place in a scope's feed, opaque to the terminal: everything up to `ver` is known. */
export function writeCursor(epoch: string, branchId: string, ver: number): string {
  return Buffer.from(JSON.stringify([epoch, rowShape, branchId, ver]), 'utf8').toString('base64url')
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown
  } catch {
    return null
  }
}

/**
 * The version a cursor stands at. Throws `cursor.otherEpoch` for one of another life of the
 * database, `cursor.stale` for one of other columns, `request.invalid` for one of another scope or
 * that is none.
 */
export function readCursor(cursor: string, epoch: string, branchId: string): number {
  const parsed = cursorSchema.safeParse(decode(cursor))
  if (!parsed.success) throw new AppError('request.invalid')
  const [ownEpoch, shape, ownBranch, ver] = parsed.data
  if (ownEpoch !== epoch) throw new AppError('cursor.otherEpoch')
  if (ownBranch !== branchId) throw new AppError('request.invalid')
  if (shape !== rowShape) throw new AppError('cursor.stale')
  return ver
}
