import { choiceFields, rangeOf, type RuleField, wordsOf } from '#domain/groups/fields.ts'
import { problemsOf } from '#domain/groups/problems.ts'
import {
  type Condition,
  type GroupRule,
  isGroup,
  type RuleGroup,
  type RulePart,
} from '#domain/groups/rule.ts'

/** Places of parts from the root down, as a key. */
export const placeKey = (at: readonly number[]): string => at.join('.')

/** A rule with the group at a place put as `change` says; the rule itself where the place is gone. */
function withGroup(
  group: RuleGroup,
  at: readonly number[],
  change: (group: RuleGroup) => RuleGroup,
): RuleGroup {
  const [first, ...rest] = at
  if (first === undefined) return change(group)
  const inner = group.parts[first]
  if (!inner || !isGroup(inner)) return group
  const parts = group.parts.with(first, withGroup(inner, rest, change))
  return { ...group, parts }
}

/** The root with another part at a place. */
export function replaced(root: RuleGroup, at: readonly number[], part: RulePart): RuleGroup {
  const place = at.at(-1)
  if (place === undefined) return isGroup(part) ? part : root
  return withGroup(root, at.slice(0, -1), (group) => ({
    ...group,
    parts: group.parts.with(place, part),
  }))
}

/** The root without the part at a place. */
export function removed(root: RuleGroup, at: readonly number[]): RuleGroup {
  return withGroup(root, at.slice(0, -1), (group) => ({
    ...group,
    parts: group.parts.filter((_, index) => index !== at.at(-1)),
  }))
}

/** The root with a part more at the end of the group at a place. */
export function added(root: RuleGroup, at: readonly number[], part: RulePart): RuleGroup {
  return withGroup(root, at, (group) => ({ ...group, parts: [...group.parts, part] }))
}

/** The root with the part at a place changed with its neighbour. */
export function moved(root: RuleGroup, at: readonly number[], by: 1 | -1): RuleGroup {
  return withGroup(root, at.slice(0, -1), (group) => {
    const from = at.at(-1) ?? 0
    const [one, other] = [group.parts[from], group.parts[from + by]]
    if (!one || !other) return group
    return { ...group, parts: group.parts.with(from, other).with(from + by, one) }
  })
}

/** A condition about a field in which nothing is said yet. */
export function freshCondition(field: RuleField): Condition {
  return Object.hasOwn(choiceFields, field)
    ? { field: field as keyof typeof choiceFields, is: 'any', of: [] }
    : { field: field as Exclude<RuleField, keyof typeof choiceFields>, from: null, to: null }
}

/** Fields a condition may be about, put together as they are offered. */
export const fieldGroups = {
  money: [
    'tier',
    'aum',
    'monthAverage',
    'quarterAverage',
    'change30',
    'movement',
    'gap',
    'holds',
    'classCount',
    'loan',
    'maturesIn',
    'maturityAmount',
    'idleCash',
    'leakage',
  ],
  person: ['age', 'sex', 'birthMonth', 'type', 'mark', 'tenure', 'completeness', 'risk'],
  care: ['uncontacted', 'contactCycle', 'churn', 'valueScore', 'task', 'consent', 'manager'],
} as const satisfies Record<string, readonly RuleField[]>

/** What of a rule can be judged now, and where its parts stand in it. */
export interface SoundRule {
  /** Null where nothing is asked that can be judged. */
  rule: GroupRule | null
  /** Place in the judged rule by the place on screen. */
  places: Map<string, string>
}

/** Leaves out what is not finished, so that counts go on while a line is being written. */
export function soundRule(rule: GroupRule): SoundRule {
  const wrong = new Set(problemsOf(rule).map(({ at }) => placeKey(at)))
  const places = new Map<string, string>()
  function sound(group: RuleGroup, at: number[], own: number[]): RuleGroup {
    const parts: RulePart[] = []
    group.parts.forEach((part, index) => {
      const place = [...at, index]
      if (wrong.has(placeKey(place))) return
      const judged = [...own, parts.length]
      const kept = isGroup(part) ? sound(part, place, judged) : part
      if (isGroup(kept) && kept.parts.length === 0) return
      parts.push(kept)
      places.set(placeKey(place), placeKey(judged))
    })
    return { ...group, parts }
  }
  const root = sound(rule.root, [], [])
  const judgeable = root.parts.length > 0 && !problemsOf({ ...rule, root }).length
  return { rule: judgeable ? { ...rule, root } : null, places }
}

/** 分 a number of 万 means; null for an empty field, NaN for what is no number. */
export function fenOfWan(text: string): number | null {
  const typed = text.trim().replaceAll(',', '')
  return typed === '' ? null : Math.round(Number(typed) * 1_000_000)
}

/** A bound as it stands in its field. */
export function boundText(field: RuleField, bound: number | null): string {
  if (bound === null) return ''
  return rangeOf(field)?.unit === 'fen' ? String(bound / 1_000_000) : String(bound)
}

/** What was typed into the field of a bound; null for nothing, NaN for what is no number. */
export function boundOf(field: RuleField, text: string): number | null {
  if (rangeOf(field)?.unit === 'fen') return fenOfWan(text)
  const typed = text.trim()
  return typed === '' ? null : /^-?\d+$/.test(typed) ? Number(typed) : Number.NaN
}

/** Whether a customer may have several words of the field at once. */
export const hasMany = (field: RuleField): boolean => wordsOf(field)?.many === true
