import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { branchScoreOf, joinedScoreOf, type Member } from '#domain/assessment/branch-score.ts'
import type { Outcome } from '#domain/assessment/score.ts'
import { effectiveRule } from '#domain/usage/effective.ts'

function member(logins: number, over: { dutyTenths?: number; outcome?: Outcome } = {}): Member {
  return {
    facts: { dutyTenths: over.dutyTenths ?? 220, workingDays: 22, logins, effective: logins },
    score: { outcome: over.outcome ?? (logins >= 12 ? 'passed' : 'retrain'), hundredths: 8000 },
  }
}
const branch = (...members: Member[]) => branchScoreOf(members, effectiveRule)

describe('the average a head (rule 4.10)', () => {
  test('14, 15, 12, 6, 9 of five are 11.2 and miss 12; three of five pass one by one', () => {
    const score = branch(...[14, 15, 12, 6, 9].map((logins) => member(logins)))
    expect(score).toMatchObject({ logins: 56, loginsAHead: 1120, meetsStandard: false })
    expect(score.people).toMatchObject({ passed: 3, retrain: 2 })
  })

  test('the same where the last worked half of the month: 56 / 4.5 is 12.4 and passes', () => {
    const half = member(9, { dutyTenths: 110, outcome: 'passed' })
    const score = branch(member(14), member(15), member(12), member(6), half)
    expect(score).toMatchObject({ loginsAHead: 1244, meetsStandard: true })
  })

  test('the standard is held against the exact average: 11.996 is shown as 12.00 and misses', () => {
    const many = Array.from({ length: 250 }, () => member(12))
    const score = branch(...many.slice(1), member(11))
    expect(score).toMatchObject({ loginsAHead: 1200, meetsStandard: false })
  })

  test('who is exempt, away or not assessed is in neither sum', () => {
    const others = (['exempt', 'off_duty', 'not_assessed'] as const).map((outcome) =>
      member(0, { outcome }),
    )
    const score = branch(member(12), ...others)
    expect(score).toMatchObject({ loginsAHead: 1200, meetsStandard: true })
    expect(score.people).toEqual({
      passed: 1,
      retrain: 0,
      exempt: 1,
      off_duty: 1,
      not_assessed: 1,
    })
  })

  test('a branch without anybody on duty has no average', () => {
    expect(branch()).toMatchObject({ loginsAHead: null, meetsStandard: null, meanScore: null })
  })

  test('the order of people does not matter', () => {
    const someone = fc
      .tuple(fc.nat(40), fc.integer({ min: 1, max: 220 }))
      .map(([logins, dutyTenths]) => member(logins, { dutyTenths }))
    fc.assert(
      fc.property(fc.array(someone), (members) => {
        expect(branch(...members.toReversed())).toEqual(branch(...members))
      }),
    )
  })
})

test('branches joined come to what one branch of all their people would', () => {
  const outcome = fc.constantFrom<Outcome>('passed', 'retrain', 'exempt', 'off_duty')
  const someone = fc
    .tuple(fc.nat(40), fc.integer({ min: 1, max: 220 }), outcome, fc.nat(10_000))
    .map(([logins, dutyTenths, of, hundredths]): Member => {
      const one = member(logins, { dutyTenths, outcome: of })
      const judged = of === 'passed' || of === 'retrain'
      return { ...one, score: { ...one.score, hundredths: judged ? hundredths : null } }
    })
  fc.assert(
    fc.property(fc.array(fc.array(someone, { maxLength: 6 }), { maxLength: 6 }), (branches) => {
      const joined = joinedScoreOf(
        branches.map((members) => {
          const points = members.flatMap(({ score }) => score.hundredths ?? [])
          const hundredths = points.reduce((sum, one) => sum + one, 0)
          return { score: branch(...members), points: { hundredths, people: points.length } }
        }),
        effectiveRule,
      )
      expect(joined).toEqual(branch(...branches.flat()))
    }),
  )
})
