import { AppError } from '#contract/errors.ts'
import { type CourseProgress, progressOf, type UnitProgress } from '#domain/learning/progress.ts'
import { learningIdParts } from '#domain/learning/records.ts'
import { type Day, isDay } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { decider, reasonGiven } from '../assessment/deciders.ts'
import { markDue } from '../assessment/due.ts'
import { publishedCourse } from './courses.ts'
import { audited, type LearningScene } from './scene.ts'

/** A course somebody is told to do by a day, and why. */
export interface GivenAssignment {
  staffId: string
  code: string
  dueOn: Day
  reason: string
}

/**
 * Tells somebody of the scene's branch to do a course by a day; told again, the later word stands. By the
 * branch head or a line manager above. Throws `learning.notFound`, `assessment.notFound`, `assessment.own`,
 * `assessment.reasonMissing` and `request.forbidden`.
 */
export async function assignCourse(scene: LearningScene, given: GivenAssignment): Promise<void> {
  const { client, writer, staffId: byId, atMs, nowMs } = scene
  const { staffId, code, dueOn } = given
  const reason = reasonGiven(given.reason)
  const { branchId } = await decider(client, byId, staffId, ['branch_head', 'line_manager'])
  if (branchId !== writer.branchId) throw new AppError('request.forbidden')
  if (!isDay(dueOn)) throw new AppError('request.invalid')
  if (!(await publishedCourse(client, code))) throw new AppError('learning.notFound')
  const id = nameBasedId(...learningIdParts.assignment(staffId, code))
  const told = { due_on: dueOn, reason, assigned_by: byId, assigned_at: atMs }
  const { rowCount } = await client.query(
    'select from course_assignment where branch_id = $1 and id = $2',
    [branchId, id],
  )
  if ((rowCount ?? 0) > 0) await writer.update('course_assignment', id, told)
  else {
    const own = { id, staff_id: staffId, course_code: code }
    await writer.insert('course_assignment', id, { ...own, ...told })
  }
  await markDue(client, branchId, nowMs)
  await audited(scene, 'course.assign', staffId, { code, dueOn })
}

/**
 * Keeps that the person has read a card, and says where to go on. A card read before changes nothing. Throws
 * `learning.notFound` for a course, unit or card that is not there.
 */
export async function readCard(
  { client, writer, staffId, atMs }: LearningScene,
  { code, unitId, card }: { code: string; unitId: string; card: number },
): Promise<CourseProgress> {
  const published = await publishedCourse(client, code)
  const unit = published?.course.units.find(({ id }) => id === unitId)
  if (!published || !unit || !Number.isInteger(card) || card < 1 || card > unit.cards.length) {
    throw new AppError('learning.notFound')
  }
  const { branchId } = writer
  const id = nameBasedId(...learningIdParts.progress(staffId, code, unitId))
  const { rows: known } = await client.query<{ card: number }>(
    'select card from course_progress where branch_id = $1 and id = $2',
    [branchId, id],
  )
  const read = { card, read_at: atMs }
  const [before] = known
  if (!before) {
    const own = { id, staff_id: staffId, course_code: code, unit_id: unitId }
    await writer.insert('course_progress', id, { ...own, ...read })
  } else if (before.card < card) await writer.update('course_progress', id, read)
  const { rows } = await client.query<UnitProgress>(
    `select unit_id as "unitId", card from course_progress
     where branch_id = $1 and staff_id = $2 and course_code = $3`,
    [branchId, staffId, code],
  )
  return progressOf(published.course, rows)
}
