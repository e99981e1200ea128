import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '#contract/errors.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { ActKind, DriverJournal } from './journal.ts'
import { DiedError, type FleetTerminal } from './terminal.ts'

/** Whom a person may find in the branch. */
export interface Client {
  id: string
  idNo: string
}

/** What a person needs to work. */
export interface PersonParts {
  terminal: FleetTerminal
  journal: DriverJournal
  random: Chance
  /** Customers of the branch, for the counter. */
  clients: readonly Client[]
  /** Begins every mark of this round. */
  mark: string
}

/** Milliseconds between two acts: a script, not a hand. */
const pace = [3, 60] as const

/**
 * Works at a terminal without a rest until told to stop: records contacts and closes tasks, or at the
 * counter receives, refers and serves. What is refused at once is nobody's loss; a terminal that dies
 * is waited for.
 */
export class Person {
  readonly #parts: PersonParts
  readonly #atCounter: boolean
  #count = 0
  #works = true
  #own: { customers: string[]; tasks: string[] } | null = null

  constructor(parts: PersonParts) {
    this.#parts = parts
    this.#atCounter = !['customer_manager', 'branch_head'].includes(parts.terminal.user.role)
  }

  /** Ends the work after the act that is under way. */
  stop(): void {
    this.#works = false
  }

  /** Works until {@link Person.stop}. */
  async work(): Promise<void> {
    const { random } = this.#parts
    while (this.#works) {
      try {
        await (this.#atCounter ? this.#receive() : this.#actOnBook())
      } catch (error) {
        if (!(error instanceof DiedError || error instanceof AppError)) throw error
        this.#own = null
        await pause(60)
      }
      await pause(random.int(...pace))
    }
  }

  #mark(): string {
    this.#count += 1
    return `${this.#parts.mark}-${this.#parts.terminal.index}-${this.#count}`
  }

  /** Asks the service for an act that is to be kept; an answer that is no answer stays open. */
  async #ask<Reply>(kind: ActKind, mark: string, call: () => Promise<Reply>): Promise<Reply> {
    const { terminal, journal } = this.#parts
    const { index } = terminal
    journal.asked(index, kind, mark)
    try {
      const reply = await call()
      const named = (reply as { commandId?: unknown } | null)?.commandId
      const commandId = typeof named === 'string' ? named : null
      journal.acknowledge({ terminal: index, kind, mark, commandId })
      return reply
    } catch (error) {
      if (error instanceof AppError) journal.refuse(mark, error.code)
      throw error
    }
  }

  async #actOnBook(): Promise<void> {
    const { terminal, random } = this.#parts
    const own = (this.#own ??= await this.#book())
    const taskId = random.hit(0.12) ? own.tasks.pop() : undefined
    const mark = this.#mark()
    if (taskId !== undefined) {
      await this.#ask('task', mark, () =>
        terminal.call('workbench.completeTask', { taskId, outcome: 'done', note: mark }),
      )
      return
    }
    const customerId = random.pick(own.customers)
    await this.#ask('contact', mark, () =>
      terminal.call('customers.logContact', {
        customerId,
        channel: 'phone',
        outcome: random.pick(['interested', 'no_answer'] as const),
        summary: mark,
        nextOn: null,
        durationMinutes: random.int(1, 30),
      }),
    )
  }

  /** Whom the person looks after, and the tasks he or she may close. */
  async #book(): Promise<{ customers: string[]; tasks: string[] }> {
    const { terminal, random } = this.#parts
    const { rows } = await terminal.call('workbench.rows', { group: null, offset: 0, limit: 100 })
    const tasks = rows.flatMap((row) => row.tasks.map(({ id }) => id))
    const customers = rows.map(({ customerId }) => customerId)
    if (customers.length === 0) throw new AppError('customer.notFound')
    // Two managers close the same tasks now and then: the second one is refused.
    return { customers, tasks: tasks.sort(() => random.next() - 0.5) }
  }

  /** One customer at the counter, from being found to being served. */
  async #receive(): Promise<void> {
    const { terminal, clients, random } = this.#parts
    const found = await terminal.call('counter.find', { text: random.pick(clients).idNo })
    if (found.found !== 'visit') return
    const { visitId, actions } = found.visit
    this.#parts.journal.acknowledge({
      terminal: terminal.index,
      kind: 'visit',
      mark: visitId,
      commandId: null,
    })
    if (actions.some((action) => action.kind === 'mobile' && action.known) && random.hit(0.6)) {
      await this.#ask('phone', visitId, () => terminal.call('counter.confirmPhone', { visitId }))
    }
    if (random.hit(0.5)) {
      const request = { visitId, reason: 'wish' as const }
      await this.#ask('refer', visitId, () => terminal.call('counter.refer', request))
    }
    await this.#ask('served', visitId, () => terminal.call('counter.end', { visitId }))
  }
}
