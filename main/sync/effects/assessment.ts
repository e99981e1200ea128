import type { Effect } from './effect.ts'

/** An own appeal waits. */
export const submitAppeal: Effect<'assessment.appeal'> = (payload, context, rows) => {
  const { appealId, month, part, reason } = payload
  if (rows.get('assessment_appeal', appealId)) return
  rows.put('assessment_appeal', {
    branch_id: context.branchId,
    id: appealId,
    month,
    staff_id: context.staffId,
    part,
    reason,
    state: 'waiting',
    submitted_at: context.givenAtMs,
    decided_by: null,
    decided_at: null,
    decision: null,
  })
}

/** An appeal of this branch is decided; what it adds to a score, head office reckons. */
export const decideAppeal: Effect<'assessment.decideAppeal'> = (payload, context, rows) => {
  const { appealId, upheld, reason } = payload
  if (rows.get('assessment_appeal', appealId)?.['state'] !== 'waiting') return
  rows.patch('assessment_appeal', [appealId], {
    state: upheld ? 'upheld' : 'rejected',
    decided_by: context.staffId,
    decided_at: context.givenAtMs,
    decision: reason,
  })
}

/** Somebody of this branch is exempt. */
export const grantExemption: Effect<'assessment.exempt'> = (payload, context, rows) => {
  const { exemptionId, month, staffId, scope, kind, reason } = payload
  if (rows.get('assessment_exemption', exemptionId)) return
  if (!rows.get('staff', staffId)) return
  rows.put('assessment_exemption', {
    branch_id: context.branchId,
    id: exemptionId,
    month,
    staff_id: staffId,
    scope,
    kind,
    reason,
    granted_by: context.staffId,
    granted_at: context.givenAtMs,
    withdrawn_by: null,
    withdrawn_at: null,
    withdrawn_reason: null,
  })
}

/** An exemption does not count any more; its row stays. */
export const withdrawExemption: Effect<'assessment.withdrawExemption'> = (
  payload,
  context,
  rows,
) => {
  const { exemptionId, reason } = payload
  if (rows.get('assessment_exemption', exemptionId)?.['withdrawn_at'] !== null) return
  rows.patch('assessment_exemption', [exemptionId], {
    withdrawn_by: context.staffId,
    withdrawn_at: context.givenAtMs,
    withdrawn_reason: reason,
  })
}

/** Somebody of this branch is not on full duty on some days; what it does to a score, head office reckons. */
export const recordDuty: Effect<'assessment.recordDuty'> = (payload, context, rows) => {
  const { entryId, staffId, fromDay, untilDay, tenths, kind, reason } = payload
  if (rows.get('duty_entry', entryId) || !rows.get('staff', staffId)) return
  rows.put('duty_entry', {
    branch_id: context.branchId,
    id: entryId,
    staff_id: staffId,
    from_day: fromDay,
    until_day: untilDay,
    tenths,
    kind,
    reason,
    recorded_by: context.staffId,
    recorded_at: context.givenAtMs,
    withdrawn_by: null,
    withdrawn_at: null,
    withdrawn_reason: null,
  })
}

/** Days off duty do not count any more; their row stays. */
export const withdrawDuty: Effect<'assessment.withdrawDuty'> = (payload, context, rows) => {
  const { entryId, reason } = payload
  if (rows.get('duty_entry', entryId)?.['withdrawn_at'] !== null) return
  rows.patch('duty_entry', [entryId], {
    withdrawn_by: context.staffId,
    withdrawn_at: context.givenAtMs,
    withdrawn_reason: reason,
  })
}

/** A task of the sample was looked at; judged again, the later finding stands. */
export const judgeSample: Effect<'assessment.judgeSample'> = (payload, context, rows) => {
  const { month, staffId, taskId, passed, reason } = payload
  const found = {
    passed: passed ? 1 : 0,
    reason,
    judged_by: context.staffId,
    judged_at: context.givenAtMs,
  }
  if (rows.get('assessment_sample', taskId)) rows.patch('assessment_sample', [taskId], found)
  else {
    const about = { branch_id: context.branchId, task_id: taskId, month, staff_id: staffId }
    rows.put('assessment_sample', { ...about, ...found })
  }
}

/** The case of a sign is decided. */
export const decideSign: Effect<'assessment.decideSign'> = (payload, context, rows) => {
  const { month, staffId, kind, confirmed, reason } = payload
  if (rows.get('usage_sign', month, staffId, kind)?.['state'] !== 'open') return
  rows.patch('usage_sign', [month, staffId, kind], {
    state: confirmed ? 'confirmed' : 'explained',
    decided_by: context.staffId,
    decided_at: context.givenAtMs,
    decision: reason,
  })
}

/** People are reminded. */
export const remind: Effect<'assessment.remind'> = ({ month, people }, context, rows) => {
  for (const { reminderId, staffId } of people) {
    if (rows.get('assessment_reminder', reminderId)) continue
    rows.put('assessment_reminder', {
      branch_id: context.branchId,
      id: reminderId,
      month,
      staff_id: staffId,
      by_id: context.staffId,
      at: context.givenAtMs,
    })
  }
}
