import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommandName, CommandResult } from '#contract/sync/commands.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import { all } from '#db/connection/statements.ts'
import { putCacheFact, putScopeState, type ScopeState } from '#db/cache/scopes.ts'
import type { Row } from '#db/cache/rows.ts'
import { openFile } from '#db/connection/open.ts'
import { lastAnswerOrder, unsettledCommands } from '#db/journal/command-rows.ts'
import { migrateCache } from '#db/migrations/cache/migrate.ts'
import { cacheShape } from '#db/schema/shape.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { aCustomer, aTask, branchA, idOf, people } from '#test/support/branch-data.ts'
import {
  keyText,
  type ModelCommand,
  ModelServer,
  modelTables,
  overlaid,
  type State,
} from './overlay-model.ts'

const key = Buffer.alloc(32, 9)
const noSearch = { fill: () => true, update: () => {} }
const customers = ['a', 'b'].map((name) => aCustomer(name))
const staffId = people.li.id

type Step =
  | { kind: 'contact'; customer: number; at: number }
  | { kind: 'complete'; task: number }
  | { kind: 'email'; customer: number; from: number; to: number }
  | { kind: 'serverEmail'; customer: number; to: number }
  | { kind: 'serverRemove'; customer: number }
  | { kind: 'serverReturn'; customer: number }
  | { kind: 'serverForget'; customer: number }
  | { kind: 'sync' }
  | { kind: 'lateAnswer'; customer: number }
  | { kind: 'push'; refuse: boolean; lost: boolean }
  | { kind: 'ask' }
  | { kind: 'apply' }
  | { kind: 'withdraw' }
  | { kind: 'crash'; afterJournal: boolean; customer: number }
  | { kind: 'snapshot'; age: number }

const which = fc.nat(1)
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('contact' as const), customer: which, at: fc.nat(5) }),
  fc.record({ kind: fc.constant('complete' as const), task: which }),
  fc.record({ kind: fc.constant('email' as const), customer: which, from: which, to: which }),
  fc.record({ kind: fc.constant('serverEmail' as const), customer: which, to: which }),
  fc.record({ kind: fc.constant('serverRemove' as const), customer: which }),
  fc.record({ kind: fc.constant('serverReturn' as const), customer: which }),
  fc.record({ kind: fc.constant('serverForget' as const), customer: which }),
  fc.record({ kind: fc.constant('sync' as const) }),
  fc.record({ kind: fc.constant('lateAnswer' as const), customer: which }),
  fc.record({ kind: fc.constant('push' as const), refuse: fc.boolean(), lost: fc.boolean() }),
  fc.record({ kind: fc.constant('ask' as const) }),
  fc.record({ kind: fc.constant('apply' as const) }),
  fc.record({ kind: fc.constant('withdraw' as const) }),
  fc.record({
    kind: fc.constant('crash' as const),
    afterJournal: fc.boolean(),
    customer: which,
  }),
  fc.record({ kind: fc.constant('snapshot' as const), age: fc.nat(4) }),
)

const wire = (record: object): Row =>
  Object.fromEntries(
    Object.entries(record as Record<string, string | number | boolean | null>).map(
      ([name, value]) => [name, typeof value === 'boolean' ? Number(value) : value],
    ),
  )

/** The branch's place in its feed at a version. */
const scopeAt = (version: number): ScopeState => ({
  scope: `branch:${branchA}`,
  epoch: 'e',
  cursor: String(version),
  version,
  business_date: '2026-11-20',
  applied_at: 1,
})

/** A terminal on real encrypted files, driven through the writer's own operations. */
class Terminal {
  readonly folder = mkdtempSync(join(tmpdir(), 'ocrm-overlay-'))
  readonly server = new ModelServer(branchA)
  readonly commands = new Map<string, ModelCommand>()
  files = new WriterFiles()
  operations = createOperations(noSearch, this.files)
  /** Version of the base in the cache, and the newest answer a pull has covered. */
  base = 0
  covered = 0
  asked: { reply: ReturnType<ModelServer['page']>; covered: number; from: number } | null = null
  #count = 0

