import type pg from 'pg'
import type { Command } from '#contract/sync/commands.ts'
import { type Decision, ended } from './decision.ts'

interface Standing {
  outcome: string
  staff_id: string | null
  superseded_by: string | null
  /** The command it was itself to stand in place of, or null. */
  supersedes: string | null
}

/** What is kept of a command that another one may stand in place of; locked until the answer is kept. */
async function lockStanding(
  client: pg.ClientBase,
  branchId: string,
  commandId: string,
): Promise<Standing | null> {
  const { rows } = await client.query<Omit<Standing, 'supersedes'> & { request: string }>(
    `select outcome, staff_id, superseded_by, request
     from command where branch_id = $1 and command_id = $2 for update`,
    [branchId, commandId],
  )
  const [row] = rows
  if (!row) return null
  // Not in SQL: what was quarantined for its impossible text (the character NUL) does not convert.
  const { supersedes } = JSON.parse(row.request) as { supersedes?: unknown }
  return { ...row, supersedes: typeof supersedes === 'string' ? supersedes : null }
}

const isRefused = ({ outcome }: Standing) => outcome === 'rejected' || outcome === 'quarantined'

/**
 * Whether a command may stand in place of the one it names: null where it may (or names none), else
 * its rejection. The other one took effect (`command.alreadyApplied`), is somebody else's
 * (`request.forbidden`), or was repaired by another command (`command.notRejected`). One that head
 * office never received was rejected at its terminal; nothing stands against that.
 */
export async function refuseSuperseding(
  client: pg.ClientBase,
  branchId: string,
  { staffId, supersedes }: Command,
): Promise<Decision | null> {
  if (supersedes === null) return null
  const standing = await lockStanding(client, branchId, supersedes)
  if (!standing) return null
  if (standing.staff_id !== staffId) return ended('rejected', 'request.forbidden')
  if (!isRefused(standing)) return ended('rejected', 'command.alreadyApplied')
  return standing.superseded_by === null ? null : ended('rejected', 'command.notRejected')
}

/**
 * Notes, once a command has been accepted, that it stands in place of the one it names, and of those
 * which that one was to repair in vain: they count as repaired, and a supervisor has nothing to decide
 * on them any more. In the transaction that keeps the acceptance.
 */
export async function markSuperseded(
  client: pg.ClientBase,
  branchId: string,
  { commandId, staffId, supersedes }: Command,
  nowMs: number,
): Promise<void> {
  for (let former = supersedes; former !== null;) {
    const standing = await lockStanding(client, branchId, former)
    if (!standing || !isRefused(standing) || standing.staff_id !== staffId) return
    if (standing.superseded_by !== null) return
    await client.query(
      'update command set superseded_by = $3 where branch_id = $1 and command_id = $2',
      [branchId, former, commandId],
    )
    await client.query(
      `update quarantine set resolved_at = $3, resolved_by = $4, resolution = 'superseded'
       where branch_id = $1 and command_id = $2 and resolved_at is null`,
      [branchId, former, new Date(nowMs), staffId],
    )
    former = standing.supersedes
  }
}
