import type { ErrorCode } from '#contract/errors.ts'
import type { CommandName } from '#contract/sync/commands.ts'
import { currentPayload, isCommandName } from '#contract/sync/earlier-versions.ts'
import type { Finding } from '#contract/sync/states/judgement.ts'
import {
  decideAppeal,
  decideCase,
  decideSign,
  endMonth,
  grantExemption,
  judgeSample,
  lockMonth,
  remind,
  submitAppeal,
  recordDuty,
  withdrawDuty,
  withdrawExemption,
} from './assessment/acts.ts'
import { advanceReferral } from './counter/advance-referral.ts'
import { createReferral } from './counter/create-referral.ts'
import { recordVisit } from './counter/record-visit.ts'
import { classifyParty } from './customers/classify-party.ts'
import { recordConsent, withdrawConsent } from './customers/consents.ts'
import { judgeType } from './customers/judge-type.ts'
import { proposeCorrection } from './customers/propose-correction.ts'
import { logContact } from './customers/log-contact.ts'
import { recordRelation, withdrawRelation } from './customers/relations.ts'
import { askViewing, decideViewing, endViewing, openViewing } from './customers/viewings.ts'
import type { Decision } from './decision.ts'
import { changeGroup } from './groups/change-group.ts'
import { createGroup } from './groups/create-group.ts'
import { deleteGroup, restoreGroup } from './groups/delete-group.ts'
import { setMembers } from './groups/set-members.ts'
import type { CommandHandler, CommandScene } from './handler.ts'
import { advanceCard } from './key-transactions/advance-card.ts'
import {
  actOnFeedback,
  actOnTraining,
  assignCourse,
  planTraining,
  readCard,
  submitFeedback,
} from './learning/acts.ts'
import { recordNeed, settleNeed } from './next-action/needs.ts'
import { recordRefusal, takeBackRefusal } from './next-action/refusals.ts'
import { actOnRiskCase } from './risk/act-on-risk-case.ts'
import { noteDismissal } from './submissions/note-dismissal.ts'
import { settleSubmission } from './submissions/settle-submission.ts'
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
  'customer.judgeType': judgeType,
  'customer.classifyParty': classifyParty,
  'counter.recordVisit': recordVisit,
  'referral.create': createReferral,
  'referral.advance': advanceReferral,
  'keyTransaction.advance': advanceCard,
  'refusal.record': recordRefusal,
  'refusal.takeBack': takeBackRefusal,
  'relation.record': recordRelation,
  'relation.withdraw': withdrawRelation,
  'consent.record': recordConsent,
  'consent.withdraw': withdrawConsent,
  'need.record': recordNeed,
  'need.settle': settleNeed,
  'group.create': createGroup,
  'group.change': changeGroup,
  'group.setMembers': setMembers,
  'group.delete': deleteGroup,
  'group.restore': restoreGroup,
  'course.read': readCard,
  'course.assign': assignCourse,
  'training.plan': planTraining,
  'training.act': actOnTraining,
  'feedback.submit': submitFeedback,
  'feedback.act': actOnFeedback,
  'viewing.ask': askViewing,
  'viewing.decide': decideViewing,
  'viewing.end': endViewing,
  'viewing.open': openViewing,
  'riskCase.act': actOnRiskCase,
  'assessment.appeal': submitAppeal,
  'assessment.decideAppeal': decideAppeal,
  'assessment.exempt': grantExemption,
  'assessment.withdrawExemption': withdrawExemption,
  'assessment.recordDuty': recordDuty,
  'assessment.withdrawDuty': withdrawDuty,
  'assessment.judgeSample': judgeSample,
  'assessment.decideSign': decideSign,
  'assessment.decideCase': decideCase,
  'assessment.remind': remind,
  'assessment.endMonth': endMonth,
  'assessment.lockMonth': lockMonth,
  'submission.settle': settleSubmission,
  'submission.dismissed': noteDismissal,
}

/** Codes under which payloads that do not fit are quarantined, where there is one of its own. */
export const malformedCodes: Readonly<Partial<Record<string, ErrorCode>>> = {
  'contact.log': 'contact.malformed',
  'refusal.record': 'refusal.malformed',
  'need.record': 'need.malformed',
  'relation.record': 'relation.malformed',
  'viewing.open': 'viewing.malformed',
  'consent.record': 'consent.malformed',
  'consent.withdraw': 'consent.malformed',
} satisfies Partial<Record<CommandName, ErrorCode>>

async function handle<Name extends CommandName>(
  name: Name,
  version: number,
  scene: CommandScene,
  given: unknown,
): Promise<Decision | Finding> {
  const payload = currentPayload(name, version, given)
  if (payload === 'unknown' || payload === 'payloadMalformed') return payload
  const handler = handlers[name] as CommandHandler<Name>
  return handler(scene, payload)
}

/**
 * Executes a command by name, lifted from the version it was given under to today's, or says why it
 * cannot be: unknown name or version (a newer terminal), or a payload that does not fit.
 */
export async function executeCommand(
  name: string,
  version: number,
  scene: CommandScene,
  payload: unknown,
): Promise<Decision | Finding> {
  return isCommandName(name) ? handle(name, version, scene, payload) : 'unknown'
}
