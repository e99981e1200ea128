import { describe, expect, test } from 'vitest'
import { certificateOf, courseCounts, stands } from '#domain/learning/certificate.ts'
import {
  afterCourseAct,
  type Course,
  courseActs,
  courseSchema,
  courseStates,
  minutesOf,
} from '#domain/learning/course.ts'
import { progressOf } from '#domain/learning/progress.ts'
import { aCourse, aQuestion } from './some-course.ts'

describe('a course', () => {
  test('is read as it is written', () => {
    expect(courseSchema.parse(JSON.parse(JSON.stringify(aCourse())))).toEqual(aCourse())
    expect(minutesOf(aCourse())).toBe(7)
  })

  test('is refused with the reason', () => {
    const [first] = aCourse().units
    const wrong: [Partial<Course>, string][] = [
      [{ bank: [aQuestion('q1')] }, 'at least as many questions'],
      [{ units: first ? [first, first] : [] }, 'every unit needs an id'],
      [{ bank: Array.from({ length: 6 }, () => aQuestion('q1')) }, 'every question of the bank'],
      [{ bank: [{ ...aQuestion('q1'), right: 'z' }] }, 'one of the options'],
    ]
    for (const [over, why] of wrong) {
      const { error } = courseSchema.safeParse(aCourse(over))
      expect(error?.issues.map(({ message }) => message).join()).toContain(why)
    }
  })

  test('goes from draft through review to published and retired, and back from review alone', () => {
    const moves = courseStates.flatMap((state) =>
      courseActs.flatMap((act) => {
        const to = afterCourseAct(state, act)
        return to === null ? [] : `${state} ${act} ${to}`
      }),
    )
    expect(moves).toEqual([
      'draft submit review',
      'review publish published',
      'review return draft',
      'published retire retired',
    ])
  })
})

describe('progress', () => {
  const course = aCourse()

  test('goes on where it stopped, and counts what is begun as half', () => {
    const read = [
      { unitId: 'why', card: 2 },
      { unitId: 'how', card: 1 },
    ]
    expect(progressOf(course, read)).toEqual({
      doneTenths: 15,
      ofTenths: 20,
      next: { unitId: 'how', card: 2 },
      minutesLeft: 3,
    })
    expect(progressOf(course, [])).toMatchObject({
      doneTenths: 0,
      next: { unitId: 'why', card: 1 },
      minutesLeft: 7,
    })
  })

  test('read to the end there is nothing left; more cards than there are count nothing', () => {
    const read = [
      { unitId: 'how', card: 9 },
      { unitId: 'why', card: 2 },
      { unitId: 'gone', card: 1 },
    ]
    expect(progressOf(course, read)).toEqual({
      doneTenths: 20,
      ofTenths: 20,
      next: null,
      minutesLeft: 0,
    })
  })
})

describe('certificates', () => {
  test('stand for their months, to the day', () => {
    const one = certificateOf(aCourse(), '2026-11-23')
    expect(one).toEqual({
      courseCode: 'suitability',
      passedOn: '2026-11-23',
      validUntil: '2027-11-22',
    })
    expect(stands(one, '2027-11-22')).toBe(true)
    expect(stands(one, '2027-11-23')).toBe(false)
    expect(stands(one, '2026-11-22')).toBe(false)
    expect(certificateOf(aCourse({ validMonths: 3 }), '2026-11-30').validUntil).toBe('2027-02-27')
    const forever = certificateOf(aCourse({ validMonths: null }), '2026-11-23')
    expect(stands(forever, '2099-01-01')).toBe(true)
  })
})

describe('courses in the assessment', () => {
  const duty = { code: 'suitability', roles: aCourse().roles, mandatory: true }
  const courses = [
    { ...duty, publishedOn: '2026-01-05' },
    { ...duty, code: 'graph', mandatory: false, publishedOn: '2026-01-05' },
    { ...duty, code: 'new', publishedOn: '2026-10-20' },
  ]
  const someone = { roles: ['teller'] as const, since: '2025-01-01', assignments: [] }
  const passed = (courseCode: string, validUntil: string | null = null) => ({
    courseCode,
    passedOn: '2026-03-01',
    validUntil,
  })
  const counts = (
    person: Parameters<typeof courseCounts>[0],
    ...certificates: ReturnType<typeof passed>[]
  ) => courseCounts(person, courses, certificates, '2026-10-31')

  test('a mandatory one is required thirty days after it came out', () => {
    expect(counts(someone)).toEqual({
      coursesRequired: 1,
      coursesPassed: 0,
      mandatoryRequired: 1,
      mandatoryPassed: 0,
    })
    expect(counts(someone, passed('suitability'), passed('new'))).toMatchObject({
      mandatoryRequired: 2,
      mandatoryPassed: 2,
    })
  })

  test('whoever is new has thirty days as well', () => {
    expect(counts({ ...someone, since: '2026-10-12' }).coursesRequired).toBe(0)
    expect(counts({ ...someone, since: '2026-10-01' }).coursesRequired).toBe(1)
  })

  test('an expired certificate is none', () => {
    expect(counts(someone, passed('suitability', '2026-10-30')).mandatoryPassed).toBe(0)
    expect(counts(someone, passed('suitability', '2026-10-31')).mandatoryPassed).toBe(1)
  })

  test('an assigned course is required by its day, and is no gate', () => {
    const told = (dueOn: string) => ({ ...someone, assignments: [{ courseCode: 'graph', dueOn }] })
    expect(counts(told('2026-10-31'))).toMatchObject({ coursesRequired: 2, mandatoryRequired: 1 })
    expect(counts(told('2026-11-01')).coursesRequired).toBe(1)
    expect(counts(told('2026-10-31'), passed('graph')).coursesPassed).toBe(1)
  })

  test('a course that is both is required once; courses of other roles are not', () => {
    const twice = { ...someone, assignments: [{ courseCode: 'suitability', dueOn: '2026-10-01' }] }
    expect(counts(twice).coursesRequired).toBe(1)
    expect(counts({ ...someone, roles: ['branch_head'] }).coursesRequired).toBe(0)
  })
})
