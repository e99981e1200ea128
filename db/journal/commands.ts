import { AppError } from '#contract/errors.ts'
import type { Command, CommandName, CommandResult } from '#contract/sync/commands.ts'
import {
  afterAnswer,
  breaksDependants,
  type CommandEvent,
  commandStates,
  isAccepted,
  nextCommand,
  statesBefore,
} from '#contract/sync/states/command.ts'
import { listed } from '#platform/sql/literals.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, run } from '../connection/statements.ts'
import {
  commandById,
  type CommandRow,
  lastAnswerOrder,
  lastSentSeq,
  toCommand,
} from './command-rows.ts'

/** SQL: the command is in a state in which the event changes something. */
const before = (event: CommandEvent) => `state IN (${listed(statesBefore(event))})`

/** SQL: the command was never answered, or was accepted. */
const accepted = `state IN (${listed(commandStates.filter(isAccepted))})`

/** A command as it enters the journal. */
export interface NewCommand {
  commandId: string
  name: CommandName
  version: number
  staffId: string
  grant: string
  givenAtMs: number
  clockOffsetMs: number
  baseRevs: Record<string, number>
  dependsOn: string | null
  supersedes: string | null
  customerId: string | null
  payload: unknown
}

/**
 * Inserts a command as waiting, or as rejected where it depends on one that is. One that repairs a
 * rejected command closes it: throws `command.notRejected` where that one is not this person's open
 * rejection.
 */
export function insertCommand(db: SqliteDatabase, command: NewCommand): void {
  run(
    db,
    `INSERT INTO command (command_id, name, version, staff_id, grant_text, given_at,
       clock_offset_ms, base_revs, depends_on, supersedes, customer_id, payload, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`,
    command.commandId,
    command.name,
    command.version,
    command.staffId,
    command.grant,
    command.givenAtMs,
    command.clockOffsetMs,
    JSON.stringify(command.baseRevs),
    command.dependsOn,
    command.supersedes,
    command.customerId,
    JSON.stringify(command.payload),
  )
  if (command.supersedes !== null) {
    closeRejection(db, command.supersedes, command.staffId, 'repaired', null)
  }
  if (command.dependsOn !== null) rejectOrphans(db)
}

/**
 * Closes a person's own rejection as dismissed (with a reason) or repaired. Throws
 * `command.notRejected` where it is none, or is being judged anew by another database.
 */
export function closeRejection(
  db: SqliteDatabase,
  commandId: string,
  staffId: string,
  state: 'dismissed' | 'repaired',
  reason: string | null,
): void {
  const event = state === 'dismissed' ? 'dismiss' : 'repair'
  const closed = run(
    db,
    `UPDATE command SET state = ?, closing_reason = ?
     WHERE command_id = ? AND staff_id = ? AND resend = 0 AND ${before(event)}`,
    state,
    reason,
    commandId,
    staffId,
  )
  if (closed !== 1) throw new AppError('command.notRejected')
}

/**
 * Takes back a person's own command, and with it what depends on it; throws `command.alreadySent`
 * once it was sent.
 */
export function withdrawCommand(db: SqliteDatabase, commandId: string, staffId: string): void {
  const withdrawn = run(
    db,
    `UPDATE command SET state = 'withdrawn', settled = 1
     WHERE command_id = ? AND staff_id = ? AND ${before('withdraw')}`,
    commandId,
    staffId,
  )
  if (withdrawn !== 1) throw new AppError('command.alreadySent')
  rejectOrphans(db)
}

const orphans = `UPDATE command SET state = 'rejected', settled = 1, code = 'command.dependsOnRejected'
  WHERE ${before('orphan')} AND depends_on IN (
    SELECT command_id FROM command
    WHERE state IN (${listed(commandStates.filter(breaksDependants))}))`

/**
 * Rejects waiting commands whose dependency cannot come true any more, and what depends on them; in
 * the transaction in which that became so, because the cache shows their effects no longer.
 */
function rejectOrphans(db: SqliteDatabase): void {
  while (run(db, orphans) > 0);
}

/**
 * The next commands to push, in order of their number: first those that have one and are not answered
 * (or are pushed again), then, in the order they were given, those that get one here. Must commit before the first byte
 * goes out: from then on a command cannot be taken back, and its number is never given again.
 */
