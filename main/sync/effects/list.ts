import type { CommandName } from '#contract/sync/commands.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import { advanceCard } from './advance-card.ts'
import {
  decideAppeal,
  decideSign,
  grantExemption,
  judgeSample,
  remind,
  submitAppeal,
  recordDuty,
  withdrawDuty,
  withdrawExemption,
} from './assessment.ts'
import { classifyParty } from './classify-party.ts'
import { completeTask } from './complete-task.ts'
import { recordConsent, withdrawConsent } from './consents.ts'
import type { Effect, EffectContext, LocalRows } from './effect.ts'
import { judgeType } from './judge-type.ts'
import { changeGroup, createGroup, deleteGroup, restoreGroup, setMembers } from './groups.ts'
import { actOnTraining, assignCourse, planTraining, readCard, submitFeedback } from './learning.ts'
import { logContact } from './log-contact.ts'
import { recordNeed, settleNeed } from './needs.ts'
import { postponeTask } from './postpone-task.ts'
import { proposeCorrection } from './propose-correction.ts'
import { reassignTasks } from './reassign-tasks.ts'
import { reopenTask } from './reopen-task.ts'
import { recordVisit } from './record-visit.ts'
import { recordRefusal, takeBackRefusal } from './refusals.ts'
import { recordRelation, withdrawRelation } from './relations.ts'
import { askViewing, decideViewing, endViewing, openViewing } from './viewings.ts'
import { advanceReferral, createReferral } from './referrals.ts'

/** Nothing of the branch's data changes. */
const none = () => {}

const effects: { [Name in CommandName]: Effect<Name> } = {
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
  'feedback.act': none,
  'viewing.ask': askViewing,
  'viewing.decide': decideViewing,
  'viewing.end': endViewing,
  'viewing.open': openViewing,
  'riskCase.act': none,
  'assessment.appeal': submitAppeal,
  'assessment.decideAppeal': decideAppeal,
  'assessment.exempt': grantExemption,
  'assessment.withdrawExemption': withdrawExemption,
  'assessment.recordDuty': recordDuty,
  'assessment.withdrawDuty': withdrawDuty,
  'assessment.judgeSample': judgeSample,
  'assessment.decideSign': decideSign,
  'assessment.decideCase': none,
  'assessment.remind': remind,
  'assessment.endMonth': none,
  'assessment.lockMonth': none,
  'submission.settle': none,
  'submission.dismissed': none,
}

/**
 * Applies the local effect of a command, given under whatever version; a payload that nobody can read
 * here has none.
 */
export function applyEffect<Name extends CommandName>(
  { name, version, payload: given }: { name: Name; version: number; payload: unknown },
  context: EffectContext,
  rows: LocalRows,
): void {
  const payload = currentPayload(name, version, given)
  if (payload === 'unknown' || payload === 'payloadMalformed') return
  const effect = effects[name] as Effect<Name>
  effect(payload, context, rows)
}
