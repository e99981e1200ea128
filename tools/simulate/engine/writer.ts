import { AppError } from '#contract/errors.ts'
import { fillSearch, indexCustomers } from '#db/search/build.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { type Answer, failure, thrown } from '#main/sync/writing/messages.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { Schedule } from './schedule.ts'

interface Call {
  name: string
  args: unknown
  resolve: (value: never) => void
  reject: (error: Error) => void
}

/** What a writer of the simulation belongs to. */
export interface WriterParts {
  schedule: Schedule
  random: Chance
  life: { alive: boolean }
  note: (text: string) => void
}

const search = {
  fill: (db: Parameters<typeof fillSearch>[0]) => fillSearch(db),
  update: (db: Parameters<typeof indexCustomers>[0], ids: readonly string[]) =>
    indexCustomers(db, ids),
}

const isDamaged = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'failure' in value && value.failure === 'damaged'

/**
 * The writer's operations without a thread: each call is a step of the schedule, its answer another
 * one. Arguments and answers are copied as a message to the thread copies them.
 */
export class SimulatedWriter implements Writer {
  readonly files = new WriterFiles()
  /** A write found the open cache damaged; its answer, which says so, may be on its way. */
  metDamage = false
  readonly #parts: WriterParts
  readonly #operations = createOperations(search, this.files) as unknown as Record<
    string,
    (args: unknown) => unknown
  >
  #queue: Call[] = []
  #answers: (() => void)[] = []
  #stopped = false

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  call: Writer['call'] = (name, ...args) =>
    new Promise((resolve, reject) => {
      if (this.#stopped) return reject(new AppError('service.unavailable'))
      this.#queue.push({ name, args: structuredClone(args[0]), resolve, reject })
      if (this.#queue.length === 1) this.#next()
    })

  stop(): Promise<void> {
    this.#stopped = true
    const left = this.#queue
    this.#queue = []
    this.#answers = []
    for (const which of ['journalFile', 'cacheFile', 'stagingFile', 'userFile'] as const) {
      this.files.close(which)
    }
    for (const { reject } of left) reject(new AppError('service.unavailable'))
    return Promise.resolve()
  }

  #next(): void {
    const { schedule, random, life } = this.#parts
    schedule.after(random.int(0, 4), life, 'write', () => this.#run())
  }

  async #run(): Promise<void> {
    const { schedule, random, life, note } = this.#parts
    const call = this.#queue[0]
    if (!call) return
    const answer = await this.#answer(call)
    if (!life.alive || this.#stopped) return
    note(`${call.name} ${answer.ok ? 'ok' : (answer.error?.code ?? answer.message)}`)
    this.#queue.shift()
    this.#answers.push(() => {
      if (answer.ok) call.resolve(structuredClone(answer.value) as never)
      else call.reject(thrown(answer))
    })
    schedule.after(random.int(0, 3), life, 'answer', () => this.#answers.shift()?.())
    if (this.#queue.length > 0) this.#next()
  }

  async #answer({ name, args }: Call): Promise<Answer> {
    try {
      const act = this.#operations[name]
      if (!act) throw new Error(`no operation ${name}`)
      const value = await act(args)
      if (name === 'cache.close') this.metDamage = false
      else if (isDamaged(value)) this.metDamage = true
      return { id: 0, ok: true, value }
    } catch (error) {
      return failure(0, error)
    }
  }
}
