import { AppError } from '#contract/errors.ts'
import {
  type CommandPayload,
  type FieldConflict,
  proposeCorrectionSchema,
} from '#contract/sync/commands.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import { commandById, type CommandRow } from '#db/journal/command-rows.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'

type Correction = CommandPayload<'customer.proposeCorrection'>

function rejectedCorrection(context: CallContext, commandId: string): CommandRow {
  const command = context.journal((db) => commandById(db, commandId))
  const open = command?.state === 'rejected' || command?.state === 'quarantined'
  if (!command || !open || command.staff_id !== context.actor.staffId) {
    throw new AppError('command.notRejected')
  }
  if (command.name !== 'customer.proposeCorrection') {
    throw new AppError('request.invalid', { field: 'commandId' })
  }
  return command
}

/**
 * What is proposed again: fields that were not in conflict as they were, and of those in conflict
 * the ones to keep, now starting from the value that stands at head office.
 */
export function repairedChanges(
  changes: Correction['changes'],
  conflicts: readonly FieldConflict[],
  keepMine: readonly string[],
): Correction['changes'] {
  return changes.flatMap((change) => {
    const conflict = conflicts.find(({ field }) => field === change.field)
    if (!conflict) return [change]
    if (!keepMine.includes(change.field) || conflict.current === change.to) return []
    return [{ ...change, from: conflict.current }]
  })
}

/**
 * `sync.repair`: a new command in place of the rejected one, or none (`commandId` null) where head
 * office's values are accepted throughout. Either way the rejection is dealt with.
 */
export const repairSubmission: Handler<'sync.repair'> = async (
  { commandId, keepMine },
  context,
) => {
  const command = rejectedCorrection(context, commandId)
  const payload = proposeCorrectionSchema.parse(
    currentPayload(command.name, command.version, JSON.parse(command.payload)),
  )
  const conflicts = JSON.parse(command.conflicts) as FieldConflict[]
  const changes = repairedChanges(payload.changes, conflicts, keepMine)
  if (changes.length === 0) {
    await context.dismiss({ commandId, customerId: payload.customerId, reason: null })
    return { commandId: null }
  }
  const repaired = await context.submit({
    name: 'customer.proposeCorrection',
    customerId: payload.customerId,
    supersedes: commandId,
    payload: {
      ...payload,
      changes,
      correctionIds: changes.map(() => context.newId()),
      atMs: context.clock.now(),
    },
  })
  return { commandId: repaired }
}
