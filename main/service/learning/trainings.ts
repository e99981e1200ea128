import type { TrainingView } from '#contract/ipc/learning.ts'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { colleaguesOf, coursesOfShelf } from '#db/learning/courses.ts'
import {
  attendanceOfBranch,
  type CachedAttendance,
  type CachedTraining,
  trainingsOfBranch,
} from '#db/learning/trainings.ts'
import { type ShelfCourse, shelfCourseSchema } from '#domain/learning/records.ts'
import {
  drawsTest,
  testCounts,
  testRefusal,
  type Training,
  type TrainingAct,
  trainingActs,
  trainingRefusal,
  type TrainingRefusal,
} from '#domain/learning/training.ts'
import { type Day, dayOfInstant, isDay } from '#domain/time/day.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { colleagueOf, courseOn } from './courses.ts'

const isHead = ({ actor }: CallContext) => actor.roles.includes('branch_head')

function known(row: CachedTraining, people: readonly CachedAttendance[]): Training {
  return {
    state: row.state,
    on: row.on_day,
    trainerId: row.trainer_id,
    test: row.test === 1,
    courseCode: row.course_code,
    attendance: people.map((one) => ({
      staffId: one.staff_id,
      signedInAtMs: one.signed_in_at,
      testPoints: one.test_points,
      testPassed: one.test_passed === null ? null : one.test_passed === 1,
      testTries: one.test_tries,
    })),
    outcome: row.outcome,
  }
}

/** The shelf by code, with what stands on it no more. */
type Shelf = ReadonlyMap<string, { title: ShelfCourse['title']; gone: boolean }>

const shelfOf = (db: ReadDatabase): Shelf =>
  new Map(
    coursesOfShelf(db).map((row) => {
      const { title } = shelfCourseSchema.parse(JSON.parse(row.course))
      return [row.code, { title, gone: row.retired_on !== null }]
    }),
  )

/** What stands in the way of an act whatever is written into it: these are told when it is given. */
const toldWhenGiven: ReadonlySet<TrainingRefusal> = new Set([
  'outcomeMissing',
  'pointsWrong',
  'notThere',
])

/** What a person may do with a training on a day. */
function actsOf(
  training: Training,
  { staffId, leads, today }: { staffId: string; leads: boolean; today: Day },
): TrainingAct[] {
  return trainingActs.filter((act) => {
    if (act !== 'sign_in' && !leads) return false
    if (act === 'record_test' && training.attendance.length === 0) return false
    const given = { act, on: today, staffId, testPoints: null, outcome: null }
    const refusal = trainingRefusal(training, given)
    return refusal === null || toldWhenGiven.has(refusal)
  })
}

function courseOf(training: Training, shelf: Shelf): TrainingView['course'] {
  const { courseCode: code } = training
  if (code === null) return null
  const known = shelf.get(code)
  return { code, title: known?.title ?? { zh: code, en: code }, gone: known?.gone ?? true }
}

function viewOf(
  row: CachedTraining,
  people: readonly CachedAttendance[],
  { shelf, context }: { shelf: Shelf; context: CallContext },
): TrainingView {
  const training = known(row, people)
  const course = courseOf(training, shelf)
  const own = people.find((one) => one.staff_id === context.actor.staffId)
  const { staffId } = context.actor
  const leads = row.trainer_id === staffId || isHead(context)
  const today = dayOfInstant(context.clock.now())
  return {
    id: row.id,
    on: row.on_day,
    title: row.title,
    material: row.material,
    trainerId: row.trainer_id,
    trainerName: row.trainer_name ?? '',
    test: row.test === 1,
    state: row.state,
    outcome: row.outcome,
    people: training.attendance.map((one, nth) => {
      const told = leads || one.staffId === staffId
      return {
        staffId: one.staffId,
        name: people[nth]?.name ?? '',
        signedInAtMs: one.signedInAtMs,
        testPoints: told ? one.testPoints : null,
        testPassed: told ? one.testPassed : null,
        testTries: told ? one.testTries : 0,
      }
    }),
    course,
    results: drawsTest(training) ? testCounts(training) : null,
    // A sign-in that waits here is unknown at head office, which draws the test.
    mayTest: testRefusal(training, staffId) === null && course?.gone === false && own?.queued === 0,
    here: own !== undefined,
    acts: actsOf(training, { staffId, leads, today }),
    queued: row.queued === 1 || people.some(({ queued }) => queued === 1),
  }
}

