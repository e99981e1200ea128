import type { Submission } from '#contract/ipc/sync.ts'
import {
  advanceCardSchema,
  advanceReferralSchema,
  completeTaskSchema,
  createReferralSchema,
  judgeTypeSchema,
  logContactSchema,
  postponeTaskSchema,
  proposeCorrectionSchema,
  reassignTasksSchema,
  reopenTaskSchema,
  recordVisitSchema,
  settleSubmissionSchema,
} from '#contract/sync/commands.ts'
import { classifyPartySchema } from '#contract/sync/flow-commands.ts'
import {
  recordNeedSchema,
  recordRefusalSchema,
  settleNeedSchema,
} from '#contract/sync/next-action-commands.ts'
import { recordConsentSchema, withdrawConsentSchema } from '#contract/sync/consent-commands.ts'
import { recordRelationSchema } from '#contract/sync/relation-commands.ts'
import {
  actOnFeedbackSchema,
  actOnTrainingSchema,
  assignCourseSchema,
  planTrainingSchema,
  submitFeedbackSchema,
} from '#contract/sync/learning-commands.ts'
import { askViewingSchema, decideViewingSchema } from '#contract/sync/viewing-commands.ts'
import { createGroupSchema } from '#contract/sync/group-commands.ts'
import { actOnRiskCaseSchema } from '#contract/sync/risk.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import { assertNever } from '#contract/errors.ts'
import { readRow } from '#db/cache/rows.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { CommandRow } from '#db/journal/command-rows.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'

/**
 * Words that tell one command from the next; no customer data beyond the names of fields. `cache`
 * is null while the cache is closed.
 */
