import { emptyReport, type WorkerTask } from '../tally.ts'
import { stopWord } from './fleet.ts'
import { openEngineWorld } from './run.ts'

/** Lives through the real schedules of one worker of a fleet and tells of each. */
const { from, to, step } = JSON.parse(process.argv[2] ?? '') as WorkerTask

let stopped = false
process.on('message', (word) => (stopped ||= word === stopWord))
// Whoever asked for schedules is gone.
process.on('disconnect', () => process.exit(1))

const world = await openEngineWorld()
for (let seed = from; seed < to && !stopped; seed += step) {
  const { steps, faults, violation } = await world.run(seed)
  const report = { ...emptyReport(seed + step), schedules: 1, steps, faults }
  process.send?.({ ...report, failed: violation ? seed : null })
  if (violation) break
}
await world.close()
process.removeAllListeners('disconnect')
process.disconnect()
