import type { Command, CommandName } from '#contract/sync/commands.ts'
import { type CommandState, isDealtWith } from '#contract/sync/states/command.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** A command as the journal keeps it; JSON columns are text. */
export interface CommandRow {
  /** Order in which people gave the commands on this PC. */
  ordinal: number
  command_id: string
  /** Number within the device epoch; given when the command is first sent. */
  seq: number | null
  name: CommandName
  version: number
  staff_id: string
  grant_text: string
  given_at: number
  clock_offset_ms: number
  base_revs: string
  depends_on: string | null
  supersedes: string | null
  customer_id: string | null
  payload: string
  state: CommandState
  attempts: number
  code: string | null
  conflicts: string
  revs: string
  decided_at: number | null
  /** Order in which answers came in; a pull covers the answers that were there when it began. */
  answer_order: number | null
  /** 1 where the cache no longer needs the local effect. */
  settled: number
  /** 1 where the command must be pushed again after head office's database changed. */
  resend: number
  closing_reason: string | null
}

/** The command as it is pushed; the same bytes every time. */
export function toCommand(row: CommandRow): Command {
  if (row.seq === null) throw new Error('a command is numbered before it is sent')
  return {
    seq: row.seq,
    commandId: row.command_id,
    name: row.name,
    version: row.version,
    staffId: row.staff_id,
    grant: row.grant_text,
    deviceTimeMs: row.given_at,
    clockOffsetMs: row.clock_offset_ms,
    baseRevs: JSON.parse(row.base_revs) as Record<string, number>,
    dependsOn: row.depends_on,
    supersedes: row.supersedes,
    ...(isDealtWith(row.state) && { dealtWith: true as const }),
    payload: JSON.parse(row.payload) as unknown,
  }
}

/** A command by its id, or undefined. */
export function commandById(db: ReadDatabase, commandId: string): CommandRow | undefined {
  return first<CommandRow>(db, 'SELECT * FROM command WHERE command_id = ?', commandId)
}

/** Commands whose effect may not be in the cache's base yet, in the order they were given. */
export function unsettledCommands(db: ReadDatabase): CommandRow[] {
  return all<CommandRow>(db, 'SELECT * FROM command WHERE settled = 0 ORDER BY ordinal')
}

/** How many commands wait for an answer, and how many rejections nobody has dealt with. */
export function commandCounts(db: ReadDatabase): { pending: number; rejected: number } {
  const row = first<{ pending: number; rejected: number }>(
    db,
    `SELECT count(*) FILTER (WHERE state IN ('waiting', 'sent') OR resend = 1) AS pending,
            count(*) FILTER (WHERE state IN ('rejected', 'quarantined')) AS rejected
     FROM command
     WHERE state IN ('waiting', 'sent', 'rejected', 'quarantined') OR resend = 1`,
  )
  return row ?? { pending: 0, rejected: 0 }
}

/** The same counts for one person's own commands. */
export function commandCountsOf(
  db: ReadDatabase,
  staffId: string,
): { pending: number; rejected: number } {
  const row = first<{ pending: number; rejected: number }>(
    db,
    `SELECT count(*) FILTER (WHERE state IN ('waiting', 'sent')) AS pending,
            count(*) FILTER (WHERE state IN ('rejected', 'quarantined')) AS rejected
     FROM command
     WHERE staff_id = ? AND state IN ('waiting', 'sent', 'rejected', 'quarantined')`,
    staffId,
  )
  return row ?? { pending: 0, rejected: 0 }
}

/** Highest number given to a command of this device epoch; 0 before the first. */
export function lastSentSeq(db: ReadDatabase): number {
  return first<{ seq: number | null }>(db, 'SELECT max(seq) AS seq FROM command')?.seq ?? 0
}

/** Highest number that head office has answered; 0 before the first. */
export function lastAnsweredSeq(db: ReadDatabase): number {
  const row = first<{ seq: number | null }>(
    db,
    'SELECT max(seq) AS seq FROM command WHERE answer_order IS NOT NULL',
  )
  return row?.seq ?? 0
}

/** Order of the newest answer; 0 before the first. */
export function lastAnswerOrder(db: ReadDatabase): number {
  const row = first<{ last: number | null }>(db, 'SELECT max(answer_order) AS last FROM command')
  return row?.last ?? 0
}
