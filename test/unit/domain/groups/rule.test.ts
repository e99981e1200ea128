import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choiceFieldNames, rangeFieldNames } from '#domain/groups/fields.ts'
import { fits, type RuleFacts } from '#domain/groups/fits.ts'
import { mayChangeGroup, seesGroup } from '#domain/groups/records.ts'
import { problemsOf } from '#domain/groups/problems.ts'
import { groupRuleSchema, readRule } from '#domain/groups/read-rule.ts'
import {
  conditionsOf,
  emptyRule,
  type GroupRule,
  type RuleGroup,
  type RulePart,
  ruleLimits,
} from '#domain/groups/rule.ts'
import { stepsOf } from '#domain/groups/steps.ts'
import { anyRule } from '#test/support/any-rule.ts'

const all = (...parts: RulePart[]): RuleGroup => ({ join: 'all', parts })
const any = (...parts: RulePart[]): RuleGroup => ({ join: 'any', parts })
const none = (...parts: RulePart[]): RuleGroup => ({ join: 'none', parts })
const rule = (root: RuleGroup): GroupRule => ({ version: 1, root })
const age = (from: number | null, to: number | null) => ({ field: 'age' as const, from, to })
const gold: RulePart = { field: 'tier', is: 'any', of: ['gold'] }

const facts = (over: {
  numbers?: Partial<RuleFacts['numbers']>
  words?: Partial<RuleFacts['words']>
}): RuleFacts => ({
  numbers: {
    ...(Object.fromEntries(rangeFieldNames.map((name) => [name, null])) as RuleFacts['numbers']),
    ...over.numbers,
  },
  words: {
    ...(Object.fromEntries(
      choiceFieldNames.map((name) => [name, []]),
    ) as unknown as RuleFacts['words']),
    ...over.words,
  },
})

describe('who fits a rule', () => {
  const wang = facts({ numbers: { age: 40 }, words: { tier: ['gold'], holds: ['fund', 'bond'] } })

  test('a number lies between its bounds, both included; one nobody knows fits nothing', () => {
    expect(fits(age(40, 40), wang)).toBe(true)
    expect(fits(age(41, null), wang)).toBe(false)
    expect(fits(age(null, 39), wang)).toBe(false)
    expect(fits({ field: 'aum', from: null, to: 1 }, wang)).toBe(false)
    expect(fits(none({ field: 'aum', from: null, to: 1 }), wang)).toBe(true)
  })

  test('words: one of them, all of them, none of them', () => {
    const holds = (is: 'any' | 'all' | 'none', ...of: string[]) =>
      fits({ field: 'holds', is, of }, wang)
    expect([holds('any', 'fund', 'loan'), holds('any', 'loan')]).toEqual([true, false])
    expect([holds('all', 'fund', 'bond'), holds('all', 'fund', 'loan')]).toEqual([true, false])
    expect([holds('none', 'loan'), holds('none', 'fund', 'loan')]).toEqual([true, false])
  })

  test('groups: 且, 或, 都不, inside one another', () => {
    expect(fits(all(gold, any(age(60, null), none(age(50, null)))), wang)).toBe(true)
    expect(fits(none(gold, age(60, null)), wang)).toBe(false)
    expect(fits(any(age(60, null), all(gold, age(50, null))), wang)).toBe(false)
  })
})

describe('lines of a rule', () => {
  test('且 narrows, 或 counts beside, the group stands after its parts, the whole last', () => {
    const young = age(null, 30)
    const old = age(65, null)
    const either = any(young, old)
    const root = all(gold, either)
    expect(stepsOf(root)).toEqual([
      { at: [0], holds: [gold] },
      { at: [1, 0], holds: [gold, young] },
      { at: [1, 1], holds: [gold, old] },
      { at: [1], holds: [gold, either] },
      { at: [], holds: [root] },
    ])
  })

  test('the last line above the whole of 且 is the whole', () => {
    fc.assert(
      fc.property(anyRule(['a']), ({ root }) => {
        const steps = stepsOf(root)
        const before = steps.at(-2)
        if (root.join !== 'all' || !before) return
        expect(before.holds).toEqual(root.parts)
      }),
    )
  })
})

describe('what is wrong with a rule', () => {
  const problems = (root: RuleGroup) => problemsOf(rule(root))

  test('is named with its place', () => {
    expect(problems(all())).toEqual([{ code: 'nothingAsked', at: [] }])
    expect(problems(all(gold, any()))).toEqual([{ code: 'groupEmpty', at: [1] }])
    expect(
      problems(
        all(
          age(null, null),
          age(5, 4),
          age(0, 121),
          { field: 'tier', is: 'any', of: [] },
          any({ field: 'tier', is: 'all', of: ['gold'] }, { field: 'risk', is: 'any', of: ['c6'] }),
        ),
      ),
    ).toEqual([
      { code: 'boundMissing', at: [0] },
      { code: 'boundsReversed', at: [1] },
      { code: 'outOfLimits', at: [2] },
      { code: 'nothingChosen', at: [3] },
      { code: 'allOfOne', at: [4, 0] },
      { code: 'unknownWord', at: [4, 1] },
    ])
  })

  test('too deep and too many', () => {
    expect(problems(all(any(all(gold))))).toEqual([])
    expect(problems(all(any(all(any(gold)))))).toEqual([{ code: 'tooDeep', at: [0, 0, 0] }])
    const many = Array.from({ length: ruleLimits.conditions / 2 + 1 }, () => gold)
    expect(problems(all(all(...many), any(...many)))).toEqual([{ code: 'tooMany', at: [] }])
  })

  test('every random rule is right, and read again as it was written', () => {
    fc.assert(
      fc.property(anyRule(['00000000-0000-7000-8000-000000000011']), (each) => {
        expect(problemsOf(each)).toEqual([])
        expect(readRule(JSON.stringify(each))).toEqual(each)
      }),
    )
  })

  test('what is no rule of this version is not read', () => {
    for (const text of [
      '',
      'null',
      '{"version":2,"root":{"join":"all","parts":[]}}',
      JSON.stringify(rule(all({ ...age(1, 2), extra: 1 } as never))),
      JSON.stringify(rule(all({ field: 'income', from: 1, to: 2 } as never))),
      JSON.stringify(rule(all(age(5, 4)))),
      JSON.stringify(emptyRule()),
      `"${'x'.repeat(ruleLimits.textLength)}"`,
    ]) {
      expect(readRule(text), text).toBeNull()
    }
    expect(groupRuleSchema.safeParse(rule(all(age(5, 4)))).error?.issues[0]).toMatchObject({
      path: ['root', 0],
      message: 'boundsReversed',
    })
  })

  test('conditions are read in their order', () => {
    expect(conditionsOf(all(gold, any(age(1, 2), gold)))).toEqual([gold, age(1, 2), gold])
  })
})

test('who sees a group and who may change it', () => {
  const own = { visibility: 'own', owner_id: 'lin' } as const
  const shared = { visibility: 'branch', owner_id: 'lin' } as const
  expect([seesGroup(own, 'lin'), seesGroup(own, 'head'), seesGroup(shared, 'chen')]).toEqual([
    true,
    false,
    true,
  ])
  expect(mayChangeGroup(shared, 'chen', false)).toBe(false)
  expect(mayChangeGroup(shared, 'head', true)).toBe(true)
  expect(mayChangeGroup(own, 'head', true)).toBe(false)
})
