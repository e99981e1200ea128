import { afterAll, beforeAll } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import type { TestStaff } from './branch-data.ts'
import { TestDevice } from './device.ts'
import { startHeadOffice, type TestHeadOffice } from './head-office.ts'
import { withDatabase } from './postgres.ts'

/** A head office and a device of branch A at which people give commands. */
export interface CommandDesk {
  readonly office: TestHeadOffice
  /** Gives a command in somebody's name; its answer. */
  give: (name: string, staff: TestStaff, payload: object) => Promise<CommandResult>
}

/** Opens a {@link CommandDesk} for the tests of a file, at which these people have logged in. */
export function withCommandDesk(staff: readonly TestStaff[]): CommandDesk {
  const database = withDatabase()
  const grants = new Map<string, string>()
  let office: TestHeadOffice | undefined
  let device: TestDevice | undefined

  beforeAll(async () => {
    office = await startHeadOffice({ databaseUrl: database.url })
    device = await TestDevice.of(office)
    for (const each of staff) grants.set(each.id, (await device.login(each)).grant)
  })
  afterAll(() => office?.close())

  return {
    get office() {
      if (!office) throw new Error('head office is not open yet')
      return office
    },
    async give(name, { id }, payload) {
      if (!device) throw new Error('head office is not open yet')
      const command = device.command(name, id, grants.get(id) ?? '', payload)
      const [result] = (await device.push([command])).results
      if (!result) throw new Error('no result')
      return result
    },
  }
}
