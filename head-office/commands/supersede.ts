import type pg from 'pg'
import type { Command } from '#contract/sync/commands.ts'
import { type Decision, ended } from './decision.ts'

interface Superseded {
  outcome: string
  staff_id: string | null
  superseded_by: string | null
}

/**
 * Notes that a command stands in place of one that was rejected or quarantined: that one counts as
 * repaired, and a supervisor has nothing to decide on it any more. Returns a rejection where it cannot
 * be: the other one took effect (`command.alreadyApplied`), is somebody else's (`request.forbidden`),
 * or was repaired by another command (`command.notRejected`). One that head office never received was
 * rejected at its terminal; there is nothing to note.
 */
export async function supersede(
  client: pg.ClientBase,
  branchId: string,
  { commandId, staffId, supersedes }: Command,
  nowMs: number,
): Promise<Decision | null> {
  if (supersedes === null) return null
  const { rows } = await client.query<Superseded>(
    `select outcome, staff_id, superseded_by from command
     where branch_id = $1 and command_id = $2 for update`,
    [branchId, supersedes],
  )
  const standing = rows[0]
  if (!standing) return null
  if (standing.staff_id !== staffId) return ended('rejected', 'request.forbidden')
  if (standing.outcome !== 'rejected' && standing.outcome !== 'quarantined') {
    return ended('rejected', 'command.alreadyApplied')
  }
  if (standing.superseded_by !== null) return ended('rejected', 'command.notRejected')
  await client.query(
    'update command set superseded_by = $3 where branch_id = $1 and command_id = $2',
    [branchId, supersedes, commandId],
  )
  await client.query(
    `update quarantine set resolved_at = $3, resolved_by = $4, resolution = 'superseded'
     where branch_id = $1 and command_id = $2 and resolved_at is null`,
    [branchId, supersedes, new Date(nowMs), staffId],
  )
  return null
}