export function submissionDetail(
  command: CommandRow,
  cache: ReadDatabase | null,
): Submission['detail'] {
  const payload = currentPayload(command.name, command.version, JSON.parse(command.payload))
  switch (command.name) {
    case 'riskCase.act': {
      const given = actOnRiskCaseSchema.safeParse(payload)
      return given.success ? { riskAct: given.data.act } : {}
    }
    case 'contact.log': {
      const contact = logContactSchema.safeParse(payload)
      if (!contact.success) return {}
      return { channel: contact.data.channel, outcome: contact.data.outcome }
    }
    case 'task.complete': {
      const task = completeTaskSchema.safeParse(payload)
      if (!task.success) return {}
      const row = cache && readRow(cache, tableNamed('task'), [task.data.taskId])
      return { kind: row?.['kind'] ?? null, outcome: task.data.outcome }
    }
    case 'task.postpone': {
      const later = postponeTaskSchema.safeParse(payload)
      if (!later.success) return {}
      const [taskId = ''] = later.data.taskIds
      const row = cache && readRow(cache, tableNamed('task'), [taskId])
      return { kind: row?.['kind'] ?? null, until: later.data.until }
    }
    case 'task.reopen': {
      const back = reopenTaskSchema.safeParse(payload)
      const row =
        back.success && cache && readRow(cache, tableNamed('task'), [back.data.taskIds[0] ?? ''])
      return { kind: (row && row['kind']) || null }
    }
    case 'task.reassign': {
      const moved = reassignTasksSchema.safeParse(payload)
      if (!moved.success) return {}
      const { customers, toStaffId, until } = moved.data
      const row = cache && readRow(cache, tableNamed('staff'), [toStaffId])
      const tasks = customers.reduce((sum, { taskIds }) => sum + taskIds.length, 0)
      return { staff: row?.['name'] ?? null, tasks, until }
    }
    case 'customer.proposeCorrection': {
      const correction = proposeCorrectionSchema.safeParse(payload)
      if (!correction.success) return {}
      return { fields: correction.data.changes.map(({ field }) => field).join(',') }
    }
    case 'customer.judgeType': {
      const judged = judgeTypeSchema.safeParse(payload)
      return judged.success ? { type: judged.data.type, verdict: judged.data.verdict } : {}
    }
    case 'counter.recordVisit': {
      const visit = recordVisitSchema.safeParse(payload)
      return visit.success
        ? { acts: visit.data.acts.join(','), state: visit.data.station.state }
        : {}
    }
    case 'referral.create': {
      const referral = createReferralSchema.safeParse(payload)
      if (!referral.success) return {}
      const staff = cache && readRow(cache, tableNamed('staff'), [referral.data.toStaffId])
      return { reason: referral.data.reason, to: staff?.['name'] ?? null }
    }
    case 'referral.advance': {
      const step = advanceReferralSchema.safeParse(payload)
      return step.success ? { step: step.data.to } : {}
    }
    case 'keyTransaction.advance': {
      const step = advanceCardSchema.safeParse(payload)
      return step.success ? { card: step.data.to } : {}
    }
    case 'refusal.record': {
      const refusal = recordRefusalSchema.safeParse(payload)
      if (!refusal.success) return {}
      const { action, reason, until } = refusal.data
      return { action, refusal: reason, until }
    }
    case 'customer.classifyParty': {
      const said = classifyPartySchema.safeParse(payload)
      return said.success ? { flowClass: said.data.flowClass ?? said.data.was } : {}
    }
    case 'relation.record': {
      const told = recordRelationSchema.safeParse(payload)
      return told.success ? { relation: told.data.kind } : {}
    }
    case 'consent.record':
    case 'consent.withdraw': {
      const schema = command.name === 'consent.record' ? recordConsentSchema : withdrawConsentSchema
      const consent = schema.safeParse(payload)
      return consent.success ? { consent: consent.data.purpose } : {}
    }
    case 'viewing.ask': {
      const asked = askViewingSchema.safeParse(payload)
      return asked.success ? { viewing: asked.data.reason } : {}
    }
    case 'viewing.decide': {
      const decided = decideViewingSchema.safeParse(payload)
      return decided.success ? { viewingDecision: decided.data.decision } : {}
    }
    case 'need.record': {
      const need = recordNeedSchema.safeParse(payload)
      return need.success ? { need: need.data.kind } : {}
    }
    case 'need.settle': {
      const settled = settleNeedSchema.safeParse(payload)
      return settled.success ? { needState: settled.data.to } : {}
    }
    case 'group.create': {
      const group = createGroupSchema.safeParse(payload)
      return group.success ? { group: group.data.name } : {}
    }
    case 'group.change':
    case 'group.setMembers':
    case 'group.delete':
    case 'group.restore': {
      const { groupId } = payload as { groupId?: unknown }
      const row =
        cache && typeof groupId === 'string'
          ? readRow(cache, tableNamed('customer_group'), [groupId])
          : null
      return { group: row?.['name'] ?? null }
    }
    case 'course.assign': {
      const told = assignCourseSchema.safeParse(payload)
      if (!told.success) return {}
      const row = cache && readRow(cache, tableNamed('staff'), [told.data.staffId])
      return { staff: row?.['name'] ?? null, until: told.data.dueOn }
    }
    case 'training.plan': {
      const plan = planTrainingSchema.safeParse(payload)
      return plan.success ? { training: plan.data.title } : {}
    }
    case 'training.act': {
      const act = actOnTrainingSchema.safeParse(payload)
      if (!act.success) return {}
      const row = cache && readRow(cache, tableNamed('training_session'), [act.data.sessionId])
      return { training: row?.['title'] ?? null, trainingAct: act.data.act }
    }
    case 'feedback.submit': {
      const feedback = submitFeedbackSchema.safeParse(payload)
      return feedback.success ? { topic: feedback.data.topic } : {}
    }
    case 'feedback.act': {
      const act = actOnFeedbackSchema.safeParse(payload)
      return act.success ? { feedbackAct: act.data.act } : {}
    }
    case 'submission.settle': {
      const settled = settleSubmissionSchema.safeParse(payload)
      return settled.success ? { resolution: settled.data.resolution } : {}
    }
    case 'assessment.exempt':
    case 'assessment.recordDuty':
    case 'assessment.judgeSample':
    case 'assessment.decideSign': {
      const { staffId } = payload as { staffId?: unknown }
      const row =
        cache && typeof staffId === 'string' ? readRow(cache, tableNamed('staff'), [staffId]) : null
      return { staff: row?.['name'] ?? null }
    }
    case 'assessment.appeal':
    case 'assessment.decideAppeal':
    case 'assessment.decideCase':
    case 'assessment.withdrawExemption':
    case 'assessment.withdrawDuty':
    case 'assessment.remind':
    case 'assessment.endMonth':
    case 'assessment.lockMonth':
    case 'course.read':
    case 'viewing.end':
    case 'viewing.open':
    case 'relation.withdraw':
    case 'refusal.takeBack':
    case 'submission.dismissed':
      return {}
    default:
      return assertNever(command.name)
  }
}
