import type { Day } from '../time/day.ts'
import type { EffectiveRule } from '../usage/effective.ts'
import { type UsageModule, usageModules } from '../usage/modules.ts'
import type { AssessmentFacts } from './facts.ts'
import { type AssessmentScheme, requiredModules } from './scheme.ts'
import { scoreOf } from './score.ts'

/** A task of the person that can still be closed in time. */
export interface OpenTask {
  id: string
  customerId: string
  dueOn: Day
  /** Whether it asks for data of the customer. */
  quality: boolean
}

/** A thing that brings a month nearer to 达标. */
export type StepAct =
  | { kind: 'effective'; count: number; daysLeft: number }
  | { kind: 'mandatory_courses'; count: number }
  | { kind: 'courses'; count: number }
  | { kind: 'task'; task: OpenTask }
  | { kind: 'module'; module: UsageModule }
  | { kind: 'feedback' }

/** A step, and by how much it raises the score, hundredths of a point. */
export interface Step {
  act: StepAct
  /** Without it the month is 待补训 whatever its score. */
  gate: boolean
  gainHundredths: number
}

/** What steps are chosen from. */
export interface StepGround {
  facts: AssessmentFacts
  scheme: AssessmentScheme
  rule: EffectiveRule
  /** Tasks due within the month that are open, by due day. */
  tasks: readonly OpenTask[]
  /** The business date: what is due later is not counted as due yet. */
  asOf: Day
  /** Working days left in the month, today among them. */
  daysLeft: number
}

const plus = (facts: AssessmentFacts, more: Partial<AssessmentFacts>) => ({ ...facts, ...more })

/** A task done in time, against the same one left lying. */
function taskFacts(facts: AssessmentFacts, { dueOn, quality }: OpenTask, asOf: Day) {
  const due = dueOn > asOf ? 1 : 0
  const left = quality
    ? plus(facts, { dataDue: facts.dataDue + due })
    : plus(facts, { tasksDue: facts.tasksDue + due })
  const done = quality
    ? plus(left, { dataAccepted: Math.min(left.dataDue, left.dataAccepted + 1) })
    : plus(left, { tasksInTime: Math.min(left.tasksDue, left.tasksInTime + 1) })
  return { left, done }
}

/**
 * What is still missing in a month, the nearest first: what a gate asks for, then what gives most, of equal
 * ones what is due first. Every gain is the difference of two scores by the formula itself. Empty where
 * nobody is judged, or nothing is missing.
 */
export function stepsOf({ facts, scheme, rule, tasks, asOf, daysLeft }: StepGround): Step[] {
  const points = (of: AssessmentFacts) => scoreOf(of, scheme, rule).hundredths ?? 0
  const { outcome, target, gates } = scoreOf(facts, scheme, rule)
  if (outcome !== 'passed' && outcome !== 'retrain') return []
  const freed = new Set(facts.exemptions.map(({ scope }) => scope))
  const steps: (Step & { dueOn: Day })[] = []
  const add = (
    act: StepAct,
    gate: boolean,
    after: AssessmentFacts,
    before = facts,
    dueOn = '9',
  ) => {
    const gainHundredths = points(after) - points(before)
    if (gate || gainHundredths > 0) steps.push({ act, gate, gainHundredths, dueOn })
  }
  const missed = new Set(gates.filter(({ met }) => !met).map(({ gate }) => gate))
  const logins = target - facts.effective
  if (logins > 0 && !freed.has('effective') && daysLeft > 0) {
    const after = plus(facts, { effective: target, activeDays: facts.activeDays + logins })
    add({ kind: 'effective', count: logins, daysLeft }, missed.has('effective'), after)
  }
  const mandatory = facts.mandatoryRequired - facts.mandatoryPassed
  if (mandatory > 0 && !freed.has('courses')) {
    const after = plus(facts, {
      mandatoryPassed: facts.mandatoryRequired,
      coursesPassed: Math.min(facts.coursesRequired, facts.coursesPassed + mandatory),
    })
    const act: StepAct = { kind: 'mandatory_courses', count: mandatory }
    add(act, missed.has('mandatory_courses'), after)
  }
  const others = facts.coursesRequired - facts.coursesPassed - Math.max(0, mandatory)
  if (others > 0) {
    const after = plus(facts, { coursesPassed: facts.coursesPassed + others })
    add({ kind: 'courses', count: others }, false, after)
  }
  for (const task of tasks) {
    const { left, done } = taskFacts(facts, task, asOf)
    add({ kind: 'task', task }, false, done, left, task.dueOn)
  }
  for (const module of requiredModules(facts.roles, scheme)) {
    if (facts.modules.includes(module)) continue
    const used = new Set([...facts.modules, module])
    const modules = usageModules.filter((name) => used.has(name))
    add({ kind: 'module', module }, false, plus(facts, { modules }))
  }
  if (facts.feedback + facts.adopted < scheme.feedbackAMonth) {
    add({ kind: 'feedback' }, false, plus(facts, { feedback: facts.feedback + 1 }))
  }
  return steps
    .sort(
      (a, b) =>
        Number(b.gate) - Number(a.gate) ||
        b.gainHundredths - a.gainHundredths ||
        (a.dueOn < b.dueOn ? -1 : 1),
    )
    .map(({ act, gate, gainHundredths }) => ({ act, gate, gainHundredths }))
}
