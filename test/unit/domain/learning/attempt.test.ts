import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  answerRefusal,
  type Attempt,
  drawQuiz,
  nextQuestion,
  resultOf,
  triesLeft,
} from '#domain/learning/attempt.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { aCourse } from './some-course.ts'

const course = aCourse()
const hour = 3_600_000
const nine = instantOfDay('2026-11-23') + 9 * hour
const running: Attempt = { seed: 's1', startedAtMs: nine, answers: [], finishedAtMs: null }

/** A try in which so many of the questions are answered right, the others wrong. */
function answered(right: number, seed = 's1'): Attempt {
  const answers = drawQuiz(course, seed).map((question, nth): Answer => {
    const wrong = question.options.find(({ id }) => id !== question.right)?.id ?? ''
    return { questionId: question.id, optionId: nth < right ? question.right : wrong, atMs: nine }
  })
  return { ...running, seed, answers }
}

describe('a quiz', () => {
  test('asks as many different questions as the course says, by its seed', () => {
    const quiz = drawQuiz(course, 's1')
    expect(new Set(quiz.map(({ id }) => id)).size).toBe(5)
    expect(drawQuiz(course, 's1')).toEqual(quiz)
    expect(drawQuiz(aCourse({ bank: course.bank.toReversed() }), 's1')).toEqual(quiz)
  })

  test('shuffles options, and the right one has no usual place', () => {
    const places = new Map<number, number>()
    for (let seed = 0; seed < 400; seed += 1) {
      for (const { options, right } of drawQuiz(course, String(seed))) {
        const place = options.findIndex(({ id }) => id === right)
        places.set(place, (places.get(place) ?? 0) + 1)
      }
    }
    // 500 of 2,000 expected at each place, with a deviation of 19; five of them either way.
    for (const place of [0, 1, 2, 3]) {
      expect(places.get(place)).toBeGreaterThan(403)
      expect(places.get(place)).toBeLessThan(597)
    }
  })

  test('goes on after a break with the first question that has no answer', () => {
    const quiz = drawQuiz(course, 's1')
    expect(nextQuestion(course, running)?.id).toBe(quiz[0]?.id)
    const left = { ...running, answers: answered(5).answers.slice(0, 2) }
    expect(nextQuestion(course, left)?.id).toBe(quiz[2]?.id)
    expect(nextQuestion(course, answered(5))).toBeNull()
  })

  test('takes one answer a question, of its options, while it runs', () => {
    const [first, second] = drawQuiz(course, 's1')
    const asked = new Set(drawQuiz(course, 's1').map(({ id }) => id))
    const other = course.bank.find(({ id }) => !asked.has(id))?.id ?? ''
    const one = { ...running, answers: answered(1).answers.slice(0, 1) }
    const refusal = (questionId: string, optionId = 'a', attempt: Attempt = one) =>
      answerRefusal(course, attempt, { questionId, optionId })
    expect(refusal(second?.id ?? '')).toBeNull()
    expect(refusal(first?.id ?? '')).toBe('answered')
    expect(refusal(other)).toBe('notAsked')
    expect(refusal(second?.id ?? '', 'z')).toBe('noOption')
    expect(refusal(second?.id ?? '', 'a', { ...one, finishedAtMs: nine })).toBe('finished')
  })
})

describe('the result', () => {
  test('four of five reach 80 of 100, three do not', () => {
    expect(resultOf(course, answered(4))).toEqual({ right: 4, of: 5, shareBp: 8000, passed: true })
    expect(resultOf(course, answered(3))).toMatchObject({ shareBp: 6000, passed: false })
  })

  test('a pass mark is reached by the exact share: 2 of 3 are not 66.67', () => {
    const thirds = aCourse({ quiz: { questions: 3, passBp: 6667, triesADay: 1 } })
    const quiz = drawQuiz(thirds, 's')
    const answers = quiz.slice(0, 2).map(({ id, right }): Answer => {
      return { questionId: id, optionId: right, atMs: nine }
    })
    expect(resultOf(thirds, { ...running, seed: 's', answers })).toMatchObject({
      shareBp: 6666,
      passed: false,
    })
  })

  test('a question without an answer is wrong; answers to others count nothing', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), fc.string(), (right, kept, seed) => {
        const whole = answered(right, seed)
        const part = { ...whole, answers: whole.answers.slice(0, kept) }
        expect(resultOf(course, part).right).toBe(Math.min(right, kept))
        const strange = [...part.answers, { questionId: 'strange', optionId: 'a', atMs: nine }]
        expect(resultOf(course, { ...part, answers: strange })).toEqual(resultOf(course, part))
      }),
    )
  })
})

describe('a new try', () => {
  test('two a day, by the day as it is shown, also one that runs; the next day brings new ones', () => {
    const begun = (startedAtMs: number) => ({ startedAtMs })
    expect(triesLeft(course, [], nine)).toBe(2)
    expect(triesLeft(course, [running], nine)).toBe(1)
    const two = [begun(nine), begun(nine + hour)]
    expect(triesLeft(course, two, nine + 2 * hour)).toBe(0)
    const midnight = instantOfDay('2026-11-24')
    expect(triesLeft(course, two, midnight - 1)).toBe(0)
    expect(triesLeft(course, two, midnight)).toBe(2)
  })
})
