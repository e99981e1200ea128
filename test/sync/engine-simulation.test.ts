import { afterAll, beforeAll, expect, test } from 'vitest'
import { runReal } from '#tools/simulate/engine/fleet.ts'
import { faultKinds } from '#tools/simulate/engine/faults.ts'
import { type EngineWorld, openEngineWorld } from '#tools/simulate/engine/run.ts'

/** Schedules of one run; `OCRM_SCHEDULES` asks for more. */
const schedules = Number(process.env['OCRM_SCHEDULES'] ?? 30)

let world: EngineWorld
beforeAll(async () => {
  world = await openEngineWorld()
}, 300_000)
afterAll(() => world.close())

test('the same seed goes the same way twice', async () => {
  const once = await world.run(7)
  const again = await world.run(7)
  expect(once.trace.length).toBeGreaterThan(300)
  expect(again.trace).toEqual(once.trace)
  expect(again.traceHash).toBe(once.traceHash)
  expect((await world.run(8)).traceHash).not.toBe(once.traceHash)
}, 300_000)

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
  const { failed, faults } = await runReal(1, schedules, () => {})
  expect(failed, `npm run simulate -- --replay-real ${failed}`).toBeNull()
  if (schedules >= 30) expect(faultKinds.filter((kind) => !faults[kind])).toEqual([])
}, 1_800_000)
