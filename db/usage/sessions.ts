import type { SessionUse } from '#domain/usage/effective.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { ownRecords } from './own-records.ts'

/** Records that show a person at work; heartbeats stretch a session between two of them. */
const workTypes = [
  'session.start',
  'session.lock',
  'session.unlock',
  'session.end',
  'heartbeat',
  'action',
  'reveal',
]

/** A session on record: which one, and whether it began without head office. */
export interface RecordedSession extends SessionUse {
  id: string
  offline: boolean
}

const inTypes = workTypes.map((type) => `'${type}'`).join(', ')

/**
 * A person's sessions that began since a moment (ms UTC) as the ledger tells them. Time is counted within
 * each boot of the service: what lies between two boots is unknown and counts nothing. Locked is the time
 * after a lock up to the unlock that follows, or the last record of the boot.
 */
export function sessionUses(db: ReadDatabase, staffId: string, sinceMs: number): RecordedSession[] {
  const rows = all<Omit<RecordedSession, 'offline'> & { offline: number }>(
    db,
    `SELECT session AS id, max(offline) AS offline, min(start_ms) AS startMs, max(end_ms) AS endMs, sum(active_ms) AS activeMs,
       min(sum(locked_ms), sum(active_ms)) AS lockedMs, sum(actions) AS actions
     FROM (
       SELECT session, boot_id, max(wall_ms) AS end_ms, max(mono_ms) - min(mono_ms) AS active_ms,
         sum(CASE WHEN last_lock > last_unlock THEN max(0, mono_ms - before_ms) ELSE 0 END) AS locked_ms,
         min(CASE WHEN type = 'session.start' THEN wall_ms END) AS start_ms,
         sum(type IN ('action', 'reveal')) AS actions,
         max(type = 'session.start' AND auth_mode = 'offline') AS offline
       FROM (
         SELECT *, lag(mono_ms) OVER boot AS before_ms,
           coalesce(max(CASE WHEN type = 'session.lock' THEN nth END) OVER earlier, 0) AS last_lock,
           coalesce(max(CASE WHEN type = 'session.unlock' THEN nth END) OVER earlier, 0) AS last_unlock
         FROM (
           SELECT r.session, r.boot_id, r.wall_ms, r.mono_ms, r.type, r.auth_mode,
             row_number() OVER (ORDER BY r.place) AS nth
           FROM ${ownRecords} WHERE r.type IN (${inTypes})
         )
         WINDOW boot AS (PARTITION BY session, boot_id ORDER BY nth),
           earlier AS (boot ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
       )
       GROUP BY session, boot_id
     )
     GROUP BY session ORDER BY startMs`,
    staffId,
    sinceMs,
  )
  return rows.map((row) => ({ ...row, offline: row.offline === 1 }))
}

/** Reveals of a person since two moments, the later first; records dated ahead count as well. */
export function revealCounts(
  db: ReadDatabase,
  staffId: string,
  hourAgoMs: number,
  dayAgoMs: number,
): { hour: number; day: number } {
  const row = first<{ hour: number; day: number }>(
    db,
    `SELECT count(*) FILTER (WHERE wall_ms > ?) AS hour, count(*) AS day
     FROM usage_record WHERE actor = ? AND type = 'reveal' AND wall_ms > ?`,
    hourAgoMs,
    staffId,
    dayAgoMs,
  )
  return row ?? { hour: 0, day: 0 }
}
