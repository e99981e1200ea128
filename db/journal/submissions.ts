import { all, type ReadDatabase } from '../connection/statements.ts'
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
