import type { Role } from '../organisation/roles.ts'
import { addDays, addMonths, type Day, monthStart } from '../time/day.ts'
import type { Course } from './course.ts'

/** A passed course. `validUntil` is its last day; null for ever. */
export interface Certificate {
  courseCode: string
  passedOn: Day
  validUntil: Day | null
}

/** The day so many months later; the last of that month where it is shorter. */
function monthsAfter(day: Day, months: number): Day {
  const month = addMonths(monthStart(day), months)
  const same = `${month.slice(0, 7)}-${day.slice(8)}`
  const last = addDays(addMonths(month, 1), -1)
  return same > last ? last : same
}

/** The certificate of a course that was passed on a day. */
export function certificateOf({ code, validMonths }: Course, passedOn: Day): Certificate {
  return {
    courseCode: code,
    passedOn,
    validUntil: validMonths === null ? null : addDays(monthsAfter(passedOn, validMonths), -1),
  }
}

/** Whether a certificate stands on a day. */
export const stands = ({ passedOn, validUntil }: Certificate, on: Day): boolean =>
  passedOn <= on && (validUntil === null || on <= validUntil)

/** A course somebody was told to do. */
export interface Assignment {
  courseCode: string
  dueOn: Day
}

/** What the assessment counts of courses. */
export interface CourseCounts {
  coursesRequired: number
  coursesPassed: number
  mandatoryRequired: number
  mandatoryPassed: number
}

/** A published course as far as it says who has to do it, and from which day. */
export type CourseDuty = Pick<Course, 'code' | 'roles' | 'mandatory'> & { publishedOn: Day }

/** Days after its publication, or after somebody came, in which a mandatory course may still be open. */
export const daysToLearn = 30

/**
 * Courses of a month for the assessment: the mandatory ones of the person's roles whose time to learn has
 * passed by `on`, and what was assigned with a day until then; passed is who holds a certificate that
 * stands on `on`. Whoever passed early has it counted.
 */
export function courseCounts(
  person: { roles: readonly Role[]; since: Day; assignments: readonly Assignment[] },
  courses: readonly CourseDuty[],
  certificates: readonly Certificate[],
  on: Day,
): CourseCounts {
  const passed = new Set(
    certificates.filter((one) => stands(one, on)).map(({ courseCode }) => courseCode),
  )
  const later = (a: Day, b: Day) => (a > b ? a : b)
  const mandatory = courses.filter(
    ({ code, roles, mandatory: must, publishedOn }) =>
      must &&
      roles.some((role) => person.roles.includes(role)) &&
      (addDays(later(publishedOn, person.since), daysToLearn) <= on || passed.has(code)),
  )
  const known = new Set(courses.map(({ code }) => code))
  const assigned = person.assignments.filter(
    ({ courseCode, dueOn }) => known.has(courseCode) && (dueOn <= on || passed.has(courseCode)),
  )
  const must = new Set(mandatory.map(({ code }) => code))
  const required = new Set([...must, ...assigned.map(({ courseCode }) => courseCode)])
  const count = (codes: ReadonlySet<string>) => [...codes].filter((code) => passed.has(code)).length
  return {
    coursesRequired: required.size,
    coursesPassed: count(required),
    mandatoryRequired: must.size,
    mandatoryPassed: count(must),
  }
}
