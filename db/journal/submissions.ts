import { all, type ReadDatabase } from '../connection/statements.ts'
import type { CommandName } from '#contract/sync/commands.ts'
import type { CommandRow } from './command-rows.ts'

/** Groups of a person's own commands as the sync centre shows them. */
export type SubmissionGroup = 'open' | 'rejected' | 'done'

/** Most commands a list shows; the newest, where there are more. */
const longestList = 500

const conditions: Record<SubmissionGroup, string> = {
  open: `state IN ('waiting', 'sent')`,
  rejected: `state IN ('rejected', 'quarantined')`,
  done: `state IN ('applied', 'applied_with_changes', 'withdrawn', 'dismissed', 'repaired')`,
}

/** A person's own commands of a group: open ones in the order they go out, others newest first. */
export function ownCommands(
  db: ReadDatabase,
  staffId: string,
  group: SubmissionGroup,
): CommandRow[] {
  const order = group === 'open' ? 'ordinal' : 'ordinal DESC'
  return all<CommandRow>(
    db,
    `SELECT * FROM command WHERE staff_id = ? AND ${conditions[group]}
     ORDER BY ${order} LIMIT ${longestList}`,
    staffId,
  )
}

/** A supervisor's word on somebody's submission, as it stands here. */
export type OwnSettlement = Pick<CommandRow, 'name' | 'version' | 'payload' | 'state'>

/** What a person settled as a supervisor on this PC, the newest first, unless it was refused. */
export function ownSettlements(db: ReadDatabase, staffId: string): OwnSettlement[] {
  return all<OwnSettlement>(
    db,
    `SELECT name, version, payload, state FROM command
     WHERE staff_id = ? AND name = 'submission.settle'
       AND state IN ('waiting', 'sent', 'applied', 'applied_with_changes')
     ORDER BY ordinal DESC LIMIT ${longestList}`,
    staffId,
  )
}

/** A person's own commands of one name that are neither withdrawn nor dealt with, the newest first. */
export function ownCommandsNamed(
  db: ReadDatabase,
  staffId: string,
  name: CommandName,
): CommandRow[] {
  return all<CommandRow>(
    db,
    `SELECT * FROM command
     WHERE staff_id = ? AND name = ? AND state NOT IN ('withdrawn', 'dismissed', 'repaired')
     ORDER BY ordinal DESC LIMIT ${longestList}`,
    staffId,
    name,
  )
}
