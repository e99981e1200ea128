import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chance } from '#platform/chance/chance.ts'
import type { Part, Round, RoundInput } from '#tools/durability/part.ts'
import { planRound, wholeRound } from '#tools/durability/processes/plan.ts'
import { RunProgress } from '#tools/durability/progress.ts'
import { addFigures, allHeld, huntPlanted, runParts } from '#tools/durability/run.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ocrm-durability-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const identity = { seed: 3, short: false, code: 'abc' }
const state = () => join(folder, 'state.json')

/** A part whose rounds count themselves; `look` may find something broken. */
function counting(look: (input: RoundInput) => Promise<Round> | Round) {
  const seen: number[] = []
  const part: Part = {
    name: 'counting',
    title: 'counts',
    rounds: { full: 5, short: 2 },
    unable: () => Promise.resolve(undefined),
    open: () =>
      Promise.resolve({
        round: async (input) => {
          seen.push(input.index)
          return look(input)
        },
        close: () => Promise.resolve(),
      }),
    outcomes: (sum, rounds) => [
      { what: 'rounds', value: `${sum['rounds']}`, target: `${rounds}`, held: true },
    ],
    planted: [
      {
        name: 'every third round breaks',
        open: () =>
          Promise.resolve({
            round: ({ index }) =>
              Promise.resolve({ figures: {}, broken: index === 2 ? ['it broke'] : [] }),
            close: () => Promise.resolve(),
          }),
      },
    ],
  }
  return { part, seen }
}

const sound = ({ index }: RoundInput): Round => ({
  figures: { rounds: 1, maxIndex: index },
  broken: [],
})

const options = (stopped = () => false) => ({
  seed: 3,
  rounds: (part: Part) => part.rounds.full,
  folder: join(folder, 'work'),
  limitMs: 1_000,
  stopped,
  say: () => {},
})

describe('a run', () => {
  test('adds counts up and keeps the largest of a maximum', () => {
    expect(addFigures({ kills: 2, maxMs: 9 }, { kills: 3, maxMs: 4, lost: 1 })).toEqual({
      kills: 5,
      maxMs: 9,
      lost: 1,
    })
  })

  test('that was stopped goes on with the next round and ends with all figures', async () => {
    const { part, seen } = counting(sound)
    const kept = RunProgress.resume(state(), identity)
    const first = await runParts(
      [part],
      options(() => seen.length === 2),
      kept,
    )
    expect(first).toMatchObject([{ rounds: 2, asked: 5 }])
    expect(allHeld(first)).toBe(false)
    const again = await runParts([part], options(), RunProgress.resume(state(), identity))
    expect(seen).toEqual([0, 1, 2, 3, 4])
    expect(again).toMatchObject([{ rounds: 5, sum: { rounds: 5, maxIndex: 4 }, broken: [] }])
    expect(allHeld(again)).toBe(true)
  })

  test('of something else does not go on, and says why', async () => {
    const { part } = counting(sound)
    await runParts([part], options(), RunProgress.begin(state(), identity))
    const resume = (over: object) => () => RunProgress.resume(state(), { ...identity, ...over })
    expect(resume({ seed: 4 })).toThrow('--seed 3')
    expect(resume({ short: true })).toThrow('leave --short out')
    expect(resume({ code: 'other' })).toThrow('The code has changed')
    writeFileSync(state(), '{"seed":')
    expect(resume({})).toThrow('cannot be read')
  })

  test('tells a broken promise, keeps the files of that round alone, and has not held', async () => {
    const said: string[] = []
    const { part } = counting((input) => {
      writeFileSync(join(input.folder, 'trace'), `${input.index}`)
      return input.index === 1 ? { figures: {}, broken: ['lost a write'] } : sound(input)
    })
    const results = await runParts(
      [part],
      { ...options(), say: (line) => said.push(line) },
      RunProgress.begin(state(), identity),
    )
    expect(allHeld(results)).toBe(false)
    expect(said.join('\n')).toContain('counting round 1')
    expect(said.join('\n')).toContain('lost a write')
    expect(readdirSync(join(folder, 'work'))).toEqual(['counting-seed-3-round-1'])
    const trace = join(folder, 'work/counting-seed-3-round-1/trace')
    expect(readFileSync(trace, 'utf8')).toBe('1')
    expect(readFileSync(state(), 'utf8')).toContain('lost a write')
  })

  test('does not wait for ever for a round, and starts no other after it', async () => {
    const { part, seen } = counting(() => new Promise<Round>(() => {}))
    const hasty = { ...options(), limitMs: 30 }
    const results = await runParts([part], hasty, RunProgress.begin(state(), identity))
    expect(seen).toEqual([0])
    expect(results).toMatchObject([{ rounds: 1, broken: ['round 0 took longer than 0.03 s'] }])
  })

  test('names a part this machine cannot run', async () => {
    const { part, seen } = counting(sound)
    const unable = { ...part, unable: () => Promise.resolve('no compiler') }
    const results = await runParts([unable], options(), RunProgress.begin(state(), identity))
    expect(results).toEqual([{ name: 'counting', title: 'counts', skipped: 'no compiler' }])
    expect(seen).toEqual([])
    expect(existsSync(state())).toBe(false)
  })

  test('says in which round a deliberate fault was noticed, or that it was not', async () => {
    const { part } = counting(sound)
    const noticed = { rounds: 3, by: 'it broke' }
    expect(await huntPlanted(part, options(), 4)).toMatchObject([{ noticed }])
    expect(await huntPlanted(part, options(), 2)).toMatchObject([{ noticed: null }])
  })
})

describe('the plan of a round', () => {
  test('is the same for the same seed, and has everything in it', () => {
    const plan = (seed: number) => planRound(chance(seed), wholeRound)
    expect(plan(5)).toEqual(plan(5))
    expect(plan(5)).not.toEqual(plan(6))
    for (let seed = 0; seed < 50; seed += 1) {
      const kinds = plan(seed).map(({ kind }) => kind)
      const count = (kind: string) => kinds.filter((own) => own === kind).length
      expect(count('kill')).toBe(wholeRound.kills)
      expect(count('partition')).toBe(wholeRound.partitions)
      expect(count('disturbance') + count('reset')).toBe(wholeRound.disturbances)
      expect(count('failover')).toBe(wholeRound.failovers)
      expect(kinds.indexOf('copy')).toBeLessThan(kinds.indexOf('failover'))
    }
  })
})
