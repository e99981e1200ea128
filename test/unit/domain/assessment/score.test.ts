import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AssessmentFacts, contradictions } from '#domain/assessment/facts.ts'
import {
  type AssessmentScheme,
  assessmentSchemeSchema,
  defaultScheme,
  requiredModules,
  scoreParts,
} from '#domain/assessment/scheme.ts'
import { fullScore, scoreOf } from '#domain/assessment/score.ts'
import { effectiveRule } from '#domain/usage/effective.ts'
import { usageModules } from '#domain/usage/modules.ts'
import { eightModules, exampleMonth } from './a-month.ts'

const judge = (over: Partial<AssessmentFacts> = {}, scheme: AssessmentScheme = eightModules) =>
  scoreOf({ ...exampleMonth, ...over }, scheme, effectiveRule)
const hundredths = (over: Partial<AssessmentFacts> = {}) =>
  judge(over).parts.map((part) => part.hundredths)
const allCourses = { coursesPassed: 3, mandatoryPassed: 3 }

describe('the worked example (rule 4.10)', () => {
  test('25 + 11.36 + 7.5 + 16 + 13.33 + 5 + 4 = 82.19, and 待补训 for a course', () => {
    expect(hundredths()).toEqual([2500, 1136, 750, 1600, 1333, 500, 400])
    const { hundredths: sum, outcome, gates, target } = judge()
    expect(sum).toBe(8219)
    expect(target).toBe(12)
    expect(outcome).toBe('retrain')
    expect(gates).toEqual([
      { gate: 'effective', have: 14, need: 12, met: true },
      { gate: 'mandatory_courses', have: 2, need: 3, met: false },
    ])
  })

  test('says of each part what was done and what is needed', () => {
    const said = judge().parts.map(({ have, need, scale }) => `${have}/${need / scale}`)
    expect(said).toEqual(['14/12', '10/13.2', '6/8', '36/45', '2/3', '1/1', '8/10'])
  })

  test('the own page: 9/12, 8/12.6, 8/8, 30/38, 6/6, 1/1, 6/8 is 82.81', () => {
    const month = {
      dutyTenths: 210,
      workingDays: 21,
      effective: 9,
      activeDays: 8,
      modules: [...usageModules],
      tasksDue: 38,
      tasksInTime: 30,
      tasksFailed: 0,
      coursesRequired: 6,
      coursesPassed: 6,
      mandatoryRequired: 6,
      mandatoryPassed: 6,
      dataDue: 8,
      dataAccepted: 6,
    }
    expect(hundredths(month)).toEqual([1875, 952, 1000, 1579, 2000, 500, 375])
    expect(judge(month)).toMatchObject({ hundredths: 8281, outcome: 'retrain' })
  })
})

describe('gates', () => {
  test('a full score with a gate shut is 待补训; both open is 达标 whatever the score', () => {
    expect(judge({ ...allCourses, effective: 11 }).outcome).toBe('retrain')
    const poor = { ...allCourses, activeDays: 0, modules: [], tasksInTime: 0, tasksFailed: 0 }
    expect(judge(poor).outcome).toBe('passed')
  })

  test('a scheme may do without one', () => {
    const open = { ...eightModules, gates: { effective: true, mandatory_courses: false } }
    expect(judge({}, open)).toMatchObject({ outcome: 'passed', hundredths: 8219 })
  })
})

describe('proration', () => {
  test('half a month needs half of the logins and active days', () => {
    const half = judge({ dutyTenths: 110, effective: 6, activeDays: 5 })
    expect(half.target).toBe(6)
    expect(half.parts[1]).toMatchObject({ have: 5, need: 660_000, scale: 100_000 })
    expect(half.gates[0]?.met).toBe(true)
  })

  test('part time is counted in tenths of a day: 0.8 of 22 days asks for 10 logins', () => {
    expect(judge({ dutyTenths: 176 }).target).toBe(10)
  })

  test('who was not on duty is not judged', () => {
    expect(judge({ dutyTenths: 0 })).toMatchObject({ outcome: 'off_duty', hundredths: null })
  })

  test('a target that is a whole number stays it', () => {
    for (let days = 1; days <= 31; days += 1) {
      for (let duty = 0; duty <= days * 10; duty += 1) {
        const { target } = judge({ dutyTenths: duty, workingDays: days })
        expect(target).toBe(
          Number((12n * BigInt(duty) + BigInt(days * 10) - 1n) / BigInt(days * 10)),
        )
      }
    }
  })
})

