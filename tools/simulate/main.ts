import { parseArgs } from 'node:util'
import { runReal } from './engine/fleet.ts'
import { openEngineWorld } from './engine/run.ts'
import { runModel } from './model/fleet.ts'
import { runModelSchedule, shrink } from './model/run.ts'
import { runMutants, runTestedMutants } from './mutants/run.ts'
import { clearProgress, loadProgress, saveProgress } from './progress.ts'
import type { Tally } from './tally.ts'

const usage = `npm run simulate -- [options]

  --model N       schedules of the fast model (usual: 20000; of each mutant 40000)
  --schedules N   schedules of the real terminal and head office (usual: 20)
  --seed S        first seed (usual: 1)
  --resume        go on where a run of the same seed stopped
  --replay S      one schedule of the model, step by step, with the fewest faults that break it
  --replay-real S the same of the real terminal and head office, whole
  --mutants       every deliberate fault, and the schedule that noticed it
  --tested        those that no schedule reaches, and the test that noticed it
  --json          figures as one line of JSON`

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    schedules: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    resume: { type: 'boolean', default: false },
    replay: { type: 'string' },
    'replay-real': { type: 'string' },
    mutants: { type: 'boolean', default: false },
    tested: { type: 'boolean', default: false },
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

/** Mutants of what the simulation does not know: a test of the repository must fail with each. */
async function huntTested(): Promise<boolean> {
  const survived: string[] = []
  let count = 0
  await runTestedMutants((mutant, failed) => {
    count += 1
    if (failed === null) survived.push(mutant.name)
    if (values.json) return
    const fate = failed ?? `SURVIVED ${mutant.killedBy}`
    console.log(`${failed === null ? '✗' : '✓'} tests: ${mutant.name} – ${fate}`)
  })
  if (values.json) console.log(JSON.stringify({ mutants: count, survived }))
  else console.log(`${count} mutants, ${count - survived.length} killed`)
  return survived.length === 0
}

async function model(seed: number, count: number): Promise<boolean> {
  const done = values.resume ? loadProgress('model', seed) : 0
  const started = performance.now()
  let saved = started
  const show = (totals: Tally) => {
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

/** Schedules of the shipped code; the first that fails is lived through again, line by line. */
async function real(seed: number, count: number): Promise<boolean> {
  const done = values.resume ? loadProgress('real', seed) : 0
  if (count <= done) return true
  const started = performance.now()
  let told = 0
  const { steps, faults, schedules, failed } = await runReal(seed + done, count - done, (tally) => {
    saveProgress('real', seed, done + tally.complete)
    if (values.json || tally.schedules < told + 20) return
    told = tally.schedules
    const each = (performance.now() - started) / told
    const left = Math.round(((count - done - told) * each) / 1_000)
    console.log(`${done + told} of ${count} real schedules, about ${left} s left`)
  })
  if (failed === null) clearProgress('real', seed)
  const seconds = Math.round((performance.now() - started) / 100) / 10
  const figures = { real: done + schedules, resumedAt: done, steps, kinds: faults, failed, seconds }
  if (values.json) console.log(JSON.stringify(figures))
  else if (failed === null) {
    console.log(
      `real: ${figures.real} schedules, ${steps} steps in ${seconds} s: every invariant held`,
    )
  }
  return failed === null || (!values.json && (await replayReal(failed)))
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
  const count = whole('model', values.model ?? (values.mutants ? '40000' : '20000'))
  if (values.replay !== undefined) return replay(whole('replay', values.replay))
  const again = values['replay-real']
  if (again !== undefined) return replayReal(whole('replay-real', again))
  const schedules = whole('schedules', values.schedules)
  if (values.tested) return huntTested()
  if (values.mutants) return hunt(seed, count, schedules)
  return (count === 0 || (await model(seed, count))) && real(seed, schedules)
}

process.exitCode = (await main()) ? 0 : 1
