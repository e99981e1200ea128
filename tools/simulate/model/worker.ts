import { parentPort, workerData } from 'node:worker_threads'
import { runModelSchedule } from './run.ts'

/** Which seeds a worker runs: every `step`th of a range. */
export interface WorkerTask {
  from: number
  to: number
  step: number
}

/** What a worker tells: how far it is, and which seed failed. */
export interface WorkerReport {
  /** Schedules since the last report. */
  schedules: number
  steps: number
  faults: Record<string, number>
  failed: number | null
  /** Lowest seed of this worker that has not run. */
  next: number
}

const { from, to, step } = workerData as WorkerTask
const pause = 250

const fresh = (next: number): WorkerReport => ({
  schedules: 0,
  steps: 0,
  faults: {},
  failed: null,
  next,
})
let report = fresh(from)
function tell(): void {
  parentPort?.postMessage(report)
  report = fresh(report.next)
}

for (let seed = from; seed < to; seed += step) {
  const { steps, faults, violation } = runModelSchedule(seed)
  report.schedules += 1
  report.next = seed + step
  report.steps += steps
  for (const [kind, count] of Object.entries(faults)) {
    report.faults[kind] = (report.faults[kind] ?? 0) + count
  }
  if (violation) report.failed = seed
  if (violation || report.schedules >= pause) tell()
  if (violation) break
}
tell()
