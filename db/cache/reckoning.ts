import type { ReckoningSubject } from '#domain/administration/records.ts'
import type { Day } from '#domain/time/day.ts'
import { first, type ReadDatabase } from '../connection/statements.ts'

/** The day for which head office computed something for this branch; null before the first time. */
export function reckonedOn(db: ReadDatabase, subject: ReckoningSubject): Day | null {
  const row = first<{ day: Day }>(
    db,
    'SELECT as_of AS day FROM reckoning WHERE subject = ?',
    subject,
  )
  return row?.day ?? null
}
