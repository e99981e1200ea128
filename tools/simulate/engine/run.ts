import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { openJobPool } from '#head-office/database/job-pool.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import { branchA, branchB, fillBank, people, type Person } from './bank.ts'
import { SimulationCluster } from './cluster.ts'
import { copyFolder, fastFolder, watchDisks } from './disk.ts'
import type { MachineState } from './machine.ts'
import { beginning } from './schedule.ts'
import { type Beginning, type EngineOutcome, type RunOptions, Simulation } from './simulation.ts'

export type { EngineOutcome, RunOptions } from './simulation.ts'

/** Everything that schedules of real code need: a PostgreSQL and a small bank to begin with. */
export interface EngineWorld {
  /** Lives through the schedule of a seed; the same seed gives the same trace. */
  run(seed: number, options?: RunOptions): Promise<EngineOutcome>
  close(): Promise<void>
}

const template = 'beginning'

const desks: readonly { name: string; branchId: string; people: readonly Person[] }[] = [
  { name: 'PC-A1', branchId: branchA, people: [people.li, people.wang] },
  { name: 'PC-A2', branchId: branchA, people: [people.wang, people.li] },
  { name: 'PC-B1', branchId: branchB, people: [people.sun, people.line] },
]

async function freshMachines(pool: pg.Pool, folder: string): Promise<MachineState[]> {
  const code = (branchId: string) => createEnrolmentCode(pool, { branchId, nowMs: beginning })
  const machines: MachineState[] = []
  for (const desk of desks) {
    machines.push({
      ...desk,
      secret: randomKey(),
      code: await code(desk.branchId),
      spareCode: await code(desk.branchId),
      folder: newFolder(folder, desk.name),
      slots: new Map(),
    })
  }
  return machines
}

function newFolder(parent: string, name: string): string {
  const folder = join(parent, name)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Enrols and fills the terminals once, with the same code and without faults. */
async function settleIn(start: Beginning, folder: string): Promise<void> {
  const simulation = new Simulation(0, start, { database: start.template, folder }, {})
  await simulation.moveIn()
  for (const [index, { state, disk }] of simulation.machines.entries()) {
    const into = start.machines[index]
    if (!into) continue
    copyFolder(disk.folder, into.folder)
    for (const [staffId, slot] of state.slots) into.slots.set(staffId, slot)
  }
  copyFolder(simulation.officeFolder, start.officeFolder)
  simulation.removeFiles()
}

/** Starts a PostgreSQL and sets up the bank that every schedule begins with. */
export async function openEngineWorld(): Promise<EngineWorld> {
  const folder = fastFolder()
  const cluster = await SimulationCluster.start(folder)
  await cluster.create(template)
  const pool = openJobPool(cluster.url(template))
  await fillBank(pool)
  const start: Beginning = {
    databases: cluster,
    template,
    officeFolder: newFolder(folder, 'office'),
    machines: await freshMachines(pool, folder),
  }
  await pool.end()
  watchDisks()
  await settleIn(start, newFolder(folder, 'moving in'))
  for (const machine of start.machines) machine.code = machine.spareCode
  // Made ahead, beside the schedule before: a copy takes as long as many steps.
  let next = cluster.copy(template)
  return {
    async run(seed, options = {}) {
      const database = await next
      next = cluster.copy(template)
      const place = { database, folder: newFolder(folder, `schedule ${seed}`) }
      const simulation = new Simulation(seed, start, place, options)
      try {
        return await simulation.run()
      } finally {
        await simulation.dropDatabases()
        simulation.removeFiles()
      }
    },
    async close() {
      await next
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
