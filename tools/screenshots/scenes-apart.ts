import type { BranchBridge } from '#contract/ipc.ts'
import type { Scene, Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

declare const window: { branch: BranchBridge }

const isOffline = (status: { connection: string }): boolean => status.connection === 'offline'

/** Id of the customer both terminals change: the first of the branch by number, seen by both. */
async function sharedCustomer({ first }: Stage): Promise<string> {
  return first.page.evaluate(async () => {
    const reply = await window.branch.customers.search({ text: 'a', limit: 1 })
    const id = reply.ok ? reply.value.hits.find((hit) => hit.mine)?.id : undefined
    if (id === undefined) throw new Error('no customer to change')
    return id
  })
}

/** Proposes another employer and occupation, and logs a contact. */
async function workOn(terminal: Terminal, customerId: string, employer: string): Promise<void> {
  await terminal.page.evaluate(
    async ({ id, to }) => {
      const { customers } = window.branch
      const record = await customers.open({ customerId: id })
      if (!record.ok) throw new Error(record.error.code)
      const proposed = await customers.proposeCorrection({
        customerId: id,
        seenRev: record.value.rev,
        changes: [
          { field: 'employer', to },
          { field: 'industry', to: `${to}业` },
        ],
        evidence: '工作证明',
      })
      if (!proposed.ok) throw new Error(proposed.error.code)
      const logged = await customers.logContact({
        customerId: id,
        channel: 'visit',
        outcome: 'interested',
        summary: '',
        nextOn: null,
        durationMinutes: 25,
      })
      if (!logged.ok) throw new Error(logged.error.code)
    },
    { id: customerId, to: employer },
  )
}

/** The network goes; two people change the same field; it comes back and one is rejected. */
export const apartScenes: readonly Scene[] = [
  {
    name: 'workbench-team',
    enter: async ({ second, staffNo, password }) => {
      await second.login(staffNo('branch_head'), password)
      await second.dataReady()
      await second.page.locator('.team').first().waitFor()
      await second.settle()
      return second
    },
  },
  {
    name: 'workbench-morning',
    enter: async ({ second }) => {
      await second.goTo('/workbench/paper/morning')
      await second.page.locator('.sheet').waitFor()
      return second
    },
  },
  {
    name: 'customers-offline',
    enter: async (stage) => {
      const { first, second, program } = stage
      program.cutOff()
      await Promise.all([
        first.until('the first terminal to be offline', isOffline),
        second.until('the second terminal to be offline', isOffline),
      ])
      await first.goTo('/customers')
      await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
      return first
    },
  },
  {
    name: 'sync-offline',
    enter: async (stage) => {
      const id = await sharedCustomer(stage)
      await workOn(stage.second, id, '云杉路小学')
      await workOn(stage.first, id, '云杉路中学')
      await stage.first.goTo('/sync')
      return stage.first
    },
  },
  {
    name: 'login-offline',
    enter: async ({ first }) => {
      await first.logout()
      await first.settle()
      return first
    },
  },
  {
    name: 'sync-rejected',
    enter: async ({ first, second, program, staffNo, password }) => {
      program.reconnect()
      await first.until('the first terminal to be online', ({ connection }) => {
        return connection === 'online'
      })
      await first.login(staffNo('customer_manager'), password)
      await Promise.all([
        first.until('the first queue to drain', ({ pending }) => pending === 0),
        second.until('the second queue to drain', ({ pending }) => pending === 0),
      ])
      // Whoever reaches head office later is rejected.
      const loser = (await first.status()).rejected > 0 ? first : second
      await loser.until('a rejection', ({ rejected }) => rejected > 0)
      await loser.goTo('/sync')
      return loser
    },
  },
  {
    name: 'lock',
    enter: async ({ first }) => {
      await first.lock()
      return first
    },
  },
  {
    name: 'home',
    enter: async ({ second, staffNo, password }) => {
      await second.logout()
      await second.login(staffNo('teller'), password)
      await second.settle()
      return second
    },
  },
]