/** `learning.trainings`: the trainings of the branch, and who works there. */
export const listTrainings: Handler<'learning.trainings'> = (_request, context) =>
  context.cache((db) => {
    const people = Map.groupBy(attendanceOfBranch(db), ({ session_id: id }) => id)
    const shelf = shelfOf(db)
    return {
      trainings: trainingsOfBranch(db).map((row) =>
        viewOf(row, people.get(row.id) ?? [], { shelf, context }),
      ),
      courses: [...shelf].flatMap(([code, { title, gone }]) => (gone ? [] : [{ code, title }])),
      colleagues: colleaguesOf(db, context.actor.branchId).map(colleagueOf),
      head: isHead(context),
      today: dayOfInstant(context.clock.now()),
    }
  })

/** `learning.planTraining`: the head plans any, others what they hold themselves. */
export const planTraining: Handler<'learning.planTraining'> = async (plan, context) => {
  const { actor, clock } = context
  if (plan.title === '' || plan.material === '') throw new AppError('learning.textMissing')
  if (!isDay(plan.on)) throw new AppError('request.invalid', { field: 'on' })
  context.cache((db) => {
    const here = colleaguesOf(db, actor.branchId)
    if (!here.some(({ id }) => id === plan.trainerId)) throw new AppError('learning.notFound')
    if (plan.courseCode !== null) courseOn(db, plan.courseCode)
  })
  if (!isHead(context) && plan.trainerId !== actor.staffId) throw new AppError('request.forbidden')
  const commandId = await context.submit({
    name: 'training.plan',
    customerId: null,
    payload: { sessionId: context.newId(), ...plan, atMs: clock.now() },
  })
  return { commandId }
}

const refusals: Record<TrainingRefusal, ErrorCode> = {
  moved: 'learning.moved',
  tooEarly: 'learning.tooEarly',
  signedIn: 'learning.moved',
  notThere: 'learning.notFound',
  nobodyThere: 'learning.nobodyThere',
  testMissing: 'learning.testMissing',
  outcomeMissing: 'assessment.reasonMissing',
  pointsWrong: 'request.invalid',
  notTyped: 'request.forbidden',
}

function trainingOf(db: ReadDatabase, id: string): Training {
  const row = trainingsOfBranch(db).find((one) => one.id === id)
  if (!row) throw new AppError('learning.notFound')
  return known(
    row,
    attendanceOfBranch(db).filter(({ session_id: of }) => of === id),
  )
}

/** `learning.actOnTraining`: everybody signs in for him- or herself; trainer and head do the rest. */
export const actOnTraining: Handler<'learning.actOnTraining'> = async (request, context) => {
  const { id, act, testPoints, outcome } = request
  const { actor, clock } = context
  const own = act === 'sign_in'
  const staffId = own ? actor.staffId : request.staffId
  const training = context.cache((db) => trainingOf(db, id))
  if (!own && training.trainerId !== actor.staffId && !isHead(context)) {
    throw new AppError('request.forbidden')
  }
  const given = { act, on: dayOfInstant(clock.now()), staffId, testPoints, outcome }
  const refusal = trainingRefusal(training, given)
  if (refusal !== null) throw new AppError(refusals[refusal])
  const commandId = await context.submit({
    name: 'training.act',
    customerId: null,
    payload: {
      sessionId: id,
      act,
      staffId: act === 'record_test' ? staffId : null,
      testPoints: act === 'record_test' ? testPoints : null,
      outcome: act === 'close' || act === 'cancel' ? outcome : null,
      atMs: clock.now(),
    },
  })
  return { commandId }
}
