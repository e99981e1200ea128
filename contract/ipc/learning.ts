import { z } from 'zod'
import {
  feedbackActs,
  feedbackLength,
  feedbackStates,
  feedbackTopics,
} from '#domain/learning/feedback.ts'
import { pictureKinds } from '#domain/learning/picture.ts'
import { shelfCourseSchema } from '#domain/learning/records.ts'
import { trainingActs, trainingLength, trainingStates } from '#domain/learning/training.ts'
import { roles, type Role } from '#domain/organisation/roles.ts'
import { paperWays } from '#domain/workbench/papers.ts'
import {
  answeredSchema,
  deskFeedbackSchema,
  feedbackDeskGroups,
  feedbackStepSchema,
  quizStandingSchema,
  runningAttemptSchema,
} from '../sync/learning.ts'
import { channel } from './channel.ts'
import { printStampSchema } from './paper.ts'
import { readingSchema } from './reading.ts'

const id = z.string().max(64)
const code = z.string().max(40)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const both = z.strictObject({ zh: z.string(), en: z.string() })
const given = z.strictObject({ commandId: z.string() })

/** How a person stands with a course: 已通过 已过期 学习中 未开始. */
export const courseStandings = ['passed', 'expired', 'begun', 'new'] as const

/** Own standing with a course. Tenths count units: 25 of 50 is two and a half of five. */
const ownCourse = {
  standing: z.enum(courseStandings),
  doneTenths: z.int(),
  ofTenths: z.int(),
  minutesLeft: z.int(),
  /** Where to go on; null where everything is read. */
  next: z.strictObject({ unitId: code, card: z.int() }).nullable(),
  /** The last certificate; `validUntil` null for ever. */
  certificate: z.strictObject({ passedOn: day, validUntil: day.nullable() }).nullable(),
  /** By when it is to be done, and who says so; null where nobody does. */
  due: z
    .strictObject({
      on: day,
      /** The assessment counts mandatory courses from `on`; somebody assigned others. */
      by: z.enum(['mandatory', 'assigned']),
      reason: z.string().nullable(),
      byName: z.string().nullable(),
      late: z.boolean(),
    })
    .nullable(),
}

/** A course in the list. */
export const courseLineSchema = z.strictObject({
  code,
  title: both,
  summary: both,
  units: z.int(),
  minutes: z.int(),
  mandatory: z.boolean(),
  /** Whether it is one for the person's roles. */
  mine: z.boolean(),
  validMonths: z.int().nullable(),
  publishedOn: day,
  ...ownCourse,
})
export type CourseLine = z.infer<typeof courseLineSchema>

/** A course that is open, with the furthest card read of each unit. */
export const courseViewSchema = z.strictObject({
  line: courseLineSchema,
  course: shelfCourseSchema,
  version: z.int(),
  read: z.array(z.strictObject({ unitId: code, card: z.int() })),
})
export type CourseView = z.infer<typeof courseViewSchema>

/** A person of the branch; of others than the own head tells how far they are with a course. */
export const colleagueSchema = z.strictObject({
  staffId: id,
  staffNo: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
})
export type Colleague = z.infer<typeof colleagueSchema>

/** Somebody of the branch and a course, for the branch head. */
export const learnerSchema = z.strictObject({
  ...colleagueSchema.shape,
  ...ownCourse,
  self: z.boolean(),
})
export type Learner = z.infer<typeof learnerSchema>

/** A course somebody may go through in a training. */
export const trainingCourseSchema = z.strictObject({ code, title: both })
export type TrainingCourse = z.infer<typeof trainingCourseSchema>

/** A training of the branch. What others came to is for the trainer and the branch head alone. */
export const trainingViewSchema = z.strictObject({
  id,
  on: day,
  title: z.string(),
  material: z.string(),
  trainerId: id,
  trainerName: z.string(),
  test: z.boolean(),
  state: z.enum(trainingStates),
  outcome: z.string().nullable(),
  people: z.array(
    z.strictObject({
      staffId: id,
      name: z.string(),
      signedInAtMs: z.int(),
      testPoints: z.int().nullable(),
      /** Whether the pass mark was reached, and tries that ended; null and 0 for typed points. */
      testPassed: z.boolean().nullable(),
      testTries: z.int(),
    }),
  ),
  /** The course that is gone through; null for none. */
  course: z
    .strictObject({
      ...trainingCourseSchema.shape,
      /** Whether it stands on the shelf no more: it has no handout and no test then. */
      gone: z.boolean(),
    })
    .nullable(),
  /** What came of a test drawn from the course: heads without the trainer. Null for typed points or no test. */
  results: z.strictObject({ signedIn: z.int(), tested: z.int(), passed: z.int() }).nullable(),
  /** Whether the person may take the test now, as far as this PC knows. */
  mayTest: z.boolean(),
  /** Whether the person signed in. */
  here: z.boolean(),
  /** What the person may do now. */
  acts: z.array(z.enum(trainingActs)),
  /** Something of it waits for head office. */
  queued: z.boolean(),
})
export type TrainingView = z.infer<typeof trainingViewSchema>