describe('what nothing was due of', () => {
  test('leaves its points to the others, which still add up to 100', () => {
    const none = judge({ ...allCourses, tasksDue: 0, tasksInTime: 0, tasksFailed: 0 })
    const tasks = none.parts.find(({ part }) => part === 'tasks')
    expect(tasks).toMatchObject({ state: 'nothing_due', fullHundredths: 0, hundredths: 0 })
    expect(none.parts.map(({ fullHundredths }) => fullHundredths)).toEqual([
      3125, 1875, 1250, 0, 2500, 625, 625,
    ])
  })

  test('a third of 100 has no exact hundredths, and nothing is lost', () => {
    const scheme = {
      ...eightModules,
      points: { ...eightModules.points, effective: 20, modules: 20, feedback: 0, data_quality: 5 },
    }
    const { parts } = judge({ dataDue: 0, dataAccepted: 0, tasksDue: 0, tasksInTime: 0 }, scheme)
    expect(parts.reduce((sum, part) => sum + part.fullHundredths, 0)).toBe(fullScore)
  })
})

describe('exemptions', () => {
  const why = { kind: 'seconded', reason: '借调支行' } as const

  test('frees from everything, with the reason', () => {
    const { outcome, hundredths: none } = judge({ exemptions: [{ scope: 'all', ...why }] })
    expect({ outcome, none }).toEqual({ outcome: 'exempt', none: null })
  })

  test('frees from one part and its gate', () => {
    const freed = judge({ exemptions: [{ scope: 'courses', ...why }] })
    expect(freed.outcome).toBe('passed')
    expect(freed.gates.map(({ gate }) => gate)).toEqual(['effective'])
    const courses = freed.parts.find(({ part }) => part === 'courses')
    expect(courses).toMatchObject({ state: 'exempt', hundredths: 0, exemption: why })
  })
})

describe('roles', () => {
  test('the modules of several roles are needed once each', () => {
    expect(requiredModules(['customer_manager', 'branch_head'], defaultScheme)).toEqual([
      'workbench',
      'key_transactions',
      'customers',
      'groups',
    ])
    expect(requiredModules(['teller'], defaultScheme)).toEqual(['counter'])
  })

  test('administrators and line managers are not assessed', () => {
    expect(judge({ roles: ['system_admin', 'line_manager'] }).outcome).toBe('not_assessed')
  })
})

describe('the scheme', () => {
  test('the product’s own is one, and survives JSON', () => {
    const again = assessmentSchemeSchema.parse(JSON.parse(JSON.stringify(defaultScheme)))
    expect(again).toEqual(defaultScheme)
  })

  test('points that do not add up to 100 are refused, with the reason', () => {
    const points = { ...defaultScheme.points, tasks: 21 }
    const { error } = assessmentSchemeSchema.safeParse({ ...defaultScheme, points })
    expect(error?.issues[0]?.message).toContain('add up to 100')
  })

  test('an unknown role or module is refused', () => {
    for (const roles of [{ clerk: [] }, { teller: ['casino'] }]) {
      expect(assessmentSchemeSchema.safeParse({ ...defaultScheme, roles }).success).toBe(false)
    }
  })
})

test('facts whose part is larger than its whole are named', () => {
  expect(contradictions(exampleMonth)).toEqual([])
  expect(contradictions({ ...exampleMonth, tasksInTime: 46, dutyTenths: 221 })).toEqual([
    'dutyTenths',
    'tasksInTime',
  ])
})

