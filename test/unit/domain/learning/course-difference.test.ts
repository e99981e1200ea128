import { expect, test } from 'vitest'
import { courseDifference, differenceCount } from '#domain/learning/course-difference.ts'
import { courseWarnings } from '#domain/learning/course-warnings.ts'
import type { Course } from '#domain/learning/course.ts'
import { library } from '#head-office/learning/library/index.ts'
import { aCourse, aQuestion, both } from './some-course.ts'

const card = (heading: string, ...points: string[]) => ({
  heading: both(heading),
  points: points.map(both),
  figure: null,
})
const none = { added: 0, changed: 0, removed: 0 }
const withCards = (...cards: ReturnType<typeof card>[]): Course => {
  const [unit] = aCourse().units
  return aCourse({ units: unit ? [{ ...unit, cards }] : [] })
}
const cardStates = (before: Course, after: Course) =>
  courseDifference(before, after).units[0]?.cards.map(({ state }) => state)

test('a course that says the same differs in nothing, whatever the order of its fields', () => {
  const course = aCourse()
  const turned = Object.fromEntries(Object.entries(course).toReversed()) as Course
  expect(differenceCount(courseDifference(course, turned))).toEqual({
    facts: 0,
    units: none,
    cards: none,
    questions: none,
  })
})

test('of a new course everything is new', () => {
  const { facts, units, cards, questions } = differenceCount(courseDifference(null, aCourse()))
  expect([facts, units.added, cards.added, questions.added]).toEqual([0, 2, 6, 8])
})

test('facts, units and questions are named with what they were', () => {
  const before = aCourse()
  const [, how] = before.units
  const added = { ...how!, id: 'more' }
  const changed = { ...aQuestion('q1'), right: 'b' }
  const after = aCourse({
    validMonths: null,
    roles: ['teller'],
    units: [added, how!],
    bank: [changed, ...before.bank.slice(2), aQuestion('q9')],
  })
  const difference = courseDifference(before, after)
  expect(difference.facts).toEqual(['roles', 'validMonths'])
  expect(difference.units.map(({ part, state }) => [part.id, state])).toEqual([
    ['more', 'added'],
    ['how', 'same'],
    ['why', 'removed'],
  ])
  expect(difference.bank[0]).toEqual({ state: 'changed', part: changed, was: aQuestion('q1') })
  expect(differenceCount(difference).questions).toEqual({ added: 1, changed: 1, removed: 1 })
})

test('a card is known by its words, else by its place among as many', () => {
  const before = withCards(card('甲', '一'), card('乙'), card('丙'))
  expect(cardStates(before, withCards(card('丙'), card('甲', '一'), card('乙')))).toEqual(
    ['same', 'same', 'same'].map(() => 'same'),
  )
  expect(cardStates(before, withCards(card('甲', '二'), card('乙'), card('丙')))).toEqual([
    'changed',
    'same',
    'same',
  ])
  expect(cardStates(before, withCards(card('甲', '一'), card('丁'), card('丙')))).toEqual([
    'same',
    'changed',
    'same',
  ])
  expect(cardStates(before, withCards(card('甲', '一'), card('丙')))).toEqual([
    'same',
    'same',
    'removed',
  ])
})

test('a practised question that comes, changes or goes is told', () => {
  const practised = (practice: Course['units'][number]['practice']): Course => {
    const [unit] = aCourse().units
    return aCourse({ units: unit ? [{ ...unit, practice }] : [] })
  }
  const told = (before: Course, after: Course) => courseDifference(before, after).units[0]?.practice
  const [a, b] = [practised(aQuestion('p')), practised({ ...aQuestion('p'), right: 'c' })]
  expect(told(practised(null), a)).toBe('added')
  expect(told(a, b)).toBe('changed')
  expect(told(a, practised(null))).toBe('removed')
  expect(told(a, a)).toBe('same')
})

test('doubtful courses are told of, and those of the product break no rule', () => {
  const english = (text: string) => ({ zh: text, en: 'words' })
  const [unit] = aCourse().units
  const plain = aCourse({
    title: english('适当性'),
    summary: english('能不能卖'),
    units: [{ ...unit!, title: english('为什么'), cards: [] }] as Course['units'],
    bank: aCourse().bank.map((question) => ({
      ...question,
      text: english(question.text.zh),
      why: english('因为'),
    })),
  })
  expect(
    courseWarnings({
      ...plain,
      units: plain.units.map((one) => ({
        ...one,
        cards: [{ heading: english('一句话'), points: [], figure: null }],
      })),
    }),
  ).toEqual([])
  expect(courseWarnings(aCourse())).toEqual(['untranslated'])
  const tight = aCourse({ quiz: { questions: 8, passBp: 8000, triesADay: 2 } })
  expect(courseWarnings(tight)).toContain('bankTight')
  const long = aCourse().bank.map((question) => ({
    ...question,
    options: question.options.map((option) =>
      option.id === 'a' ? { ...option, text: both('最长的一个选项') } : option,
    ),
  }))
  expect(courseWarnings(aCourse({ bank: long }))).toContain('rightLongest')
  expect(courseWarnings(aCourse({ summary: both('  ') }))).toContain('blank')
  const rules = ['blank', 'unseen', 'askedTwice', 'sameOptions', 'practised', 'untranslated']
  for (const course of library) {
    expect(courseWarnings(course).filter((warning) => rules.includes(warning))).toEqual([])
  }
})
