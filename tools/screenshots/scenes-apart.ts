import type { BranchBridge } from '#contract/ipc.ts'
import { closeTop, type Scene, secondAs, type Stage } from './scene.ts'
import { viewingHeadScenes } from './scenes-viewing.ts'
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

/** Where somebody works now. */
interface Work {
  employer: string
  industry: string
}

/** Proposes another employer and industry, and logs a contact. */
async function workOn(terminal: Terminal, customerId: string, work: Work): Promise<void> {
  await terminal.page.evaluate(
    async ({ id, employer, industry }) => {
      const { customers } = window.branch
      const record = await customers.open({ customerId: id })
      if (!record.ok) throw new Error(record.error.code)
      const proposed = await customers.proposeCorrection({
        customerId: id,
        seenRev: record.value.rev,
        changes: [
          { field: 'employer', to: employer },
          { field: 'industry', to: industry },
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
    { id: customerId, ...work },
  )
}

async function paper(terminal: Terminal, name: string): Promise<Terminal> {
  await terminal.goTo(`/workbench/paper/${name}`)
  await terminal.page.locator('.sheet').waitFor()
  return terminal
}

/** The network goes; two people change the same field; it comes back and one is rejected. */
export const apartScenes: readonly Scene[] = [
  {
    name: 'workbench-team',
    carries: true,
    enter: async (stage) => {
      const second = await secondAs(stage, 'branch_head')
      await second.goTo('/workbench')
      await second.dataReady()
      await second.page.locator('.team').first().waitFor()
      await second.settle()
      return second
    },
  },
  {
    name: 'workbench-team-holding',
    enter: async ({ second, words }) => {
      await second.goTo('/workbench')
      const panel = second.page.getByRole('region', {
        name: words.customers.evaluation.holding.title,
      })
      await panel.getByRole('row').nth(2).waitFor()
      await panel.evaluate((element) => element.scrollIntoView({ block: 'start' }))
      await second.settle()
      return second
    },
  },
  ...viewingHeadScenes,
  {
    name: 'workbench-hand-over',
    reenter: true,
    opens: ['features/workbench/team/hand-over.vue'],
    enter: async ({ second, words }) => {
      await second.goTo('/workbench')
      const hand = second.page.getByRole('button', { name: words.workbench.team.away, exact: true })
      await hand.first().click()
      await second.page.locator('.over').getByRole('row').nth(1).waitFor()
      await second.page.locator('.form__submit').click()
      await second.settle()
      return second
    },
    leave: ({ second }) => closeTop({ first: second }),
  },
  {
    name: 'workbench-team-log',
    enter: ({ second }) => paper(second, 'log'),
  },
  {
    name: 'workbench-morning',
    enter: ({ second }) => paper(second, 'morning'),
  },
  {
    name: 'customers-branch',
    enter: async ({ second }) => {
      await second.goTo('/customers')
      await second.page.getByRole('grid').getByRole('row').nth(4).waitFor()
      return second
    },
  },
  {
    name: 'workbench-offline',
    carries: true,
    enter: async ({ first, second, program }) => {
      program.cutOff()
      await Promise.all([
        first.until('the first terminal to be offline', isOffline),
        second.until('the second terminal to be offline', isOffline),
      ])
      await first.goTo('/workbench')
      await first.page.getByRole('grid').getByRole('row').nth(2).waitFor()
      return first
    },
  },
  {
    name: 'customers-offline',
    enter: async ({ first }) => {
      await first.goTo('/customers')
      await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
      return first
    },
  },
  {
    name: 'customer-offline',
    enter: async (stage) => {
      await stage.first.goTo(`/customers/${await sharedCustomer(stage)}/overview`)
      await stage.first.page.locator('.facts').waitFor()
      return stage.first
    },
  },
  {
    name: 'sync-offline',
    carries: true,
    enter: async (stage) => {
      const id = await sharedCustomer(stage)
      await workOn(stage.second, id, { employer: '云杉路小学', industry: '教育' })
      await workOn(stage.first, id, { employer: '云杉路文具店', industry: '批发和零售业' })
      await stage.first.goTo('/sync')
      return stage.first
    },
  },
  {
    name: 'login-offline',
    carries: true,
    enter: async ({ first }) => {
      await first.logout()
      await first.settle()
      return first
    },
  },
  {
    name: 'sync-rejected',
    carries: true,
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
    name: 'sync-supervision-none',
    enter: async ({ second }) => {
      await second.goTo('/sync')
      await second.page.locator('[data-part="supervision"] .empty').waitFor()
      await second.settle()
      return second
    },
  },
  {
    name: 'sync-supervision',
    enter: async ({ second, program }) => {
      await program.letLie()
      await second.goTo('/workbench')
      await second.goTo('/sync')
      await second.page.locator('[data-part="supervision"] tbody tr').nth(3).waitFor()
      await second.settle()
      return second
    },
  },
  {
    name: 'sync-settle',
    reenter: true,
    opens: ['features/sync/settle-dialog.vue'],
    enter: async ({ second, words }) => {
      await second.goTo('/sync')
      const act = words.sync.supervision.act
      const waiting = second.page.locator('[data-part="supervision"]')
      await waiting
        .getByRole('button', { name: new RegExp(`^${act}`) })
        .first()
        .click()
      await second.page.getByRole('form', { name: act }).waitFor()
      await second.page.keyboard.press('Control+Enter')
      await second.settle()
      return second
    },
    leave: ({ second }) => closeTop({ first: second }),
  },
  {
    name: 'workbench-supervised',
    enter: async ({ second }) => {
      await second.goTo('/workbench')
      await second.page.locator('.desk__main').waitFor()
      await second.settle()
      return second
    },
  },
  {
    name: 'sync-supervision-offline',
    enter: async ({ second, program }) => {
      program.cutOff()
      await second.until('the second terminal to notice', ({ connection }) => {
        return connection === 'offline'
      })
      await second.goTo('/sync')
      await second.settle()
      return second
    },
    leave: async ({ second, program }) => {
      program.reconnect()
      await second.until('the second terminal to be back', ({ connection }) => {
        return connection === 'online'
      })
    },
  },
  {
    name: 'lock',
    carries: true,
    enter: async ({ first }) => {
      await first.lock()
      return first
    },
  },
  {
    name: 'home',
    carries: true,
    enter: async ({ second, staffNo, password }) => {
      await second.logout()
      await second.login(staffNo('teller'), password)
      await second.settle()
      return second
    },
  },
]