export function takeBatch(db: SqliteDatabase, maxCommands: number, maxBytes: number): Command[] {
  const batch: Command[] = []
  let bytes = 0
  const fits = (row: CommandRow): boolean => {
    const command = toCommand(row)
    bytes += Buffer.byteLength(JSON.stringify(command)) + 1
    if (batch.length > 0 && (batch.length >= maxCommands || bytes > maxBytes)) return false
    batch.push(command)
    run(db, 'UPDATE command SET attempts = attempts + 1 WHERE ordinal = ?', row.ordinal)
    return true
  }
  const sent = all<CommandRow>(
    db,
    `SELECT * FROM command WHERE (state = 'sent' OR resend = 1) AND seq IS NOT NULL
     ORDER BY seq LIMIT ?`,
    maxCommands,
  )
  for (const row of sent) if (!fits(row)) return batch
  const waiting = all<CommandRow>(
    db,
    `SELECT * FROM command WHERE state = 'waiting' OR (seq IS NULL AND (state = 'sent' OR resend = 1))
     ORDER BY ordinal LIMIT ?`,
    maxCommands,
  )
  let seq = lastSentSeq(db)
  for (const row of waiting) {
    if (!fits({ ...row, seq: seq + 1 })) return batch
    seq += 1
    const state = nextCommand(row.state, 'take') ?? row.state
    run(db, 'UPDATE command SET seq = ?, state = ? WHERE ordinal = ?', seq, state, row.ordinal)
  }
  return batch
}

/** Stores answers; `retry` leaves its command waiting for the next push. Idempotent. */
export function storeResults(db: SqliteDatabase, results: readonly CommandResult[]): void {
  for (const result of results) {
    const row = commandById(db, result.commandId)
    const state = row ? afterAnswer(row.state, row.resend === 1, result.outcome) : null
    if (!row || state === null) continue
    run(
      db,
      `UPDATE command SET state = ?, code = ?, conflicts = ?, revs = ?, decided_at = ?,
         answer_order = ?, settled = ?, resend = 0
       WHERE ordinal = ?`,
      state,
      result.code,
      JSON.stringify(result.conflicts),
      JSON.stringify(result.revs),
      result.decidedAtMs,
      lastAnswerOrder(db) + 1,
      result.outcome === 'applied' || result.outcome === 'applied_with_changes' ? 0 : 1,
      row.ordinal,
    )
  }
  rejectOrphans(db)
}

/** Marks commands whose effect the base of the cache contains. */
export function settleCommands(db: SqliteDatabase, commandIds: readonly string[]): void {
  for (const commandId of commandIds) {
    run(db, 'UPDATE command SET settled = 1 WHERE command_id = ?', commandId)
  }
}

/**
 * The moment so long before the last answer, ms UTC of head office; null before the first. Counted from
 * there and not from now: clocks of PCs jump, and one may have waited for weeks.
 */
function beforeLastAnswer(db: SqliteDatabase, ms: number): number | null {
  const last = first<{ at: number | null }>(db, 'SELECT max(decided_at) AS at FROM command')?.at
  return typeof last === 'number' ? last - ms : null
}

/**
 * A fresh snapshot may be older than answers this terminal has seen: commands answered within `ms`
 * before the last answer count as unsettled again until a pull covers them.
 */
export function unsettleAnswered(db: SqliteDatabase, ms: number): void {
  run(
    db,
    `UPDATE command SET settled = 0
     WHERE ${accepted} AND decided_at >= ?`,
    beforeLastAnswer(db, ms),
  )
}

/**
 * A cache may be older than the journal remembers: its commits are not forced to the disk, and a
 * power cut takes the last ones. Accepted commands whose answers its base does not cover count as
 * unsettled again, so that the next rebase judges them by what is there.
 */
export function unsettleUncovered(db: SqliteDatabase, covered: number): void {
  run(
    db,
    `UPDATE command SET settled = 0 WHERE settled = 1 AND ${accepted} AND answer_order > ?`,
    covered,
  )
}

/**
 * Head office's database is another one now: everything it does not know (`seq` above its last)
 * and what was answered within `recentMs` before the last answer (null: none of it) is pushed again;
 * what it knows it answers alike.
 */
export function resendAnswered(
  db: SqliteDatabase,
  lastSeq: number,
  recentMs: number | null,
): number {
  const sinceMs = recentMs === null ? null : beforeLastAnswer(db, recentMs)
  const from = first<{ seq: number | null }>(
    db,
    'SELECT min(seq) AS seq FROM command WHERE seq > ? OR decided_at >= ?',
    lastSeq,
    sinceMs,
  )
  // Without a number: answered under an earlier enrolment.
  return run(
    db,
    `UPDATE command SET resend = 1
     WHERE state <> 'sent' AND (seq >= ? OR (seq IS NULL AND decided_at >= ?))`,
    from?.seq ?? Number.MAX_SAFE_INTEGER,
    sinceMs,
  )
}

/**
 * A new enrolment starts a new sequence: what is not answered, or is to be pushed again, will be
 * numbered again. What was sent stays sent: it may have taken effect.
 */
export function restartSequence(db: SqliteDatabase): void {
  run(db, 'UPDATE command SET seq = NULL WHERE seq IS NOT NULL')
}
