import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { byTurns, leastTimes, median, type Result } from '../measure.ts'
import { Desk } from './acknowledge.ts'

/** Between two acts of a person, ms; in it the key of the ledger reaches the disk. */
const pauseMs = 15

async function paced(desk: Desk, count: number): Promise<number[]> {
  const times: number[] = []
  for (let act = 0; act < count; act += 1) {
    times.push(...desk.give(1))
    await sleep(pauseMs)
  }
  return times
}

/** What the usage ledger adds to an acknowledged command: record, body, seal and key file. */
export async function benchLedger(quick: boolean): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ocrm-bench-'))
  const without = new Desk(mkdtempSync(join(folder, 'without-')), true, false)
  const sealed = new Desk(mkdtempSync(join(folder, 'sealed-')), true)
  try {
    const count = quick ? 60 : 300
    await without.open()
    await sealed.open()
    sealed.enrol()
    without.give(20)
    sealed.give(20)
    const times = await byTurns(
      () => paced(without, count),
      () => paced(sealed, count),
    )
    const limit = median(leastTimes(times.limit))
    const ours = median(leastTimes(times.ours))
    const burst = await byTurns(
      () => without.give(count),
      () => sealed.give(count),
    )
    return {
      area: 'ledger',
      what: `${count} commands a round, ${pauseMs} ms apart; limit: the same without usage ledger`,
      basis: 'least',
      limitMs: limit,
      oursMs: ours,
      ratio: ours / limit,
      goal: { of: 'share', most: 0.05, measured: (ours - limit) / ours },
      details: {
        'median of all rounds without, ms': median(times.limit.flat()).toFixed(2),
        'median of all rounds with, ms': median(times.ours.flat()).toFixed(2),
        'one right after the other without, ms': median(leastTimes(burst.limit)).toFixed(2),
        'one right after the other with, ms': median(leastTimes(burst.ours)).toFixed(2),
      },
    }
  } finally {
    without.close()
    sealed.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
