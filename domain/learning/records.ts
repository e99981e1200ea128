import { z } from 'zod'
import { day, flag, id, instant, integer, json, text, word } from '../record/field.ts'
import { type Course, courseSchema } from './course.ts'
import { feedbackActs, feedbackLength, feedbackStates, feedbackTopics } from './feedback.ts'
import { pictureLimits } from './picture.ts'
import { trainingLength, trainingStates } from './training.ts'

/**
 * The published version of a course as it stands on the shelf of every branch. `course` is JSON of
 * {@link ShelfCourse}; `first_on` is when its code was first published, `retired_on` the day it was taken off.
 */
export const courseRecordSchema = z.strictObject({
  code: text(40),
  version: integer(),
  published_on: day(),
  first_on: day(),
  retired_on: day().nullable(),
  course: json(),
})
export type CourseRecord = z.infer<typeof courseRecordSchema>

/** What of a course leaves head office: everything but the bank its quizzes are drawn from. */
export const shelfCourseSchema = z.strictObject(courseSchema.shape).omit({ bank: true })
export type ShelfCourse = z.infer<typeof shelfCourseSchema>

/** A course without the questions that are scored. */
export function shelfCourse({ bank: _bank, ...course }: Course): ShelfCourse {
  return course
}

/** A picture that cards of published courses show, once for all of them: the SHA-256 of its file, and it in base64. */
export const coursePictureSchema = z.strictObject({
  hash: text(64),
  content: text(Math.ceil(pictureLimits.bytes / 3) * 4),
})
export type CoursePicture = z.infer<typeof coursePictureSchema>

/** A course somebody was told to do; one row a person and course. */
export const courseAssignmentSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  staff_id: id(),
  course_code: text(40),
  due_on: day(),
  reason: text(),
  assigned_by: id(),
  assigned_at: instant(),
})
export type CourseAssignment = z.infer<typeof courseAssignmentSchema>

/** The furthest card somebody has read of a unit, from 1; one row a person and unit. */
export const courseProgressSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  staff_id: id(),
  course_code: text(40),
  unit_id: text(40),
  card: integer(),
  read_at: instant(),
})

/** A passed course; `id` is that of the try. `valid_until` is its last day, null for ever. */
export const courseCertificateSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  staff_id: id(),
  course_code: text(40),
  passed_on: day(),
  valid_until: day().nullable(),
})

/**
 * A training in a branch; `outcome` is what was said when it was closed or cancelled. `course_code` names the
 * course that is gone through, whose bank gives the test.
 */
export const trainingSessionSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  on_day: day(),
  title: text(trainingLength.title),
  material: text(trainingLength.material),
  trainer_id: id(),
  test: flag(),
  state: word(trainingStates),
  outcome: text(trainingLength.outcome).nullable(),
  planned_by: id(),
  planned_at: instant(),
  course_code: text(40).nullable(),
})
export type TrainingSession = z.infer<typeof trainingSessionSchema>

/**
 * Who signed in to a training; one row a person and training. `test_points` of a hundred; `test_passed` and
 * `test_tries` stand for tests that head office drew, not for points that were typed.
 */
export const trainingAttendanceSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  session_id: id(),
  staff_id: id(),
  signed_in_at: instant(),
  test_points: integer().nullable(),
  test_passed: flag().nullable(),
  test_tries: integer(),
})

/** What somebody wrote to those who can change something. */
export const feedbackSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  staff_id: id(),
  topic: word(feedbackTopics),
  words: text(feedbackLength.most),
  state: word(feedbackStates),
  submitted_at: instant(),
  answer_due_on: day().nullable(),
  adopted_on: day().nullable(),
})
export type Feedback = z.infer<typeof feedbackSchema>

/** What was done with a feedback; `by_name` because who decides works in no branch that has the row. */
export const feedbackEntrySchema = z.strictObject({
  branch_id: id(),
  id: id(),
  feedback_id: id(),
  nth: integer(),
  act: word(feedbackActs),
  words: text(feedbackLength.answer).nullable(),
  by_id: id(),
  by_name: text(80),
  at: instant(),
})

type IdParts = [source: string, kind: string, name: string]

/** What ids of rows are made of by name, where there is one row for what they are about: for ever the same. */
export const learningIdParts = {
  assignment: (staffId: string, code: string): IdParts => [
    'learning',
    'course_assignment',
    `${staffId} ${code}`,
  ],
  progress: (staffId: string, code: string, unitId: string): IdParts => [
    'learning',
    'course_progress',
    `${staffId} ${code} ${unitId}`,
  ],
  attendance: (sessionId: string, staffId: string): IdParts => [
    'learning',
    'training_attendance',
    `${sessionId} ${staffId}`,
  ],
} as const
