import { parseArgs } from 'node:util'
import { type EngineOutcome, openEngineWorld } from './engine/run.ts'
import { runModel, type FleetTotals } from './model/fleet.ts'
import { runModelSchedule, shrink } from './model/run.ts'
import { runMutants } from './mutants/run.ts'
import { clearProgress, loadProgress, saveProgress } from './progress.ts'

const usage = `npm run simulate -- [options]

  --model N       schedules of the fast model (usual: 20000)
  --schedules N   schedules of the real terminal and head office (usual: 20)
  --seed S        first seed (usual: 1)
  --resume        go on where a run of the same seed stopped
  --replay S      one schedule of the model, step by step, with the fewest faults that break it
  --replay-real S the same of the real terminal and head office, whole
  --mutants       every deliberate fault, and the schedule that noticed it
  --json          figures as one line of JSON`

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: '20000' },
    schedules: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    resume: { type: 'boolean', default: false },
    replay: { type: 'string' },
    'replay-real': { type: 'string' },
    mutants: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** A whole number of an option, or an error that names it. */
function whole(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new Error(`--${name} takes a whole number, not "${text}"`)
}

function replay(seed: number): boolean {
  const outcome = runModelSchedule(seed, { trace: true })
  if (!outcome.violation) {
    console.log(outcome.trace.join('\n'))
    console.log(`seed ${seed}: ${outcome.steps} steps, every invariant held`)
    return true
  }
  const smallest = shrink(outcome)
  console.log(smallest.trace.join('\n'))
  const faults = smallest.happened.map(({ kind }) => kind).join(', ')
  console.log(`seed ${seed} breaks ${outcome.violation.invariant}: ${outcome.violation.detail}`)
  console.log(`${outcome.happened.length} faults, of which these are enough: ${faults || 'none'}`)
  return false
}

/** Mutants of the model for at most `most` schedules each, then those of the real engine. */
async function hunt(seed: number, most: number, mostReal: number): Promise<boolean> {
  const limits = { model: most, engine: mostReal }
  const survived: string[] = []
  let count = 0
  for (const level of ['model', 'engine'] as const) {
    if (limits[level] === 0) continue
    await runMutants(level, seed, limits[level], ({ mutant, killed }) => {
      count += 1
      if (!killed) survived.push(mutant.name)
      if (values.json) return
      const fate = killed
        ? `seed ${killed.seed} after ${killed.after}: ${killed.invariant} ${killed.detail}`
        : `SURVIVED ${limits[level]} schedules`
      console.log(`${killed ? '✓' : '✗'} ${level}: ${mutant.name} – ${fate}`)
    })
  }
  if (values.json) console.log(JSON.stringify({ mutants: count, survived }))
  else console.log(`${count} mutants, ${count - survived.length} killed`)
  return survived.length === 0
}

async function model(seed: number, count: number): Promise<boolean> {
  const done = values.resume ? loadProgress('model', seed) : 0
  const started = performance.now()
  let saved = started
  const show = (totals: FleetTotals) => {
    const now = performance.now()
    if (now - saved < 5_000) return
    saved = now
    saveProgress('model', seed, done + totals.complete)
    const rate = totals.schedules / ((now - started) / 1_000)
    const left = Math.round((count - done - totals.schedules) / rate)
    if (values.json) return
    console.log(
      `${done + totals.schedules} of ${count} schedules, ${rate.toFixed(0)} a second, about ${left} s left`,
    )
  }
  const totals = await runModel(seed + done, Math.max(0, count - done), show)
  const seconds = (performance.now() - started) / 1_000
  if (totals.failed === null) clearProgress('model', seed)
  const faults = Object.values(totals.faults).reduce((sum, times) => sum + times, 0)
  const figures = {
    schedules: done + totals.schedules,
    resumedAt: done,
    steps: totals.steps,
    faults,
    kinds: totals.faults,
    violations: totals.failed === null ? 0 : 1,
    failed: totals.failed,
    seconds: Math.round(seconds * 10) / 10,
  }
  if (values.json) console.log(JSON.stringify(figures))
  else {
    console.log(
      `model: ${figures.schedules} schedules from seed ${seed}, ${totals.steps} steps, ${faults} faults in ${figures.seconds} s`,
    )
    for (const [kind, times] of Object.entries(totals.faults)) console.log(`  ${kind} ${times}`)
    console.log(totals.failed === null ? 'every invariant held' : `seed ${totals.failed} failed`)
  }
  return totals.failed === null || (!values.json && replay(totals.failed))
}

/** Schedules of the shipped code; each is told when it fails. */
async function real(seed: number, count: number): Promise<boolean> {
  const done = values.resume ? loadProgress('real', seed) : 0
  if (count <= done) return true
  const world = await openEngineWorld()
  const started = performance.now()
  const faults: Record<string, number> = {}
  let failed: EngineOutcome | null = null
  let [steps, index] = [0, done]
  for (; index < count && !failed; index += 1) {
    const outcome = await world.run(seed + index)
    steps += outcome.steps
    for (const [kind, times] of Object.entries(outcome.faults)) {
      faults[kind] = (faults[kind] ?? 0) + times
    }
    if (outcome.violation) failed = outcome
    if (index % 20 !== 19) continue
    saveProgress('real', seed, index + 1)
    const each = (performance.now() - started) / (index + 1 - done)
    const left = Math.round(((count - index - 1) * each) / 1_000)
    if (!values.json) console.log(`${index + 1} of ${count} real schedules, about ${left} s left`)
  }
  await world.close()
  if (!failed) clearProgress('real', seed)
  const seconds = Math.round((performance.now() - started) / 100) / 10
  const figures = { real: index, resumedAt: done, steps, kinds: faults, seconds }
  const violation = failed && { seed: failed.seed, ...failed.violation }
  if (values.json) console.log(JSON.stringify({ ...figures, violation }))
  else if (failed) console.log(failed.trace.join('\n'), '\n', violation)
  else console.log(`real: ${index} schedules, ${steps} steps in ${seconds} s: every invariant held`)
  return !failed
}

async function replayReal(seed: number): Promise<boolean> {
  const world = await openEngineWorld()
  const { trace, traceHash, violation } = await world.run(seed)
  await world.close()
  console.log(trace.join('\n'))
  console.log(`seed ${seed}, trace ${traceHash}`, violation ?? 'every invariant held')
  return violation === null
}

async function main(): Promise<boolean> {
  if (values.help) {
    console.log(usage)
    return true
  }
  const seed = whole('seed', values.seed)
  const count = whole('model', values.model)
  if (values.replay !== undefined) return replay(whole('replay', values.replay))
  const again = values['replay-real']
  if (again !== undefined) return replayReal(whole('replay-real', again))
  const schedules = whole('schedules', values.schedules)
  if (values.mutants) return hunt(seed, count, schedules)
  return (await model(seed, count)) && real(seed, schedules)
}

process.exitCode = (await main()) ? 0 : 1
