import { emptyReport, type WorkerTask } from '../tally.ts'
import { type ScheduleReport, stopWord } from './fleet.ts'
import { openEngineWorld } from './run.ts'

/** Lives through the real schedules of one worker of a fleet and tells of each. */
const { from, to, step } = JSON.parse(process.argv[2] ?? '') as WorkerTask

let stopped = false
process.on('message', (word) => (stopped ||= word === stopWord))
// Whoever asked for schedules is gone.
process.on('disconnect', () => process.exit(1))

const world = await openEngineWorld()
for (let seed = from; seed < to && !stopped; seed += step) {
  const { steps, faults, violation, traceHash } = await world.run(seed)
  const failed = violation ? seed : null
  const done = { schedules: 1, steps, faults, failed, seed, traceHash }
  const report: ScheduleReport = { ...emptyReport(seed + step), ...done }
  process.send?.(report)
  if (violation) break
}
await world.close()
process.removeAllListeners('disconnect')
process.disconnect()