  get cachePath(): string {
    return join(this.folder, 'cache-1.db')
  }

  async open(): Promise<void> {
    this.files = new WriterFiles()
    this.operations = createOperations(noSearch, this.files)
    await this.operations['journal.open']({ path: join(this.folder, 'journal.db'), key })
    this.operations['journal.remember']({ values: { epoch: 'e' } })
    const cache = { path: this.cachePath, key, branchId: branchA, nowMs: 1 }
    expect(await this.operations['cache.open'](cache)).toBe('open')
  }

  close(): void {
    this.operations['cache.close']()
    this.operations['journal.close']()
  }

  /** Writes a cache file that holds the server's state of a version, as a snapshot does. */
  async writeCache(path: string, version: number): Promise<void> {
    await migrateCache(path, key)
    const db = openFile(path, key, { mode: 'write', kind: 'disposable' })
    for (const [table, rows] of this.server.history[version] ??
      new Map<TableName, Map<string, Row>>()) {
      for (const row of rows.values()) {
        const columns = Object.keys(row)
        db.prepare(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        ).run(...Object.values(row))
      }
    }
    putCacheFact(db, 'shape', cacheShape)
    putScopeState(db, scopeAt(version))
    db.close()
  }

  async start(): Promise<void> {
    this.server.write(
      customers.flatMap((customer) => [
        { table: 'customer' as const, key: [customer.id], row: wire(customer) },
        {
          table: 'task' as const,
          key: [idOf('task', customer.name)],
          row: wire(aTask(customer.name, customer.id, staffId)),
        },
      ]),
    )
    this.base = this.server.ver
    await this.writeCache(this.cachePath, this.base)
    await this.open()
  }

