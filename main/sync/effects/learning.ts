import type { TrainingAct, TrainingState } from '#domain/learning/training.ts'
import { learningIdParts } from '#domain/learning/records.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import type { Effect } from './effect.ts'

/** The furthest card of a unit; one read before changes nothing. */
export const readCard: Effect<'course.read'> = (payload, { branchId, staffId }, rows) => {
  const { code, unitId, card, atMs } = payload
  const id = nameBasedId(...learningIdParts.progress(staffId, code, unitId))
  const known = rows.get('course_progress', id)
  if (!known) {
    const own = { branch_id: branchId, id, staff_id: staffId, course_code: code, unit_id: unitId }
    rows.put('course_progress', { ...own, card, read_at: atMs })
  } else if (Number(known['card']) < card) {
    rows.patch('course_progress', [id], { card, read_at: atMs })
  }
}

/** Somebody of the branch is to do a course; the later word stands. */
export const assignCourse: Effect<'course.assign'> = (payload, context, rows) => {
  const { staffId, code, dueOn, reason, atMs } = payload
  const id = nameBasedId(...learningIdParts.assignment(staffId, code))
  const told = { due_on: dueOn, reason, assigned_by: context.staffId, assigned_at: atMs }
  if (rows.get('course_assignment', id)) rows.patch('course_assignment', [id], told)
  else {
    const own = { branch_id: context.branchId, id, staff_id: staffId, course_code: code }
    rows.put('course_assignment', { ...own, ...told })
  }
}

/** A planned training stands in the list at once. */
export const planTraining: Effect<'training.plan'> = (payload, { branchId, staffId }, rows) => {
  const { sessionId, on, title, material, trainerId, test, courseCode, atMs } = payload
  if (rows.get('training_session', sessionId)) return
  rows.put('training_session', {
    branch_id: branchId,
    id: sessionId,
    on_day: on,
    title: title.trim(),
    material: material.trim(),
    trainer_id: trainerId,
    test: Number(test),
    state: 'planned',
    outcome: null,
    planned_by: staffId,
    planned_at: atMs,
    course_code: courseCode,
  })
}

const reached: Partial<Record<TrainingAct, TrainingState>> = {
  hold: 'held',
  close: 'closed',
  cancel: 'cancelled',
}

/** Who signed in, what a test came to, where a training stands. */
export const actOnTraining: Effect<'training.act'> = (payload, { branchId, staffId }, rows) => {
  const { sessionId, act, outcome, testPoints, atMs } = payload
  if (!rows.get('training_session', sessionId)) return
  const about = act === 'sign_in' ? staffId : (payload.staffId ?? '')
  const id = nameBasedId(...learningIdParts.attendance(sessionId, about))
  if (act === 'sign_in') {
    if (rows.get('training_attendance', id)) return
    const own = { branch_id: branchId, id, session_id: sessionId, staff_id: staffId }
    const untested = { test_points: null, test_passed: null, test_tries: 0 }
    rows.put('training_attendance', { ...own, signed_in_at: atMs, ...untested })
  } else if (act === 'record_test') {
    rows.patch('training_attendance', [id], { test_points: testPoints })
  } else {
    const state = reached[act] ?? 'planned'
    rows.patch('training_session', [sessionId], { state, outcome: outcome?.trim() || null })
  }
}

/** What was written stands in one's own list at once. */
export const submitFeedback: Effect<'feedback.submit'> = (payload, context, rows) => {
  const { feedbackId, topic, words, atMs } = payload
  if (rows.get('feedback', feedbackId)) return
  rows.put('feedback', {
    branch_id: context.branchId,
    id: feedbackId,
    staff_id: context.staffId,
    topic,
    words: words.trim(),
    state: 'submitted',
    submitted_at: atMs,
    answer_due_on: null,
    adopted_on: null,
  })
}
