import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, run } from '../connection/statements.ts'

/** A login attempt as it is written before anything is computed. */
export interface Attempt {
  /** Staff number as typed. */
  account: string
  mode: 'online' | 'offline' | 'unlock'
  /** The run of the service that saw it; `mono_ms` counts within this run. */
  run_id: string
  mono_ms: number
  wall_ms: number
}

/** A failed local attempt; one that never ended (the process was killed) is a failed one. */
export interface Failure {
  run_id: string
  mono_ms: number
  wall_ms: number
}

/** Writes an attempt as open and returns its id. */
export function openAttempt(db: SqliteDatabase, attempt: Attempt): number {
  run(
    db,
    `INSERT INTO login_attempt (account, mode, run_id, mono_ms, wall_ms, outcome)
     VALUES (?, ?, ?, ?, ?, 'open')`,
    attempt.account,
    attempt.mode,
    attempt.run_id,
    attempt.mono_ms,
    attempt.wall_ms,
  )
  const row = first<{ id: number }>(db, 'SELECT last_insert_rowid() AS id')
  return row?.id ?? 0
}

/** Says how an attempt ended. `cancelled`: no password was checked, it does not count. */
export function closeAttempt(
  db: SqliteDatabase,
  id: number,
  outcome: 'failed' | 'passed' | 'cancelled',
): void {
  run(db, 'UPDATE login_attempt SET outcome = ? WHERE id = ?', outcome, id)
}

/**
 * Failures of an account at this PC since its last success, oldest first: attempts that checked
 * the password against the local key slot. Those that head office judged count there.
 */
export function localFailures(db: ReadDatabase, account: string): Failure[] {
  return all<Failure>(
    db,
    `SELECT run_id, mono_ms, wall_ms FROM login_attempt
     WHERE account = ? AND mode <> 'online' AND outcome IN ('open', 'failed')
       AND id > coalesce((SELECT max(id) FROM login_attempt
                          WHERE account = ? AND outcome = 'passed'), 0)
     ORDER BY id`,
    account,
    account,
  )
}
