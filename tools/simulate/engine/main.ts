/** Runs schedules of the real engine: `--schedules N --seed S [--trace]`. */
import { parseArgs } from 'node:util'
import { openEngineWorld } from './run.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
  },
})
const world = await openEngineWorld()
const started = performance.now()
const faults = new Map<string, number>()
let steps = 0
let violations = 0
const first = Number(values.seed)
const count = Number(values.schedules)
for (let seed = first; seed < first + count; seed += 1) {
  const begun = performance.now()
  const outcome = await world.run(seed)
  steps += outcome.steps
  for (const [kind, times] of Object.entries(outcome.faults)) {
    faults.set(kind, (faults.get(kind) ?? 0) + times)
  }
  if (values.twice) {
    const again = await world.run(seed)
    if (again.traceHash !== outcome.traceHash) {
      violations += 1
      const at = outcome.trace.findIndex((line, index) => line !== again.trace[index])
      console.log(`✗ seed ${seed} went another way at line ${at}:`)
      console.log(outcome.trace.slice(Math.max(0, at - 5), at + 3).join('\n'))
      console.log('--')
      console.log(again.trace.slice(Math.max(0, at - 5), at + 3).join('\n'))
    }
  }
  if (values.trace) console.log(outcome.trace.join('\n'))
  const { violation } = outcome
  const ms = Math.round(performance.now() - begun)
  if (!violation) continue
  violations += 1
  console.log(
    `✗ seed ${seed} (${outcome.steps} steps, ${ms} ms) ${violation.invariant}: ${violation.detail}`,
  )
}
const seconds = (performance.now() - started) / 1_000
console.log(
  [...faults]
    .sort()
    .map(([kind, times]) => `${kind} ${times}`)
    .join('\n'),
)
console.log(
  `${count} schedules, ${steps} steps, ${violations} violations, ` +
    `${(count / seconds).toFixed(2)} schedules a second, ` +
    `${((process.cpuUsage().user + process.cpuUsage().system) / 1e6 / count).toFixed(2)} s of this process each`,
)
await world.close()
