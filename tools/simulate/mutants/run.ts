import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
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
    { env: { ...process.env, OCRM_MUTANT: mutant.name }, stdio: ['ignore', 'pipe', 'pipe'] },
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
