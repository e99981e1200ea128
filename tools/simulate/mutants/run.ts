import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mutantVariable } from './chosen-name.ts'
import { mutants, type Mutant } from './list.ts'

/** What became of a mutant: which schedule killed it, or null where it survived. */
export interface MutantFate {
  mutant: Mutant
  killed: { seed: number; after: number; invariant: string; detail: string } | null
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Runs a mutant until a schedule notices it, at most `most` of them. */
function hunt(mutant: Mutant, first: number, most: number): Promise<MutantFate> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      here('./register.ts'),
      here('./hunt.ts'),
      mutant.level,
      String(first),
      String(most),
    ],
    { env: { ...process.env, [mutantVariable]: mutant.name }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let [out, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) => {
      if (code !== 0) return fail(new Error(`${mutant.name}: ${errors}`))
      done({ mutant, ...(JSON.parse(out) as Pick<MutantFate, 'killed'>) })
    })
  })
}

/**
 * Runs every mutant of a level, two at a time, each for at most `most` schedules; `told` hears of each
 * as it ends.
 */
export async function runMutants(
  level: Mutant['level'],
  first: number,
  most: number,
  told: (fate: MutantFate) => void,
): Promise<MutantFate[]> {
  const waiting = mutants.filter((mutant) => mutant.level === level)
  const fates: MutantFate[] = []
  const hunter = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const fate = await hunt(mutant, first, most)
      fates.push(fate)
      told(fate)
    }
  }
  await Promise.all([hunter(), hunter()])
  return fates
}

/** What of vitest's report is read. */
interface Report {
  testResults: { assertionResults: { status: string; fullName: string }[] }[]
}

/** Runs the tests that must notice a mutant, in their process and in those they start; null where none failed. */
function failedTest(mutant: Mutant): Promise<string | null> {
  const report = join(tmpdir(), `ocrm-mutant-${process.pid}.json`)
  const vitest = resolve('node_modules/vitest/vitest.mjs')
  const options = ['--no-isolate', '--bail', '1', '--reporter', 'json', '--outputFile', report]
  const child = spawn(
    process.execPath,
    [vitest, 'run', mutant.killedBy ?? '', '--config', here('./vitest.config.ts'), ...options],
    {
      env: {
        ...process.env,
        [mutantVariable]: mutant.name,
        NODE_OPTIONS: `--import ${new URL('./register.ts', import.meta.url).href}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', () => {
      try {
        const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
        const results = testResults.flatMap(({ assertionResults }) => assertionResults)
        if (results.length === 0) throw new Error('no test was run')
        done(results.find(({ status }) => status === 'failed')?.fullName ?? null)
      } catch (error) {
        fail(new Error(`${mutant.name}: ${String(error)}\n${errors}`))
      } finally {
        rmSync(report, { force: true })
      }
    })
  })
}

/** Runs every mutant that tests must notice, one at a time; `told` hears of each with the test that failed. */
export async function runTestedMutants(
  told: (mutant: Mutant, failed: string | null) => void,
): Promise<void> {
  for (const mutant of mutants.filter(({ level }) => level === 'tests')) {
    told(mutant, await failedTest(mutant))
  }
}