/** A feedback of the person, or of the branch for its head. */
export const feedbackViewSchema = z.strictObject({
  id,
  own: z.boolean(),
  authorName: z.string(),
  topic: z.enum(feedbackTopics),
  words: z.string(),
  state: z.enum(feedbackStates),
  submittedAtMs: z.int(),
  answerDueOn: day.nullable(),
  steps: z.array(feedbackStepSchema),
  queued: z.boolean(),
})
export type FeedbackView = z.infer<typeof feedbackViewSchema>

/** The quiz of a course, or (`sessionId`) the test of a training that goes through it. */
const ofQuiz = z.strictObject({ code, sessionId: id.nullable() })

const heads: readonly Role[] = ['branch_head']
const deciders: readonly Role[] = ['line_manager']

/** 课程与测验, 培训, 反馈. What is read here was synced; quizzes and the desk ask head office. */
export const learningChannels = {
  'learning.courses': channel(
    'session',
    z.null(),
    z.strictObject({ courses: z.array(courseLineSchema) }),
    'training',
  ),
  'learning.course': channel('session', z.strictObject({ code }), courseViewSchema, 'training'),
  /** Keeps that a card was read; without head office too. */
  'learning.read': channel(
    'session',
    z.strictObject({ code, unitId: code, card: z.int().min(1).max(8) }),
    z.strictObject({ commandId: z.string().nullable() }),
    'training',
  ),
  /** A picture that cards of courses show; null while it is not on this PC yet. */
  'learning.picture': channel(
    'session',
    z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.strictObject({
      picture: z.strictObject({ kind: z.enum(pictureKinds), content: z.base64() }).nullable(),
    }),
  ),
  /** The cards of a course go on paper as its handout; answered as `workbench.print` is. */
  'learning.printHandout': channel(
    'session',
    z.strictObject({ code, way: z.enum(paperWays) }),
    printStampSchema,
    'training',
  ),
  /** How the person stands with the quiz. Throws `headOffice.unreachable` in an outage, as the next two. */
  'learning.quiz': channel('session', ofQuiz, quizStandingSchema),
  'learning.begin': channel('session', ofQuiz, runningAttemptSchema, 'training'),
  'learning.answer': channel(
    'session',
    z.strictObject({ attemptId: id, questionId: code, optionId: code }),
    answeredSchema,
    'training',
  ),
  'learning.learners': channel(
    heads,
    z.strictObject({ code }),
    z.strictObject({ people: z.array(learnerSchema) }),
  ),
  'learning.assign': channel(
    heads,
    z.strictObject({ code, staffId: id, dueOn: day, reason: z.string().trim().max(200) }),
    given,
    'training',
  ),
  'learning.trainings': channel(
    'session',
    z.null(),
    z.strictObject({
      trainings: z.array(trainingViewSchema),
      colleagues: z.array(colleagueSchema),
      /** What the shelf has for a training to go through. */
      courses: z.array(trainingCourseSchema),
      /** Whether the person plans trainings of others, or only those he or she holds. */
      head: z.boolean(),
      /** Today, UTC+8. */
      today: day,
    }),
    'training',
  ),
  'learning.planTraining': channel(
    'session',
    z.strictObject({
      on: day,
      title: z.string().trim().max(trainingLength.title),
      material: z.string().trim().max(trainingLength.material),
      trainerId: id,
      test: z.boolean(),
      courseCode: code.nullable(),
    }),
    given,
    'training',
  ),
  'learning.actOnTraining': channel(
    'session',
    z.strictObject({
      id,
      act: z.enum(trainingActs),
      staffId: id.nullable(),
      testPoints: z.int().min(0).max(100).nullable(),
      outcome: z.string().trim().max(trainingLength.outcome).nullable(),
    }),
    given,
    'training',
  ),
  'learning.feedback': channel(
    'session',
    z.null(),
    z.strictObject({ items: z.array(feedbackViewSchema), head: z.boolean() }),
    'training',
  ),
  'learning.submitFeedback': channel(
    'session',
    z.strictObject({
      topic: z.enum(feedbackTopics),
      words: z.string().trim().max(feedbackLength.most),
    }),
    given,
    'training',
  ),
  /** What the branches below wrote, asked for at head office; nothing of it is on this PC. */
  'learning.desk': channel(
    deciders,
    z.strictObject({ group: z.enum(feedbackDeskGroups) }),
    z.strictObject({
      desk: z
        .strictObject({
          counts: z.strictObject({ open: z.int(), done: z.int() }),
          items: z.array(
            z.strictObject({
              ...deskFeedbackSchema.shape,
              /** What may be done now; nothing while an act waits. */
              acts: z.array(z.enum(feedbackActs)),
              waiting: z.enum(feedbackActs).nullable(),
            }),
          ),
          more: z.int(),
        })
        .nullable(),
      ...readingSchema.shape,
    }),
    'training',
  ),
  'learning.actOnFeedback': channel(
    deciders,
    z.strictObject({
      id,
      act: z.enum(feedbackActs),
      text: z.string().trim().max(feedbackLength.answer).nullable(),
    }),
    given,
    'training',
  ),
}
