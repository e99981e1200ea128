import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { Tally, type WorkerReport } from '../tally.ts'

/** What a worker tells after each schedule. */
export interface ScheduleReport extends WorkerReport {
  seed: number
  /** The same wherever the seed is run. */
  traceHash: string
}

/** What a worker is told to do as soon as its schedule is over. */
export const stopWord = 'stop'

function start(tasks: Tally['tasks']): ChildProcess[] {
  const entry = new URL('./worker.ts', import.meta.url)
  return tasks.map((task) => fork(entry, [JSON.stringify(task)], { execArgv: [] }))
}

/**
 * Runs schedules of the real engine, one on each core, each worker a process with a PostgreSQL of its
 * own. `progress` is called after every schedule, with the totals so far; after the first failure the
 * others end with the schedules they are in.
 */
export async function runReal(
  first: number,
  count: number,
  progress: (tally: Tally, report: ScheduleReport) => void,
): Promise<Tally> {
  const size = Math.max(1, Math.min(availableParallelism(), count))
  const tally = new Tally(first, count, size)
  const workers = start(tally.tasks)
  await Promise.all(
    workers.map(
      (worker, index) =>
        new Promise<void>((done, fail) => {
          worker.on('message', (message) => {
            const report = message as ScheduleReport
            tally.take(index, report)
            progress(tally, report)
            if (tally.failed === null) return
            for (const other of workers) if (other.connected) other.send(stopWord)
          })
          worker.on('error', fail)
          worker.on('exit', (code) => {
            if (code === 0) done()
            else fail(new Error(`a worker ended with ${code ?? 'a signal'}`))
          })
        }),
    ),
  )
  return tally
}
