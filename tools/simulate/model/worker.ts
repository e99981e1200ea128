import { parentPort, workerData } from 'node:worker_threads'
import { addFaults, emptyReport, type WorkerTask } from '../tally.ts'
import { runModelSchedule } from './run.ts'

const { from, to, step } = workerData as WorkerTask
const pause = 250

let report = emptyReport(from)
function tell(): void {
  parentPort?.postMessage(report)
  report = emptyReport(report.next)
}

for (let seed = from; seed < to; seed += step) {
  const { steps, faults, violation } = runModelSchedule(seed)
  report.schedules += 1
  report.next = seed + step
  report.steps += steps
  addFaults(report.faults, faults)
  if (violation) report.failed = seed
  if (violation || report.schedules >= pause) tell()
  if (violation) break
}
tell()
