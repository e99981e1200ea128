import { runModelSchedule } from '../model/run.ts'

/**
 * Runs in a process of its own with one mutant in place: schedules until one of them notices. Prints
 * one line of JSON.
 */
const [first = 1, most = 20_000] = process.argv.slice(2).map(Number)
let killed: { seed: number; after: number; invariant: string; detail: string } | null = null
for (let index = 0; index < most && !killed; index += 1) {
  const seed = first + index
  try {
    const { violation } = runModelSchedule(seed)
    if (violation) killed = { seed, after: index + 1, ...violation }
  } catch (error) {
    killed = { seed, after: index + 1, invariant: 'crash', detail: String(error) }
  }
}
console.log(JSON.stringify({ killed }))
