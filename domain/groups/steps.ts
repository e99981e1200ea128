import { isGroup, type RuleGroup, type RulePart } from './rule.ts'

/**
 * One line of a rule: what must hold for a customer to be counted there. In 且 each line narrows what the
 * lines above left; in 或 and 都不 each is counted among those who came to the group. The line of a group
 * stands after its parts and says who remains once it is judged whole.
 */
export interface RuleStep {
  /** Places of parts from the root down; `[]` is the whole rule. */
  at: number[]
  /** Parts all of which must hold. */
  holds: RulePart[]
}

function stepsIn(group: RuleGroup, at: number[], context: RulePart[], steps: RuleStep[]): void {
  let before = context
  group.parts.forEach((part, index) => {
    const place = [...at, index]
    if (isGroup(part)) stepsIn(part, place, before, steps)
    steps.push({ at: place, holds: [...before, part] })
    if (group.join === 'all') before = [...before, part]
  })
}

/** Every line of a rule in the order it is read, the whole rule last. */
export function stepsOf(root: RuleGroup): RuleStep[] {
  const steps: RuleStep[] = []
  stepsIn(root, [], [], steps)
  return [...steps, { at: [], holds: [root] }]
}
