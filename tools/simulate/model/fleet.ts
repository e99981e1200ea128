import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { WorkerReport, WorkerTask } from './worker.ts'

/** What a fleet of workers has done. */
export interface FleetTotals {
  schedules: number
  /** So many from the first on have run without a gap: workers are not equally fast. */
  complete: number
  steps: number
  faults: Record<string, number>
  /** Lowest seed that failed; null for none. */
  failed: number | null
}

/**
 * Runs schedules of the model on all cores. `progress` is called with the totals so far; the first
 * failure stops all.
 */
export async function runModel(
  first: number,
  count: number,
  progress: (totals: FleetTotals) => void,
): Promise<FleetTotals> {
  const totals: FleetTotals = {
    schedules: 0,
    complete: 0,
    steps: 0,
    faults: {},
    failed: null,
  }
  const step = Math.max(1, Math.min(availableParallelism(), count))
  const workers = Array.from({ length: step }, (_, index) => {
    const workerData: WorkerTask = { from: first + index, to: first + count, step }
    return new Worker(new URL('./worker.ts', import.meta.url), { workerData })
  })
  const next = workers.map((_, index) => first + index)
  const take = (worker: number, report: WorkerReport) => {
    next[worker] = report.next
    totals.complete = Math.min(count, ...next.map((seed) => seed - first))
    totals.schedules += report.schedules
    totals.steps += report.steps
    for (const [kind, times] of Object.entries(report.faults)) {
      totals.faults[kind] = (totals.faults[kind] ?? 0) + times
    }
    if (report.failed !== null) {
      totals.failed = Math.min(totals.failed ?? Infinity, report.failed)
    }
    progress(totals)
  }
  await Promise.all(
    workers.map(
      (worker, index) =>
        new Promise<void>((done, fail) => {
          worker.on('message', (report: WorkerReport) => {
            take(index, report)
            if (totals.failed !== null) workers.forEach((other) => void other.terminate())
          })
          worker.on('error', fail)
          worker.on('exit', () => done())
        }),
    ),
  )
  return totals
}
