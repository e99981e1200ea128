import { openEngineWorld } from '../engine/run.ts'
import { runModelSchedule } from '../model/run.ts'
import type { Violation } from '../model/promises.ts'

/**
 * Runs in a process of its own with one mutant in place: schedules of the model or of the real engine
 * until one of them notices. Prints one line of JSON.
 */
const [level = 'model', ...numbers] = process.argv.slice(2)
const [first = 1, most = 20_000] = numbers.map(Number)

/** What a schedule of a seed found; a crash is noticed too. */
async function look(run: (seed: number) => Promise<Violation | null>, seed: number) {
  try {
    return await run(seed)
  } catch (error) {
    return { invariant: 'crash', detail: String(error) }
  }
}

async function hunt(run: (seed: number) => Promise<Violation | null>) {
  for (let after = 1; after <= most; after += 1) {
    const seed = first + after - 1
    const violation = await look(run, seed)
    if (violation) return { seed, after, ...violation }
  }
  return null
}

async function huntReal() {
  try {
    const world = await openEngineWorld()
    const killed = await hunt(async (seed) => (await world.run(seed)).violation)
    await world.close()
    return killed
  } catch (error) {
    // It does not even get as far as a first morning.
    return { seed: 0, after: 0, invariant: 'crash', detail: String(error) }
  }
}

const killed =
  level === 'model'
    ? await hunt((seed) => Promise.resolve(runModelSchedule(seed).violation))
    : await huntReal()
console.log(JSON.stringify({ killed }))
process.exit(0)