const within = (most: number) => fc.integer({ min: 0, max: most })
/** Any facts that do not contradict themselves. */
const someFacts: fc.Arbitrary<AssessmentFacts> = fc
  .record({
    workingDays: fc.integer({ min: 1, max: 23 }),
    duty: within(1000),
    effective: within(60),
    activeDays: within(31),
    modules: fc.subarray([...usageModules]),
    due: fc.array(within(60), { minLength: 4, maxLength: 4 }),
    done: fc.array(within(1000), { minLength: 4, maxLength: 4 }),
    feedback: within(4),
  })
  .map(({ workingDays, duty, due, done, ...rest }) => {
    const part = (of: number, nth: number) => Math.floor((of * (done[nth] ?? 0)) / 1000)
    const [tasks = 0, courses = 0, , data = 0] = due
    const inTime = part(tasks, 0)
    const passed = part(courses, 1)
    return {
      ...exampleMonth,
      ...rest,
      workingDays,
      dutyTenths: Math.floor((workingDays * 10 * duty) / 1000),
      tasksDue: tasks,
      tasksInTime: inTime,
      tasksFailed: part(inTime, 2),
      coursesRequired: courses,
      coursesPassed: passed,
      mandatoryRequired: part(passed, 2),
      mandatoryPassed: part(part(passed, 2), 1),
      dataDue: data,
      dataAccepted: part(data, 3),
    }
  })

describe('for any month', () => {
  test('the score is the sum of its parts, between 0 and 100, each within its own', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        expect(contradictions(facts)).toEqual([])
        const { hundredths: sum, parts } = judge(facts)
        for (const part of parts) {
          expect(part.hundredths).toBeGreaterThanOrEqual(0)
          expect(part.hundredths).toBeLessThanOrEqual(part.fullHundredths)
          const exact = Math.min(1, part.have / (part.need / part.scale)) * part.fullHundredths
          if (part.state === 'judged') {
            expect(Math.abs(part.hundredths - exact)).toBeLessThanOrEqual(0.5 + 1e-6)
          }
        }
        const full = parts.reduce((all, { fullHundredths }) => all + fullHundredths, 0)
        expect(full).toBe(facts.dutyTenths > 0 || full > 0 ? fullScore : 0)
        if (sum !== null) {
          expect(sum).toBe(parts.reduce((all, part) => all + part.hundredths, 0))
          expect(sum).toBeLessThanOrEqual(fullScore)
        }
      }),
    )
  })

  test('doing more of anything never lowers the score nor shuts a gate', () => {
    const more: ((facts: AssessmentFacts) => Partial<AssessmentFacts>)[] = [
      ({ effective }) => ({ effective: effective + 1 }),
      ({ activeDays }) => ({ activeDays: activeDays + 1 }),
      () => ({ modules: [...usageModules] }),
      ({ tasksDue }) => ({ tasksInTime: tasksDue }),
      () => ({ tasksFailed: 0 }),
      (facts) => ({
        coursesPassed: facts.coursesRequired,
        mandatoryPassed: facts.mandatoryRequired,
      }),
      ({ feedback }) => ({ feedback: feedback + 1 }),
      ({ dataDue }) => ({ dataAccepted: dataDue }),
    ]
    fc.assert(
      fc.property(someFacts, fc.constantFrom(...more), (facts, step) => {
        const before = judge(facts)
        const after = judge({ ...facts, ...step(facts) })
        expect(after.hundredths ?? 0).toBeGreaterThanOrEqual(before.hundredths ?? 0)
        expect(before.outcome === 'passed' && after.outcome === 'retrain').toBe(false)
      }),
    )
  })

  test('parts come in the order of the scheme, whatever the order of modules', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const turned = { ...facts, modules: facts.modules.toReversed() }
        expect(judge(turned)).toEqual(judge(facts))
        expect(judge(facts).parts.map(({ part }) => part)).toEqual([...scoreParts])
      }),
    )
  })

  test('raw logins change nothing: they stand beside the score', () => {
    fc.assert(
      fc.property(someFacts, within(500), (facts, logins) => {
        expect(judge({ ...facts, logins })).toEqual(judge(facts))
      }),
    )
  })
})
