import { rangeOf, wordsOf } from './fields.ts'
import {
  type Condition,
  type GroupRule,
  isGroup,
  isRange,
  ruleLimits,
  type RulePart,
} from './rule.ts'

/** What is wrong with a rule; each has a sentence that says what to do. */
export const problemCodes = [
  'nothingAsked',
  'groupEmpty',
  'tooDeep',
  'tooMany',
  'boundMissing',
  'boundsReversed',
  'outOfLimits',
  'nothingChosen',
  'unknownWord',
  'allOfOne',
] as const
/** A word of {@link problemCodes}. */
export type ProblemCode = (typeof problemCodes)[number]

/** A fault of a rule and the part it is about: places of parts, from the root down. */
export interface RuleProblem {
  code: ProblemCode
  at: number[]
}

function problemOf(condition: Condition): ProblemCode | null {
  if (isRange(condition)) {
    const { from, to } = condition
    const limits = rangeOf(condition.field)
    if (from === null && to === null) return 'boundMissing'
    if (from !== null && to !== null && from > to) return 'boundsReversed'
    const outside = [from, to].some(
      (bound) => bound !== null && limits && (bound < limits.least || bound > limits.most),
    )
    return outside ? 'outOfLimits' : null
  }
  const known = wordsOf(condition.field)
  if (condition.of.length === 0) return 'nothingChosen'
  if (condition.is === 'all' && known?.many === false) return 'allOfOne'
  const unknown = condition.of.some((word) => known?.words?.includes(word) === false)
  return unknown || condition.of.length > ruleLimits.words ? 'unknownWord' : null
}

function collect(part: RulePart, at: number[], found: RuleProblem[]): void {
  if (!isGroup(part)) {
    const code = problemOf(part)
    if (code !== null) found.push({ code, at })
    return
  }
  if (at.length >= ruleLimits.depth) {
    found.push({ code: 'tooDeep', at })
    return
  }
  if (part.parts.length === 0)
    found.push({ code: at.length === 0 ? 'nothingAsked' : 'groupEmpty', at })
  part.parts.forEach((each, index) => collect(each, [...at, index], found))
}

const countOf = (part: RulePart): number =>
  isGroup(part) ? part.parts.reduce((sum, each) => sum + countOf(each), 0) : 1

/** Everything that is wrong with a rule, in the order it is read; empty for one that can be judged. */
export function problemsOf({ root }: GroupRule): RuleProblem[] {
  const found: RuleProblem[] = []
  if (countOf(root) > ruleLimits.conditions) found.push({ code: 'tooMany', at: [] })
  collect(root, [], found)
  return found
}
