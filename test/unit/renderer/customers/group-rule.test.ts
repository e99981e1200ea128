import { describe, expect, test } from 'vitest'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { choiceFieldNames, rangeFieldNames } from '#domain/groups/fields.ts'
import { problemsOf } from '#domain/groups/problems.ts'
import type { GroupRule, RuleGroup, RulePart } from '#domain/groups/rule.ts'
import { draftOf } from '#renderer/features/customers/groups/group-draft.ts'
import {
  added,
  boundOf,
  boundText,
  fieldGroups,
  freshCondition,
  moved,
  removed,
  replaced,
  soundRule,
} from '#renderer/features/customers/groups/rule-edit.ts'
import { ruleOfFilter } from '#renderer/features/customers/groups/rule-of-filter.ts'
import { chipKeys } from '#renderer/features/customers/list/filter.ts'

const all = (...parts: RulePart[]): RuleGroup => ({ join: 'all', parts })
const any = (...parts: RulePart[]): RuleGroup => ({ join: 'any', parts })
const rule = (root: RuleGroup): GroupRule => ({ version: 1, root })
const age = (from: number | null, to: number | null): RulePart => ({ field: 'age', from, to })
const gold: RulePart = { field: 'tier', is: 'any', of: ['gold'] }

describe('editing a rule', () => {
  const root = all(gold, any(age(1, 2), age(3, 4)))

  test('changes the part at a place and nothing else', () => {
    expect(replaced(root, [1, 0], gold)).toEqual(all(gold, any(gold, age(3, 4))))
    expect(removed(root, [1, 1])).toEqual(all(gold, any(age(1, 2))))
    expect(added(root, [1], gold)).toEqual(all(gold, any(age(1, 2), age(3, 4), gold)))
    expect(moved(root, [1, 0], 1)).toEqual(all(gold, any(age(3, 4), age(1, 2))))
    expect(moved(root, [0], -1)).toEqual(root)
    expect(replaced(root, [], any())).toEqual(any())
  })

  test('every field is offered once', () => {
    const offered = Object.values(fieldGroups).flat()
    expect([...offered].sort()).toEqual([...rangeFieldNames, ...choiceFieldNames].sort())
    for (const field of offered) {
      expect(problemsOf(rule(all(freshCondition(field)))).map(({ code }) => code)).toEqual([
        expect.stringMatching(/boundMissing|nothingChosen/),
      ])
    }
  })

  test('what is unfinished is left out of the count, and places are told apart', () => {
    const draft = rule(all(age(null, null), gold, any(), any(age(5, 4), age(1, 2))))
    const { rule: judged, places } = soundRule(draft)
    expect(judged).toEqual(rule(all(gold, any(age(1, 2)))))
    expect(Object.fromEntries(places)).toEqual({ '1': '0', '3': '1', '3.1': '1.0' })
    expect(soundRule(rule(all(age(null, null)))).rule).toBeNull()
  })

  test('money is typed in 万, other numbers as they are', () => {
    expect(boundOf('aum', '20.5')).toBe(20_500_000)
    expect(boundOf('aum', '1,000')).toBe(1_000_000_000)
    expect(boundOf('aum', '')).toBeNull()
    expect(boundOf('aum', '二十')).toBeNaN()
    expect(boundOf('age', '30')).toBe(30)
    expect(boundOf('age', '30.5')).toBeNaN()
    expect([boundText('aum', 20_500_000), boundText('age', 30), boundText('age', null)]).toEqual([
      '20.5',
      '30',
      '',
    ])
  })
})

describe('the filter of the list as a rule', () => {
  test('says what the chips say, and names what it cannot say', () => {
    const { rule: made, leftOut } = ruleOfFilter(
      {
        ...noFilter,
        text: '王',
        tier: 'platinum',
        tierAndAbove: true,
        managerRole: 'co',
        change: 'outflow',
        incompleteBelowBp: 8000,
        maturesWithinDays: 30,
        churn: 'orange',
        holdsAtLeast: 2,
        favourite: true,
      },
      chipKeys,
    )
    expect(leftOut).toEqual(['text', 'managerRole', 'favourite'])
    expect(problemsOf(made)).toEqual([])
    expect(made.root.parts).toEqual([
      { field: 'tier', is: 'any', of: ['platinum', 'diamond', 'private'] },
      { field: 'movement', is: 'any', of: ['outflow'] },
      { field: 'maturesIn', from: null, to: 30 },
      { field: 'completeness', from: null, to: 79 },
      { field: 'churn', is: 'any', of: ['orange', 'red'] },
      { field: 'classCount', from: 2, to: null },
      { field: 'mark', is: 'none', of: ['deceased'] },
    ])
    expect(ruleOfFilter(noFilter, chipKeys)).toEqual({ rule: rule(all()), leftOut: [] })
  })
})

describe('a draft found again', () => {
  const draft = {
    name: '走访',
    note: '',
    visibility: 'own',
    rule: rule(all(gold, any(age(1, null)))),
  }

  test('comes back as it was', () => {
    expect(draftOf(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
  })

  test.each([
    null,
    { ...draft, name: 1 },
    { ...draft, visibility: 'all' },
    { ...draft, rule: { version: 2, root: all() } },
    { ...draft, rule: rule(all({ field: 'income', from: 1, to: 2 } as never)) },
    { ...draft, rule: rule(all({ ...age(1, 2), from: '1' } as never)) },
    { ...draft, rule: rule(all({ join: 'any' } as never)) },
  ])('is not what another program wrote: %j', (stored) => {
    expect(draftOf(stored)).toBeNull()
  })
})
