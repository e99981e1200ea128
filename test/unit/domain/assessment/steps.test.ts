import { describe, expect, test } from 'vitest'
import { type AssessmentFacts, noFacts } from '#domain/assessment/facts.ts'
import { byAttention, helpFor } from '#domain/assessment/help.ts'
import { defaultScheme } from '#domain/assessment/scheme.ts'
import { scoreOf } from '#domain/assessment/score.ts'
import { stepsOf } from '#domain/assessment/steps.ts'
import { effectiveRule } from '#domain/usage/effective.ts'

const facts: AssessmentFacts = {
  ...noFacts,
  roles: ['customer_manager'],
  workingDays: 22,
  dutyTenths: 220,
  logins: 20,
  effective: 9,
  activeDays: 9,
  modules: ['workbench', 'customers', 'groups'],
  tasksDue: 10,
  tasksInTime: 8,
  coursesRequired: 4,
  coursesPassed: 3,
  mandatoryRequired: 3,
  mandatoryPassed: 2,
  feedback: 1,
}
const tasks = [
  { id: 't1', customerId: 'c1', dueOn: '2026-11-26', quality: false },
  { id: 't2', customerId: 'c2', dueOn: '2026-11-28', quality: true },
]
const ground = {
  scheme: defaultScheme,
  rule: effectiveRule,
  tasks,
  asOf: '2026-11-25',
  daysLeft: 4,
}
const steps = (of: AssessmentFacts) => stepsOf({ ...ground, facts: of })

describe('steps towards 达标', () => {
  test('begin with the gates, then give most first', () => {
    const found = steps(facts)
    expect(found.map(({ act }) => act.kind)).toEqual([
      'effective',
      'mandatory_courses',
      'task',
      'module',
      'task',
    ])
    expect(found.map(({ gate }) => gate)).toEqual([true, true, false, false, false])
    expect(found[0]?.act).toEqual({ kind: 'effective', count: 3, daysLeft: 4 })
  })

  test('gain what the formula itself gives', () => {
    const [effective] = steps(facts)
    const after = { ...facts, effective: 12, activeDays: 12 }
    const points = (of: AssessmentFacts) =>
      scoreOf(of, defaultScheme, effectiveRule).hundredths ?? 0
    expect(effective?.gainHundredths).toBe(points(after) - points(facts))
    // A task that is due later is held against the same one left lying.
    const task = steps(facts).find(({ act }) => act.kind === 'task' && act.task.id === 't1')
    const left = { ...facts, tasksDue: 11 }
    expect(task?.gainHundredths).toBe(points({ ...left, tasksInTime: 9 }) - points(left))
  })

  test('are none for whoever is exempt or has everything', () => {
    const exemption = { scope: 'all' as const, kind: 'leave' as const, reason: '休假' }
    expect(steps({ ...facts, exemptions: [exemption] })).toEqual([])
    const all: AssessmentFacts = {
      ...facts,
      effective: 12,
      activeDays: 14,
      modules: ['workbench', 'key_transactions', 'customers', 'groups'],
      tasksInTime: 10,
      coursesPassed: 4,
      mandatoryPassed: 3,
    }
    expect(stepsOf({ ...ground, facts: all, tasks: [] })).toEqual([])
  })
})

describe('suggested help', () => {
  const help = (of: Partial<AssessmentFacts>, daysSeen = 12) => {
    const now = { ...facts, ...of }
    const score = scoreOf(now, defaultScheme, effectiveRule)
    const known = { scheme: defaultScheme, forecast: null, passed: 18, daysSeen }
    return helpFor({ ...known, facts: now, score })
  }

  test('asks first where somebody is who was hardly ever here', () => {
    expect(help({ effective: 1 }, 2)?.kind).toBe('exemption')
  })
  test('then courses, breadth, pace', () => {
    expect(help({})).toMatchObject({ kind: 'courses', count: 1, of: 3 })
    const passed = { mandatoryPassed: 3, coursesPassed: 4 }
    expect(help(passed)).toMatchObject({ kind: 'breadth', modules: ['key_transactions'], count: 3 })
    const modules = ['workbench', 'key_transactions', 'customers', 'groups'] as const
    expect(help({ ...passed, modules: [...modules] })?.kind).toBe('pace')
  })
  test('looks at the quality of contacts of those who pass', () => {
    const passed = { effective: 12, mandatoryPassed: 3, coursesPassed: 4 }
    expect(help({ ...passed, contacts: 9, contactsWithOutcome: 2 })?.kind).toBe('quality')
    expect(help({ ...passed, contacts: 9, contactsWithOutcome: 5 })).toBeNull()
  })
  test('puts those who need it before those who pass, and the exempt last', () => {
    const of = (outcome: 'passed' | 'retrain' | 'exempt', effective: number) => ({
      score: { outcome, target: 12 },
      facts: { effective },
      forecast: null,
    })
    const sorted = [of('exempt', 2), of('passed', 13), of('retrain', 8), of('retrain', 3)]
    sorted.sort(byAttention)
    expect(sorted.map(({ facts: { effective } }) => effective)).toEqual([3, 8, 13, 2])
  })
})
