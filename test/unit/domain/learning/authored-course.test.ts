import { expect, test } from 'vitest'
import { authoredCourseSchema } from '#domain/learning/authored-course.ts'
import { type Course, courseSchema } from '#domain/learning/course.ts'
import { library } from '#head-office/learning/library/index.ts'
import { aCourse, aQuestion, both } from './some-course.ts'

const problems = (over: Partial<Course> = {}): string =>
  (authoredCourseSchema.safeParse(aCourse(over)).error?.issues ?? [])
    .map(({ message }) => message)
    .join()

/** The course with one more question in its bank. */
const withQuestion = (question: Parameters<typeof Object.assign>[0]): Partial<Course> => ({
  bank: [...aCourse().bank, { ...aQuestion('more'), ...question }],
})

test('what the product brings and what is ordinary may be written', () => {
  expect(problems()).toBe('')
  for (const course of library) expect(authoredCourseSchema.parse(course)).toEqual(course)
})

test('the answer to a question that is scored never travels with what is practised', () => {
  const [unit] = aCourse().units
  const practice = { ...aQuestion('p1'), text: both('  问题 q3 ') }
  const units = unit ? [{ ...unit, practice }] : []
  expect(problems({ units })).toContain('practised')
})

test('blank texts, unseen characters, and questions or options that say the same are refused', () => {
  expect(problems({ title: both('   ') })).toContain('blank')
  for (const text of ['适当\u0000性', '适当\u202E性', '适当\u001B[31m性']) {
    expect(problems({ summary: both(text) })).toContain('control')
  }
  expect(problems({ summary: both('两行\n也行') })).toBe('')
  expect(problems(withQuestion({ text: both('问题 q1') }))).toContain('asked twice')
  const options = ['a', 'b'].map((id) => ({ id, text: both('是') }))
  expect(problems(withQuestion({ options }))).toContain('say the same')
})

test('tags are letters, and a text without end is too long', () => {
  expect(problems({ summary: both('<img src=x onerror=alert(1)>') })).toBe('')
  expect(problems({ summary: both('长'.repeat(601)) })).not.toBe('')
})

test('what was published before a rule is still read', () => {
  const before = aCourse(withQuestion({ text: both('问题 q1') }))
  expect(courseSchema.safeParse(before).success).toBe(true)
})
