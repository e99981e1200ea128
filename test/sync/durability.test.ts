import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningPart } from '#tools/durability/part.ts'
import { openProcesses } from '#tools/durability/processes/part.ts'

/** A round of `npm run verify:durability`, with few faults. */
const size = {
  terminals: 2,
  kills: 3,
  partitions: 1,
  disturbances: 1,
  failovers: 1,
  spanMs: 1_500,
}

let folder: string
let running: RunningPart
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocrm-durability-'))
  running = await openProcesses(folder, size, { warm: false })
})
afterAll(async () => {
  await running.close()
  rmSync(folder, { recursive: true, force: true })
})

test('processes that are killed, cut off and failed over lose nothing and do nothing twice', async () => {
  const own = join(folder, 'round')
  mkdirSync(own)
  const { figures, broken } = await running.round({ index: 0, seed: 1, folder: own })
  expect(broken).toEqual([])
  expect(figures).toMatchObject({ lost: 0, twice: 0, partitions: 1, failovers: 1, drained: 1 })
  const { terminalKills, officeKills, postmasterKills, backendKills } = figures
  const kills = [terminalKills, officeKills, postmasterKills, backendKills]
  expect(kills.reduce((sum, count) => (sum ?? 0) + (count ?? 0), 0)).toBe(size.kills)
  expect(figures['acknowledged']).toBeGreaterThan(20)
  expect(figures['equalCaches']).toBe(size.terminals)
}, 180_000)
