import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { type ModelOutcome, runModelSchedule, shrink } from '#tools/simulate/model/run.ts'
import { faultNames } from '#tools/simulate/model/faults.ts'

interface Figures {
  schedules: number
  violations: number
  kinds: Record<string, number>
}

/** Runs the command as a person would and reads its line of figures. */
function simulate<Read>(...options: string[]): Promise<Read> {
  const child = spawn(process.execPath, ['tools/simulate/main.ts', '--json', ...options])
  let [out, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', () => {
      try {
        done(JSON.parse(out.trim().split('\n').at(-1) ?? '') as Read)
      } catch {
        fail(new Error(`${out}\n${errors}`))
      }
    })
  })
}

describe('the protocol, over its own tables', () => {
  test('holds its invariants in 20,000 schedules with every kind of fault', async () => {
    const figures = await simulate<Figures>('--model', '20000', '--schedules', '0')
    expect(figures).toMatchObject({ schedules: 20_000, violations: 0 })
    for (const kind of faultNames) expect(figures.kinds[kind], kind).toBeGreaterThan(100)
  }, 300_000)

  test('goes the same way twice from the same seed', () => {
    for (const seed of [1, 17, 4711]) {
      const [first, second] = [1, 2].map(() => runModelSchedule(seed, { trace: true }))
      expect(first?.trace.length).toBeGreaterThan(50)
      expect(second).toEqual(first)
    }
  })

  test('does not hold them when any rule is taken away', async () => {
    const figures = await simulate<{ mutants: number; survived: string[] }>(
      '--mutants',
      '--schedules',
      '0',
    )
    expect(figures.mutants).toBeGreaterThan(20)
    expect(figures.survived).toEqual([])
  }, 300_000)
})

test('a schedule that fails is shrunk to the faults it needs', () => {
  const needed = new Set([5, 33])
  const run = (seed: number, options: { skip?: ReadonlySet<number> } = {}): ModelOutcome => {
    const happened = Array.from({ length: 40 }, (_, ordinal) => ({
      ordinal,
      kind: 'kill' as const,
    })).filter(({ ordinal }) => !options.skip?.has(ordinal))
    const breaks = [...needed].every((ordinal) => !options.skip?.has(ordinal))
    const violation = breaks ? { invariant: 'I1', detail: '' } : null
    return { seed, steps: 1, faults: {}, happened, violation, trace: [] }
  }
  const smallest = shrink(run(1), run)
  expect(smallest.happened.map(({ ordinal }) => ordinal)).toEqual([...needed])
  expect(smallest.violation?.invariant).toBe('I1')
})
