import { commandDefinitions, type CommandName } from '#contract/sync/commands.ts'
import { completeTask } from './complete-task.ts'
import type { Effect, EffectContext, LocalRows } from './effect.ts'
import { logContact } from './log-contact.ts'
import { postponeTask } from './postpone-task.ts'
import { proposeCorrection } from './propose-correction.ts'
import { reassignTasks } from './reassign-tasks.ts'
import { reopenTask } from './reopen-task.ts'
import { recordVisit } from './record-visit.ts'
import { advanceReferral, createReferral } from './referrals.ts'

const effects: { [Name in CommandName]: Effect<Name> } = {
  'contact.log': logContact,
  'task.complete': completeTask,
  'task.postpone': postponeTask,
  'task.reopen': reopenTask,
  'task.reassign': reassignTasks,
  'customer.proposeCorrection': proposeCorrection,
  'counter.recordVisit': recordVisit,
  'referral.create': createReferral,
  'referral.advance': advanceReferral,
}

/** Applies the local effect of a command; a payload that no longer fits its schema has none. */
export function applyEffect(
  name: CommandName,
  payload: unknown,
  context: EffectContext,
  rows: LocalRows,
): void {
  const parsed = commandDefinitions[name].payload.safeParse(payload)
  if (!parsed.success) return
  const effect = effects[name] as Effect<CommandName>
  effect(parsed.data, context, rows)
}
