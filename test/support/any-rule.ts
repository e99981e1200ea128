import fc from 'fast-check'
import { choiceFields, rangeFields, type RangeField } from '#domain/groups/fields.ts'
import {
  type ChoiceCondition,
  type GroupRule,
  type RangeCondition,
  type RuleGroup,
  type RulePart,
} from '#domain/groups/rule.ts'

/** Values of a number among which random customers lie. */
const usual: Record<RangeField, readonly [number, number]> = {
  aum: [0, 40_000_000],
  monthAverage: [0, 40_000_000],
  quarterAverage: [0, 40_000_000],
  change30: [-10_000_000, 10_000_000],
  loan: [0, 5_000_000],
  maturityAmount: [0, 20_000_000],
  idleCash: [4_000_000, 20_000_000],
  leakage: [0, 9_000_000],
  age: [0, 100],
  tenure: [0, 40],
  classCount: [0, 5],
  maturesIn: [0, 90],
  uncontacted: [0, 400],
  completeness: [0, 100],
  valueScore: [0, 100],
}

const rangeNames = Object.keys(rangeFields) as RangeField[]
const choiceNames = Object.keys(choiceFields) as (keyof typeof choiceFields)[]

const anyRange: fc.Arbitrary<RangeCondition> = fc.constantFrom(...rangeNames).chain((field) => {
  const [least, most] = usual[field]
  const bound = fc.integer({ min: least, max: most })
  return fc
    .tuple(bound, bound, fc.constantFrom('both', 'from', 'to'))
    .map(([one, other, shape]) => ({
      field,
      from: shape === 'to' ? null : Math.min(one, other),
      to: shape === 'from' ? null : Math.max(one, other),
    }))
})

/** Conditions on words; `managers` are the ids of staff a rule may name. */
const anyChoice = (managers: readonly string[]): fc.Arbitrary<ChoiceCondition> =>
  fc.constantFrom(...choiceNames).chain((field) => {
    const { words, many } = choiceFields[field]
    return fc.record({
      field: fc.constant(field),
      is: fc.constantFrom(
        ...(many ? (['any', 'all', 'none'] as const) : (['any', 'none'] as const)),
      ),
      of: fc.uniqueArray(fc.constantFrom(...(words ?? managers)), { minLength: 1, maxLength: 3 }),
    })
  })

/** Random rules that can be judged, as deep as allowed. */
export function anyRule(managers: readonly string[]): fc.Arbitrary<GroupRule> {
  const leaf: fc.Arbitrary<RulePart> = fc.oneof(anyRange, anyChoice(managers))
  const join = fc.constantFrom('all' as const, 'any' as const, 'none' as const)
  const group = (parts: fc.Arbitrary<RulePart>, most: number): fc.Arbitrary<RuleGroup> =>
    fc.record({ join, parts: fc.array(parts, { minLength: 1, maxLength: most }) })
  const inner = group(leaf, 2)
  const middle = group(fc.oneof(leaf, inner), 2)
  return group(fc.oneof({ arbitrary: leaf, weight: 2 }, { arbitrary: middle, weight: 1 }), 4).map(
    (root) => ({ version: 1, root }),
  )
}
