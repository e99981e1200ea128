import type { ErrorCode } from '#contract/errors.ts'
import { type CommandName, commandDefinitions, commandNames } from '#contract/sync/commands.ts'
import type { Finding } from '#contract/sync/states/judgement.ts'
import { advanceReferral } from './counter/advance-referral.ts'
import { createReferral } from './counter/create-referral.ts'
import { recordVisit } from './counter/record-visit.ts'
import { proposeCorrection } from './customers/propose-correction.ts'
import { logContact } from './customers/log-contact.ts'
import type { Decision } from './decision.ts'
import type { CommandHandler, CommandScene } from './handler.ts'
import { completeTask } from './workbench/complete-task.ts'
import { postponeTask } from './workbench/postpone-task.ts'
import { reassignTasks } from './workbench/reassign-tasks.ts'
import { reopenTask } from './workbench/reopen-task.ts'

const handlers: { [Name in CommandName]: CommandHandler<Name> } = {
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

/** Codes under which payloads that do not fit are quarantined, where there is one of its own. */
export const malformedCodes: Readonly<Partial<Record<string, ErrorCode>>> = {
  'contact.log': 'contact.malformed',
} satisfies Partial<Record<CommandName, ErrorCode>>

function isCommandName(name: string): name is CommandName {
  return (commandNames as readonly string[]).includes(name)
}

async function handle<Name extends CommandName>(
  name: Name,
  scene: CommandScene,
  payload: unknown,
): Promise<Decision | Finding> {
  const parsed = commandDefinitions[name].payload.safeParse(payload)
  if (!parsed.success) return 'payloadMalformed'
  // The schema of `name` made this value; TypeScript loses that through the lookup.
  const handler = handlers[name] as CommandHandler<Name>
  return handler(scene, parsed.data as Parameters<CommandHandler<Name>>[1])
}

/**
 * Executes a command by name, or says why it cannot be: unknown name or version (a newer terminal),
 * or a payload that does not fit.
 */
export async function executeCommand(
  name: string,
  version: number,
  scene: CommandScene,
  payload: unknown,
): Promise<Decision | Finding> {
  if (!isCommandName(name) || commandDefinitions[name].version !== version) return 'unknown'
  return handle(name, scene, payload)
}
