import type pg from 'pg'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import { learningIdParts } from '#domain/learning/records.ts'
import {
  type Attendance,
  drawsTest,
  type GivenTrainingAct,
  type Training,
  type TrainingAct,
  trainingLength,
  trainingRefusal,
  type TrainingRefusal,
  type TrainingState,
} from '#domain/learning/training.ts'
import { type Day, dayOfInstant, isDay } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { placeOf, reasonGiven } from '../assessment/deciders.ts'
import { isId } from '../server/parse.ts'
import { staffStanding } from '../staff/standing.ts'
import { publishedCourse } from './courses.ts'
import { audited, type LearningScene } from './scene.ts'

/** A training that is planned in the scene's branch. */
export interface TrainingPlan {
  id: string
  on: Day
  title: string
  material: string
  trainerId: string
  test: boolean
  /** The course that is gone through; null for none. */
  courseCode: string | null
}

/** Whether somebody may lead trainings of a branch for others: its head. */
async function isHead({ client, writer, staffId }: LearningScene): Promise<boolean> {
  const standing = await staffStanding(client, staffId, writer.branchId)
  return standing?.revoked === false && standing.roles.includes('branch_head')
}

const fits = (words: string, most: number) => words !== '' && words.length <= most

/**
 * Plans a training in a branch: by its head, or by a person of the branch who holds it. Throws
 * `request.forbidden`, `learning.textMissing` without a title or material or with too long ones,
 * `request.invalid` for no day, and `learning.notFound` for a trainer or a course nobody knows.
 */
export async function planTraining(scene: LearningScene, plan: TrainingPlan): Promise<void> {
  const { client, writer, staffId, atMs } = scene
  const { id, on, trainerId, test, courseCode } = plan
  const title = plan.title.trim()
  const material = plan.material.trim()
  if (!fits(title, trainingLength.title) || !fits(material, trainingLength.material)) {
    throw new AppError('learning.textMissing')
  }
  if (!isDay(on) || !isId(id)) throw new AppError('request.invalid')
  const trainer = await placeOf(client, trainerId)
  if (trainer === null) throw new AppError('learning.notFound')
  if (courseCode !== null && !(await publishedCourse(client, courseCode))) {
    throw new AppError('learning.notFound')
  }
  const own = trainerId === staffId && trainer.branchId === writer.branchId
  if (!own && !(await isHead(scene))) throw new AppError('request.forbidden')
  await writer.insert('training_session', id, {
    id,
    on_day: on,
    title,
    material,
    trainer_id: trainerId,
    test,
    state: 'planned',
    outcome: null,
    planned_by: staffId,
    planned_at: atMs,
    course_code: courseCode,
  })
  const course = courseCode === null ? {} : { course: courseCode }
  await audited(scene, 'training.plan', id, { on, test, ...course })
}

/** A training of a branch with who signed in. Throws `learning.notFound`. */
export async function knownTraining(
  client: pg.ClientBase,
  branchId: string,
  id: string,
): Promise<Training> {
  const { rows } = await client.query<Omit<Training, 'attendance'>>(
    `select state, to_char(on_day, 'YYYY-MM-DD') as on, trainer_id::text as "trainerId", test, outcome,
       course_code as "courseCode"
     from training_session where branch_id = $1 and id = $2`,
    [branchId, isId(id) ? id : null],
  )
  const [row] = rows
  if (!row) throw new AppError('learning.notFound')
  const { rows: attendance } = await client.query<Attendance>(
    `select staff_id::text as "staffId", test_points as "testPoints",
       test_passed as "testPassed", test_tries as "testTries",
       (extract(epoch from signed_in_at) * 1000)::float8 as "signedInAtMs"
     from training_attendance where branch_id = $1 and session_id = $2`,
    [branchId, id],
  )
  return { ...row, attendance }
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

const reached: Record<Exclude<TrainingAct, 'sign_in' | 'record_test'>, TrainingState> = {
  hold: 'held',
  close: 'closed',
  cancel: 'cancelled',
}

/** Throws `request.forbidden` where an act is not the person's: others sign in for nobody. */
async function requireMay(scene: LearningScene, own: boolean, trainerId: string): Promise<void> {
  const { client, writer, staffId } = scene
  if (own) {
    const standing = await staffStanding(client, staffId, writer.branchId)
    if (!standing || standing.revoked || standing.roles.length === 0) {
      throw new AppError('request.forbidden')
    }
    return
  }
  if (trainerId !== staffId && !(await isHead(scene))) throw new AppError('request.forbidden')
}

/** What was said of a training that ends; where its test is drawn, nothing has to be. */
function outcomeOf(training: Training, { act, outcome }: GivenTrainingAct): string | null {
  const words = (outcome ?? '').trim()
  const optional = act === 'close' && drawsTest(training)
  return optional && words === '' ? null : reasonGiven(words)
}

/**
 * Takes an act on a training of the scene's branch. Who works there signs in for him- or herself; everything
 * else is done by the trainer or the branch head. Throws by the reason: `learning.moved`,
 * `learning.tooEarly`, `learning.nobodyThere`, `learning.testMissing`, `learning.notFound`,
 * `assessment.reasonMissing`, `request.invalid` and `request.forbidden`.
 */
export async function actOnTraining(
  scene: LearningScene,
  id: string,
  given: Omit<GivenTrainingAct, 'on'>,
): Promise<void> {
  const { client, writer, staffId, atMs } = scene
  const training = await knownTraining(client, writer.branchId, id)
  const own = given.act === 'sign_in'
  await requireMay(scene, own, training.trainerId)
  const about = own ? staffId : given.staffId
  const act = { ...given, on: dayOfInstant(atMs), staffId: about }
  const refusal = trainingRefusal(training, act)
  if (refusal !== null) throw new AppError(refusals[refusal])
  if (act.act === 'sign_in') {
    const row = nameBasedId(...learningIdParts.attendance(id, staffId))
    await writer.insert('training_attendance', row, {
      id: row,
      session_id: id,
      staff_id: staffId,
      signed_in_at: atMs,
      test_points: null,
      test_passed: null,
      test_tries: 0,
    })
  } else if (act.act === 'record_test') {
    const row = nameBasedId(...learningIdParts.attendance(id, about ?? ''))
    await writer.update('training_attendance', row, { test_points: act.testPoints })
  } else {
    const ends = act.act !== 'hold'
    await writer.update('training_session', id, {
      state: reached[act.act],
      outcome: ends ? outcomeOf(training, act) : null,
    })
  }
  const points = act.testPoints
  await audited(scene, `training.${act.act}`, id, points === null ? {} : { testPoints: points })
}
