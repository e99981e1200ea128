import type { Colleague, CourseLine, Learner } from '#contract/ipc/learning.ts'
import { AppError } from '#contract/errors.ts'
import {
  type CachedColleague,
  type CachedCourse,
  colleaguesOf,
  courseByCode,
  coursesOfShelf,
  learningOf,
  type OwnLearning,
} from '#db/learning/courses.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { daysToLearn, stands } from '#domain/learning/certificate.ts'
import { progressOf } from '#domain/learning/progress.ts'
import { type ShelfCourse, shelfCourseSchema } from '#domain/learning/records.ts'
import { type Role, roles as allRoles } from '#domain/organisation/roles.ts'
import { addDays, type Day, dayOfInstant } from '#domain/time/day.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'

interface Shelved {
  row: CachedCourse
  course: ShelfCourse
}

const read = (row: CachedCourse): Shelved => ({
  row,
  course: shelfCourseSchema.parse(JSON.parse(row.course)),
})

/** A course of the shelf; throws `learning.notFound` for one that is not there any more. */
export function courseOn(db: ReadDatabase, code: string): Shelved {
  const row = courseByCode(db, code)
  if (!row || row.retired_on !== null) throw new AppError('learning.notFound')
  return read(row)
}

type OwnCourse = Pick<
  CourseLine,
  'standing' | 'doneTenths' | 'ofTenths' | 'minutesLeft' | 'next' | 'certificate' | 'due'
>

/** How one person stands with a course on a day. */
function standingWith(
  { row, course }: Shelved,
  learning: OwnLearning,
  { staffId, roles, today }: { staffId: string; roles: readonly Role[]; today: Day },
): OwnCourse {
  const mine = (one: { staff_id: string; course_code: string }) =>
    one.staff_id === staffId && one.course_code === row.code
  const cards = learning.read.filter(mine)
  const progress = progressOf(
    course,
    cards.map(({ unit_id: unitId, card }) => ({ unitId, card })),
  )
  const found = learning.certificates.find(mine)
  const certificate = found
    ? { courseCode: row.code, passedOn: found.passed_on, validUntil: found.valid_until }
    : null
  const passed = certificate !== null && stands(certificate, today)
  const assigned = learning.assignments.find(mine)
  const must = course.mandatory && course.roles.some((role) => roles.includes(role))
  const counted = addDays(row.first_on, daysToLearn)
  const late = (on: Day) => !passed && on < today
  return {
    standing: passed
      ? 'passed'
      : certificate !== null
        ? 'expired'
        : progress.doneTenths > 0
          ? 'begun'
          : 'new',
    ...progress,
    certificate: certificate && {
      passedOn: certificate.passedOn,
      validUntil: certificate.validUntil,
    },
    due: assigned
      ? {
          on: assigned.due_on,
          by: 'assigned',
          reason: assigned.reason,
          byName: assigned.by_name,
          late: late(assigned.due_on),
        }
      : must
        ? { on: counted, by: 'mandatory', reason: null, byName: null, late: late(counted) }
        : null,
  }
}

const who = ({ actor, clock }: CallContext) => ({
  staffId: actor.staffId,
  roles: actor.roles,
  today: dayOfInstant(clock.now()),
})

function lineOf(shelved: Shelved, learning: OwnLearning, context: CallContext): CourseLine {
  const { course, row } = shelved
  return {
    code: row.code,
    title: course.title,
    summary: course.summary,
    units: course.units.length,
    minutes: course.units.reduce((sum, { minutes }) => sum + minutes, 0),
    mandatory: course.mandatory,
    mine: course.roles.some((role) => context.actor.roles.includes(role)),
    validMonths: course.validMonths,
    publishedOn: row.published_on,
    ...standingWith(shelved, learning, who(context)),
  }
}

/** `learning.courses`: the shelf, and how the person stands with each course. */
export const listCourses: Handler<'learning.courses'> = (_request, context) =>
  context.cache((db) => {
    const learning = learningOf(db, { staffId: context.actor.staffId, code: null })
    const held = new Set(learning.certificates.map(({ course_code: code }) => code))
    const courses = coursesOfShelf(db)
      .filter(({ retired_on: retired, code }) => retired === null || held.has(code))
      .map((row) => lineOf(read(row), learning, context))
    return { courses }
  })

/** `learning.course`: a course with all its cards. */
export const openCourse: Handler<'learning.course'> = ({ code }, context) =>
  context.cache((db) => {
    const shelved = courseOn(db, code)
    const learning = learningOf(db, { staffId: context.actor.staffId, code: null })
    return {
      line: lineOf(shelved, learning, context),
      course: shelved.course,
      version: shelved.row.version,
      read: learning.read
        .filter(({ course_code: of }) => of === code)
        .map(({ unit_id: unitId, card }) => ({ unitId, card })),
    }
  })

/** `learning.read`: a card that was read before gives no command. */
export const readCard: Handler<'learning.read'> = async ({ code, unitId, card }, context) => {
  const { staffId } = context.actor
  const news = context.cache((db) => {
    const { course } = courseOn(db, code)
    const unit = course.units.find(({ id }) => id === unitId)
    if (!unit || card > unit.cards.length) throw new AppError('learning.notFound')
    const known = learningOf(db, { staffId, code: null }).read.find(
      (one) => one.course_code === code && one.unit_id === unitId,
    )
    return (known?.card ?? 0) < card
  })
  if (!news) return { commandId: null }
  const commandId = await context.submit({
    name: 'course.read',
    customerId: null,
    payload: { code, unitId, card, atMs: context.clock.now() },
  })
  return { commandId }
}

const rolesOf = (joined: string): Role[] =>
  allRoles.filter((role) => joined.split(',').includes(role))

/** A colleague as pages show one. */
export const colleagueOf = ({
  id,
  staff_no: staffNo,
  name,
  roles,
}: CachedColleague): Colleague => ({
  staffId: id,
  staffNo,
  name,
  roles: rolesOf(roles),
})

/** `learning.learners`: how the people of the branch stand with a course, for its head. */
export const listLearners: Handler<'learning.learners'> = ({ code }, context) =>
  context.cache((db) => {
    const shelved = courseOn(db, code)
    const learning = learningOf(db, { staffId: null, code })
    const { today } = who(context)
    const people = colleaguesOf(db, context.actor.branchId).map((row): Learner => {
      const colleague = colleagueOf(row)
      const standing = standingWith(shelved, learning, { ...colleague, today })
      return { ...colleague, ...standing, self: row.id === context.actor.staffId }
    })
    return { people }
  })

/** `learning.assign`: somebody of the branch is to do a course; never oneself. */
export const assignCourse: Handler<'learning.assign'> = async (request, context) => {
  const { code, staffId, dueOn, reason } = request
  const { today } = who(context)
  if (staffId === context.actor.staffId) throw new AppError('assessment.own')
  if (reason === '') throw new AppError('assessment.reasonMissing')
  if (dueOn < today) throw new AppError('request.invalid', { field: 'dueOn' })
  context.cache((db) => {
    courseOn(db, code)
    const known = colleaguesOf(db, context.actor.branchId).some(({ id }) => id === staffId)
    if (!known) throw new AppError('assessment.notFound')
  })
  const commandId = await context.submit({
    name: 'course.assign',
    customerId: null,
    payload: { staffId, code, dueOn, reason, atMs: context.clock.now() },
  })
  return { commandId }
}
