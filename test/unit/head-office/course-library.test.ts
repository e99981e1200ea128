import { expect, test } from 'vitest'
import { answerRefusal, drawQuiz } from '#domain/learning/attempt.ts'
import { type Both, courseSchema, minutesOf, picturesOf } from '#domain/learning/course.ts'
import { library } from '#head-office/learning/library/index.ts'
import { libraryPictures } from '#head-office/learning/library/pictures.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

const han = /\p{Script=Han}/u

/** Every text of a course. */
function texts(value: unknown): Both[] {
  if (typeof value !== 'object' || value === null) return []
  if ('zh' in value && 'en' in value) return [value as Both]
  return Object.values(value).flatMap(texts)
}

test('every course fits the schema, and each has a code of its own', () => {
  for (const course of library) expect(courseSchema.parse(course)).toEqual(course)
  expect(new Set(library.map(({ code }) => code)).size).toBe(library.length)
})

test('each is short, and asks no question twice', () => {
  for (const course of library) {
    expect(minutesOf(course)).toBeLessThanOrEqual(10)
    const asked = course.bank.map(({ text }) => text.zh)
    expect(new Set(asked).size).toBe(asked.length)
    for (const { options } of course.bank) {
      expect(new Set(options.map(({ text }) => text.zh)).size).toBe(options.length)
    }
  }
})

test('every picture is small, and shown by a course', () => {
  const shown = library.flatMap((course) => picturesOf(course).map(({ hash }) => hash))
  expect(libraryPictures().map(sha256Hex).sort()).toEqual(shown.sort())
  for (const bytes of libraryPictures()) expect(bytes.length).toBeLessThanOrEqual(60 * 1024)
})

test('Chinese is Chinese, English is not; words of the field may stand in brackets of either', () => {
  for (const { zh, en } of library.flatMap(texts)) {
    // Grades, hours and numbers are the same in both.
    if (zh !== en) expect(zh).toMatch(han)
    expect(en.replaceAll('待补训', '')).not.toMatch(han)
  }
})

test('whoever does the mandatory courses of a role can pass them', () => {
  for (const course of library) {
    const attempt = { seed: 'x', startedAtMs: 0, answers: [], finishedAtMs: null }
    for (const { id, right } of drawQuiz(course, 'x')) {
      expect(answerRefusal(course, attempt, { questionId: id, optionId: right })).toBeNull()
    }
  }
})
