import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultKinds } from '#tools/simulate/engine/faults.ts'
import { runReal } from '#tools/simulate/engine/fleet.ts'
import { type EngineWorld, openEngineWorld } from '#tools/simulate/engine/run.ts'
import type { Tally } from '#tools/simulate/tally.ts'

/** Schedules of one run; `OCRM_SCHEDULES` asks for more. */
const schedules = Number(process.env['OCRM_SCHEDULES'] ?? 100)

const hashes = new Map<number, string>()
let fleet: Promise<Tally>
let world: EngineWorld
beforeAll(async () => {
  // The fleet works beside the single schedules of this process.
  fleet = runReal(1, schedules, (_tally, { seed, traceHash }) => hashes.set(seed, traceHash))
  fleet.catch(() => {})
  world = await openEngineWorld()
}, 300_000)
afterAll(() => world.close())

test('a fault that is left out moves no draw of the others', async () => {
  const whole = await world.run(9)
  const [kind] = Object.keys(whole.faults)
  const without = await world.run(9, { mask: new Set([kind ?? '']) })
  expect(whole.faults[kind ?? '']).toBeGreaterThan(0)
  expect(without.faults[kind ?? '']).toBeUndefined()
  const first = whole.trace.findIndex((line) => line.includes(`! ${kind}`))
  expect(without.trace.slice(0, first)).toEqual(whole.trace.slice(0, first))
}, 300_000)

test(`every invariant holds through ${schedules} schedules of the real terminal and head office`, async () => {
  const { failed, faults } = await fleet
  expect(failed, `npm run simulate -- --replay-real ${failed}`).toBeNull()
  if (schedules >= 30) expect(faultKinds.filter((kind) => !faults[kind])).toEqual([])
}, 1_800_000)

test('the same seed goes the same way in every process', async () => {
  await fleet
  const again = await world.run(7)
  expect(again.trace.length).toBeGreaterThan(300)
  expect(again.traceHash).toBe(hashes.get(7))
  expect(new Set(hashes.values()).size).toBe(schedules)
}, 300_000)
