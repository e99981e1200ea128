import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Tally, type WorkerReport } from '../tally.ts'

/**
 * Runs schedules of the model on all cores. `progress` is called with the totals so far; the first
 * failure stops all.
 */
export async function runModel(
  first: number,
  count: number,
  progress: (tally: Tally) => void,
): Promise<Tally> {
  const size = Math.max(1, Math.min(availableParallelism(), count))
  const tally = new Tally(first, count, size)
  const workers = tally.tasks.map(
    (workerData) => new Worker(new URL('./worker.ts', import.meta.url), { workerData }),
  )
  await Promise.all(
    workers.map(
      (worker, index) =>
        new Promise<void>((done, fail) => {
          worker.on('message', (report: WorkerReport) => {
            tally.take(index, report)
            progress(tally)
            if (tally.failed !== null) workers.forEach((other) => void other.terminate())
          })
          worker.on('error', fail)
          worker.on('exit', () => done())
        }),
    ),
  )
  return tally
}