  submit(name: CommandName, payload: unknown, dependsOn: string | null = null): string {
    this.#count += 1
    const command: ModelCommand = {
      commandId: idOf('command', String(this.#count)),
      name,
      payload,
      staffId,
      givenAtMs: this.#count,
    }
    this.commands.set(command.commandId, command)
    this.operations['journal.submit']({
      command: {
        ...command,
        version: 1,
        grant: 'grant',
        clockOffsetMs: 0,
        baseRevs: {},
        dependsOn,
        supersedes: null,
        customerId: null,
      },
      entries: [],
      branchId: branchA,
    })
    return command.commandId
  }

  contact(customer: number, at: number, dependsOn: string | null = null): string {
    const payload = {
      contactId: idOf('contact', String(this.#count)),
      customerId: customers[customer]?.id,
      atMs: at * 86_400_000,
      channel: 'phone',
      outcome: at % 2 === 0 ? 'interested' : 'no_answer',
      summary: '',
      nextOn: null,
      durationMinutes: null,
    }
    return this.submit('contact.log', payload, dependsOn)
  }

  push(refuse: boolean, lost: boolean): void {
    const limits = { maxCommands: 3, maxBytes: 1e6 }
    const batch = this.operations['journal.takeBatch'](limits)
    const results = batch.map(({ seq, commandId }): CommandResult => {
      const command = this.commands.get(commandId)
      if (!command) throw new Error('an unknown command was pushed')
      return this.server.execute(seq, command, refuse)
    })
    if (!lost) this.operations['journal.storeResults']({ results, branchId: branchA })
  }

  ask(): void {
    const covered = lastAnswerOrder(this.files.journal)
    this.asked = { reply: this.server.page(this.base), covered, from: this.base }
  }

  apply(): void {
    const { asked } = this
    this.asked = null
    if (!asked || asked.from !== this.base) return
    const { head, ...page } = asked.reply
    this.operations['cache.applyPull']({
      pull: {
        after: scopeAt(asked.from).cursor,
        state: scopeAt(head),
        pages: [page],
        covered: asked.covered,
      },
      branchId: branchA,
    })
    this.base = head
    this.covered = asked.covered
  }

  async crash(afterJournal: boolean, customer: number): Promise<void> {
    if (afterJournal) {
      this.operations['cache.close']()
      this.contact(customer, 0)
    }
    this.close()
    await this.open()
  }

  async snapshot(age: number): Promise<void> {
    const version = Math.max(1, this.server.ver - age)
    const staging = join(this.folder, 'staging.db')
    await this.writeCache(staging, version)
    const { cachePath: path } = this
    this.operations['cache.publish']({ staging, path, obsolete: [] })
    await this.operations['cache.open']({ path, key, branchId: branchA, nowMs: 1 })
    this.base = version
    this.covered = 0
  }

  /** The commands whose effect must stand on top of the base, by the written rule. */
  expected(): State {
    const base = this.server.history[this.base] ?? new Map<never, never>()
    const settledIn = (revs: Record<string, number>) => {
      const entries = Object.entries(revs)
      return (
        entries.length > 0 &&
        entries.every(([name, rev]) => {
          const [table, id] = name.split(':') as [(typeof modelTables)[number], string]
          return Number(base.get(table)?.get(JSON.stringify([id]))?.['rev'] ?? -1) >= rev
        })
      )
    }
    const rows = all<{
      command_id: string
      state: string
      answer_order: number | null
      revs: string
    }>(this.files.journal, 'SELECT * FROM command ORDER BY ordinal')
    const open = rows.filter(({ state, answer_order: order, revs }) => {
      if (state === 'waiting' || state === 'sent') return true
      if (state !== 'applied') return false
      return (order ?? 0) > this.covered && !settledIn(JSON.parse(revs) as Record<string, number>)
    })
    const commands = open.map(({ command_id: id }) => this.commands.get(id))
    return overlaid(
      base,
      commands.filter((command) => command !== undefined),
      branchA,
    )
  }

  actual(): State {
    const cache = this.files.cacheFile
    if (!cache) throw new Error('the cache is closed')
    return new Map(
      modelTables.map((table) => [
        table,
        new Map(all<Row>(cache, `SELECT * FROM ${table}`).map((row) => [keyText(table, row), row])),
      ]),
    )
  }

  remove(): void {
    this.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const emails = [null, 'one@example.com', 'two@example.com']

/** Takes one step on the terminal or at head office. */
async function take(terminal: Terminal, step: Step): Promise<void> {
  const { server } = terminal
  switch (step.kind) {
    case 'contact':
      return void terminal.contact(step.customer, step.at)
    case 'complete':
      return void terminal.submit('task.complete', {
        taskId: idOf('task', customers[step.task]?.name ?? ''),
        customerId: customers[step.task]?.id,
        outcome: 'done',
        note: null,
        atMs: 1,
      })
    case 'email':
      return void terminal.submit('customer.proposeCorrection', {
        correctionIds: [idOf('correction', String(terminal.commands.size))],
        customerId: customers[step.customer]?.id,
        changes: [{ field: 'email', from: emails[step.from], to: emails[step.to] }],
        evidence: 'seen',
        atMs: 1,
      })
    case 'serverEmail':
    case 'serverReturn': {
      const customer = customers[step.customer]
      if (!customer) return
      const present = server.state.get('customer')?.get(JSON.stringify([customer.id]))
      if ((step.kind === 'serverReturn') === (present !== undefined)) return
      const email = step.kind === 'serverEmail' ? (emails[step.to] ?? null) : null
      const row = { ...wire(customer), ...present, email }
      server.write([{ table: 'customer', key: [customer.id], row }])
      return
    }
    case 'serverRemove': {
      const id = customers[step.customer]?.id ?? ''
      const contacts = [...(server.state.get('contact')?.values() ?? [])]
      server.write([
        { table: 'customer', key: [id], row: null },
        ...contacts
          .filter((contact) => contact['customer_id'] === id)
          .map((contact) => ({
            table: 'contact' as const,
            key: [contact['id'] ?? null],
            row: null,
          })),
      ])
      return
    }
    case 'serverForget': {
      const id = customers[step.customer]?.id
      const contacts = [...(server.state.get('contact')?.values() ?? [])].filter(
        (contact) => contact['customer_id'] === id,
      )
      server.write(
        contacts.map((own) => ({ table: 'contact' as const, key: [own['id'] ?? null], row: null })),
      )
      return
    }
    case 'sync':
      terminal.push(false, false)
      terminal.ask()
      return terminal.apply()
    case 'lateAnswer': {
      // Executed, undone by somebody else, pulled; only then does the answer arrive.
      terminal.push(false, true)
      const customer = customers[step.customer] ?? aCustomer('nobody')
      const task = wire(aTask(customer.name, customer.id, staffId))
      server.write([{ table: 'task', key: [idOf('task', customer.name)], row: task }])
      terminal.ask()
      terminal.push(false, false)
      return terminal.apply()
    }
    case 'push':
      return terminal.push(step.refuse, step.lost)
    case 'ask':
      return terminal.ask()
    case 'apply':
      return terminal.apply()
    case 'withdraw': {
      const waiting = unsettledCommands(terminal.files.journal).find(
        ({ state }) => state === 'waiting',
      )
      if (!waiting) return
      const { command_id: commandId } = waiting
      terminal.operations['journal.withdraw']({ commandId, staffId, branchId: branchA })
      return
    }
    case 'crash':
      return terminal.crash(step.afterJournal, step.customer)
    case 'snapshot':
      return terminal.snapshot(step.age)
  }
}

function expectSame(actual: State, expected: State): void {
  for (const table of modelTables) {
    const columns = ['ver', 'rev', ...tableNamed(table).columns.map(({ name }) => name)]
    const plain = (state: State) =>
      [...(state.get(table) ?? [])]
        .map(([rowKey, row]) => [rowKey, columns.map((name) => row[name] ?? null)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    expect(plain(actual)).toEqual(plain(expected))
  }
}

/** Lives through a history, looking at every step, then lets everything go up and come down. */
async function live(history: readonly Step[]): Promise<void> {
  const terminal = new Terminal()
  try {
    await terminal.start()
    for (const step of history) {
      await take(terminal, step)
      expectSame(terminal.actual(), terminal.expected())
    }
    for (let batch = 0; batch < 15; batch += 1) terminal.push(false, false)
    terminal.ask()
    terminal.apply()
    expectSame(terminal.actual(), terminal.server.state)
  } finally {
    terminal.remove()
  }
}

const runs = Number(process.env['OCRM_PROPERTY_RUNS'] ?? 40)

test(`the cache is always base plus open commands, over ${runs} random histories`, async () => {
  await fc.assert(fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 30 }), live), {
    numRuns: runs,
  })
}, 300_000)

test('an effect that head office has undone since is not applied again by a late answer', () =>
  live([
    { kind: 'complete', task: 0 },
    { kind: 'lateAnswer', customer: 0 },
  ]))

test('a snapshot older than an answer still shows what was answered', () =>
  live([
    { kind: 'contact', customer: 0, at: 0 },
    { kind: 'sync' },
    { kind: 'snapshot', age: 1 },
    { kind: 'crash', afterJournal: false, customer: 0 },
    { kind: 'sync' },
  ]))

test('what depends on a command that is taken back goes from the screen with it', async () => {
  const terminal = new Terminal()
  try {
    await terminal.start()
    const commandId = terminal.contact(0, 1)
    terminal.contact(0, 2, commandId)
    expect(terminal.actual().get('contact')?.size).toBe(2)
    terminal.operations['journal.withdraw']({ commandId, staffId, branchId: branchA })
    expect(terminal.actual().get('contact')?.size).toBe(0)
    terminal.contact(0, 3, commandId)
    expectSame(terminal.actual(), terminal.expected())
    expect(terminal.actual().get('contact')?.size).toBe(0)
  } finally {
    terminal.remove()
  }
})
