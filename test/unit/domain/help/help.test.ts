import { describe, expect, test } from 'vitest'
import { channels } from '#contract/ipc.ts'
import { type HelpFunction, helpFunctions, unusedFunctions } from '#domain/help/functions.ts'
import { nextStepOf } from '#domain/help/next-step.ts'
import { noHelpMemory, tipOf } from '#domain/help/tips.ts'
import { takenInPlace, tours, toursFor } from '#domain/help/tours.ts'

const nobody = new Set<string>()
const manager = ['customer_manager' as const]

test('every function is known by acts that leave a usage record of its module', () => {
  const recorded = new Set(
    Object.entries(channels).map(
      ([name, { usage }]: [string, { usage?: string }]) =>
        `${usage ?? ''}.${name.slice(name.indexOf('.') + 1)}`,
    ),
  )
  for (const { module, verbs } of Object.values<HelpFunction>(helpFunctions)) {
    for (const verb of verbs) expect(recorded).toContain(`${module}.${verb}`)
  }
})

describe('unused functions', () => {
  test('are those of the own roles of which no act is known', () => {
    expect(unusedFunctions(manager, nobody)).toContain('contact')
    expect(unusedFunctions(manager, nobody)).not.toContain('receive')
    expect(unusedFunctions(['teller'], nobody)).toEqual(['receive', 'refer', 'course', 'feedback'])
    expect(unusedFunctions(['risk_officer'], nobody)).toEqual([
      'cases',
      'case_step',
      'course',
      'feedback',
    ])
    expect(unusedFunctions(['line_manager'], nobody)).toEqual(['course', 'feedback'])
  })

  test('one of several verbs is use; the same verb of another module is not', () => {
    expect(unusedFunctions(manager, new Set(['workbench.postpone']))).not.toContain('close_task')
    expect(unusedFunctions(manager, new Set(['key_transactions.contact']))).toContain('contact')
  })
})

describe('the tip of a day', () => {
  const unused = unusedFunctions(manager, nobody)

  test('is one a day, and goes on in order the day after', () => {
    const first = tipOf(unused, noHelpMemory(), '2026-11-23')
    expect(first).toBe('contact')
    const shown = { on: '2026-11-23', name: 'contact' as const }
    expect(tipOf(unused, { dismissed: [], shown }, '2026-11-23')).toBe('contact')
    expect(tipOf(unused, { dismissed: [], shown }, '2026-11-24')).toBe('close_task')
  })

  test('used or dismissed today, no other follows until tomorrow', () => {
    const shown = { on: '2026-11-23', name: 'contact' as const }
    expect(tipOf(unused, { dismissed: ['contact'], shown }, '2026-11-23')).toBeNull()
    const used = unused.filter((name) => name !== 'contact')
    expect(tipOf(used, { dismissed: [], shown }, '2026-11-23')).toBeNull()
    expect(tipOf(used, { dismissed: [], shown }, '2026-11-24')).toBe('close_task')
  })

  test('begins again where the order ends, and never shows what was dismissed', () => {
    const shown = { on: '2026-11-23', name: 'feedback' as const }
    expect(tipOf(unused, { dismissed: ['contact'], shown }, '2026-11-24')).toBe('close_task')
    expect(tipOf(unused, { dismissed: unused, shown }, '2026-11-24')).toBeNull()
    expect(tipOf([], noHelpMemory(), '2026-11-24')).toBeNull()
  })
})

describe('the next step of who fell behind', () => {
  const none = new Map<string, boolean>()
  // 16 of the 21 working days of November 2026 lie before the 24th.
  const on = '2026-11-24'

  test('comes when the share of the working days gone by is not reached', () => {
    expect(nextStepOf({ effective: 8, target: 12 }, ['groups'], on, none)).toEqual({
      effective: 8,
      expected: 9,
      target: 12,
      daysLeft: 5,
      functions: ['groups'],
    })
    expect(nextStepOf({ effective: 9, target: 12 }, ['groups'], on, none)).toBeNull()
  })

  test('nobody is behind on the first working day, and holidays expect nothing', () => {
    expect(nextStepOf({ effective: 0, target: 12 }, [], '2026-11-02', none)).toBeNull()
    const free = new Map(
      Array.from({ length: 30 }, (_, at) => [`2026-11-${String(at + 1).padStart(2, '0')}`, false]),
    )
    expect(nextStepOf({ effective: 0, target: 12 }, [], on, free)).toBeNull()
  })

  test('names three functions at most', () => {
    const step = nextStepOf(
      { effective: 0, target: 12 },
      unusedFunctions(manager, nobody),
      on,
      none,
    )
    expect(step?.functions).toEqual(['contact', 'close_task', 'key_cards'])
  })
})

test('everybody has the tours of the own modules, and no function leads to a tour that nobody of its roles has', () => {
  const learning = ['courses', 'trainings', 'feedback', 'rules']
  expect(toursFor(manager)).toEqual([
    'workbench',
    'paper',
    'customers',
    'record',
    'flow',
    'consumption',
    'graph',
    'evaluation',
    'key_transactions',
    'groups',
    'sync',
    'training',
    ...learning,
  ])
  expect(toursFor(['teller'])).toEqual(['counter', 'sync', 'training', ...learning])
  expect(toursFor(['risk_officer'])).toEqual(['sync', 'risk', 'risk_case', 'training', ...learning])
  expect(toursFor(['line_manager'])).toEqual([
    'sync',
    'training',
    'board',
    'levels',
    'pc_cases',
    'reviews',
    ...learning,
  ])
  expect(toursFor(['branch_head'])).toEqual(
    tours.filter((tour) => !['risk', 'risk_case', 'levels', 'pc_cases', 'reviews'].includes(tour)),
  )
  for (const { roles, tour } of Object.values<HelpFunction>(helpFunctions)) {
    for (const role of roles) expect(toursFor([role]), `${tour} of ${role}`).toContain(tour)
  }
})

test('work is shown in practice, the own month in place; who has no customers is shown all in place', () => {
  expect(takenInPlace('sync', manager)).toBe(false)
  expect(takenInPlace('courses', manager)).toBe(true)
  expect(takenInPlace('sync', ['line_manager'])).toBe(true)
})
