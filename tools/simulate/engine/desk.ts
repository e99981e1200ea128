import { AppError } from '#contract/errors.ts'
import { commandDefinitions, type CommandName } from '#contract/sync/commands.ts'
import { all } from '#db/connection/statements.ts'
import type { CommandRow } from '#db/journal/command-rows.ts'
import type { NewCommand } from '#db/journal/commands.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { describeError } from '#platform/log/logger.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { groupAct, type MemberChange } from './desk-groups.ts'
import { unwatched } from './disk.ts'
import { commandFaults, type Faults } from './faults.ts'
import type { Life } from './life.ts'
import type { Machine } from './machine.ts'

/** A command that a person gave, with what it must have done once it counts as applied. */
export interface Given {
  commandId: string
  name: CommandName
  machine: string
  /** Id of the row of its own that it makes, or the words it leaves in a note. */
  mark: string
  /** The person was told that it is kept. */
  acknowledged: boolean
  /** This program knows its version, and its payload fits: where its customer is here, it shows. */
  effective: boolean
  /** The disk that held it was put back to an older state. */
  lost: boolean
  /** Who comes into a group by it, and who leaves. */
  members: MemberChange | null
}

/** What people need. */
export interface DeskParts {
  random: Chance
  faults: Faults
  note: (text: string) => void
  broken: (what: string) => void
  /** Keeps what was given. */
  given: Map<string, Given>
}

/** What a person is about to give. */
export interface Act {
  name: CommandName
  mark: string
  /** Null where it is about none in particular. */
  customerId: string | null
  payload: unknown
  members?: MemberChange
}

const emails = ['one@example.com', 'two@example.com', 'three@example.com', null]

/** People at the desk of one PC: they give commands, take them back, deal with rejections. */
export class Desk {
  readonly #machine: Machine
  readonly #parts: DeskParts

  constructor(machine: Machine, parts: DeskParts) {
    this.#machine = machine
    this.#parts = parts
  }

  /** One act of whoever is there. */
  act(): void {
    const { life, person } = this.#machine
    if (!life?.ready || !person || !life.cache.isOpen) return
    const { random } = this.#parts
    const act = random.weighted([
      ['contact', 5],
      ['visit', 2],
      ['complete', 2],
      ['correct', 3],
      ['group', 3],
      ['pair', 1.5],
      ['fault', 1.5],
      ['withdraw', 1],
      ['close', 1.5],
      ['lock', 0.5],
      ['retry', 0.7],
    ] as const)
    try {
      if (act === 'retry') return life.engine.retryNow()
      if (act === 'lock') return void this.#machine.leave()
      if (act === 'withdraw') return this.#withdraw(life)
      if (act === 'close') return this.#close(life)
      if (act === 'pair') return this.#pair(life)
      const own = act === 'complete' ? this.#complete(life) : null
      if (act === 'visit') return this.#visit(life)
      if (act === 'group')
        return void this.#give(
          life,
          groupAct(life, random, () => this.#id()),
        )
      const other = act === 'correct' ? this.#correct(life) : null
      const fallback = act === 'contact' || act === 'fault' ? this.#contact(life) : null
      const chosen = own ?? other ?? fallback
      if (!chosen) return
      if (act === 'fault') return this.#faulty(life, chosen)
      this.#give(life, chosen)
    } catch (error) {
      // A damaged cache is told to whoever looks into it.
      if (!(error instanceof AppError)) throw error
      this.#parts.note(`sees ${error.code}`)
    }
  }

  #id(): string {
    const { random } = this.#parts
    return uuidV7(Math.max(0, this.#machine.life?.clock.now() ?? 0), (length) =>
      random.bytes(length),
    )
  }

  #customer(life: Life): string | null {
    const rows = unwatched(() =>
      life.cache.read((db) => all<{ id: string }>(db, 'SELECT id FROM customer ORDER BY id')),
    )
    return rows.length > 0 ? this.#parts.random.pick(rows).id : null
  }

  #contact(life: Life): Act | null {
    const customerId = this.#customer(life)
    if (customerId === null) return null
    const { random } = this.#parts
    const contactId = this.#id()
    return {
      name: 'contact.log',
      mark: contactId,
      customerId,
      payload: {
        contactId,
        customerId,
        atMs: life.clock.now(),
        channel: 'phone',
        outcome: random.pick(['interested', 'no_answer'] as const),
        summary: 'spoke',
        nextOn: null,
        durationMinutes: null,
      },
    }
  }

  /** Somebody at the counter; a program of before writes it as that program did. */
  #visit(life: Life): void {
    const customerId = this.#customer(life)
    if (customerId === null) return
    const { random } = this.#parts
    const [visitId, atMs] = [this.#id(), life.clock.now()]
    const { version: today } = commandDefinitions['counter.recordVisit']
    const version = this.#machine.otherVersion || random.hit(0.4) ? today - 1 : today
    const cutOff = random.pick(['locked', 'crashed', null] as const)
    const visit = { visitId, customerId, openedAtMs: atMs, foundBy: 'account', suggested: 1 }
    const payload =
      version === today
        ? { ...visit, acts: [], station: { state: 'ended', endedAtMs: atMs, cutOff } }
        : {
            ...visit,
            acts: [],
            state: 'ended',
            endedAtMs: atMs,
            ...(cutOff !== null && { cutOff }),
          }
    this.#give(
      life,
      { name: 'counter.recordVisit', mark: visitId, customerId, payload },
      { version },
    )
  }

  #complete(life: Life): Act | null {
    const tasks = unwatched(() =>
      life.cache.read((db) =>
        all<{ id: string; customer_id: string }>(
          db,
          `SELECT id, customer_id FROM task WHERE state = 'open' ORDER BY id`,
        ),
      ),
    )
    if (tasks.length === 0) return null
    const task = this.#parts.random.pick(tasks)
    const mark = this.#id()
    const atMs = life.clock.now()
    return {
      name: 'task.complete',
      mark,
      customerId: task.customer_id,
      payload: { taskId: task.id, customerId: task.customer_id, outcome: 'done', note: mark, atMs },
    }
  }

  #correct(life: Life): Act | null {
    const customerId = this.#customer(life)
    if (customerId === null) return null
    const { random } = this.#parts
    const rows = unwatched(() =>
      life.cache.read((db) =>
        all<{ email: string | null }>(db, 'SELECT email FROM customer WHERE id = ?', customerId),
      ),
    )
    const mark = this.#id()
    return {
      name: 'customer.proposeCorrection',
      mark,
      customerId,
      payload: {
        correctionIds: [mark],
        customerId,
        changes: [{ field: 'email', from: rows[0]?.email ?? null, to: random.pick(emails) }],
        evidence: 'seen',
        atMs: life.clock.now(),
      },
    }
  }

  /** A decision, and a fact that depends on it. */
  #pair(life: Life): void {
    const first = this.#correct(life)
    const second = this.#contact(life)
    if (!first || !second) return
    const dependsOn = this.#give(life, first)
    this.#give(life, second, { dependsOn })
  }

  #faulty(life: Life, act: Act): void {
    const { random, faults } = this.#parts
    const kinds = faults.weighted(commandFaults)
    const kind = random.weighted<(typeof commandFaults)[number] | null>([[null, 0.2], ...kinds])
    if (!kind || !faults.strikes(kind, this.#machine.state.name)) return void this.#give(life, act)
    const payload = act.payload as Record<string, unknown>
    // No database holds the character NUL in a text: the handler fails in its middle.
    if (kind === 'command.poison') act.payload = { ...payload, summary: 'poison\u0000' }
    if (kind === 'command.malformed') act.payload = { ...payload, channel: 'telepathy' }
    const over = kind === 'command.newer' ? { version: 99 } : {}
    this.#give(life, act, over, kind === 'command.poison')
  }

  #give(life: Life, act: Act, over: Partial<NewCommand> = {}, effective = true): string {
    const { note, given, broken } = this.#parts
    const { person, state } = this.#machine
    const slot = person && state.slots.get(person.id)
    const device = life.memory.get('device')
    if (!person || !slot || !device) return ''
    const command: NewCommand = {
      commandId: this.#id(),
      name: act.name,
      version: commandDefinitions[act.name].version,
      staffId: person.id,
      grant: slot.grant,
      givenAtMs: life.clock.now(),
      clockOffsetMs: life.memory.get('clockOffsetMs') ?? 0,
      baseRevs: {},
      dependsOn: null,
      supersedes: null,
      customerId: act.customerId,
      payload: act.payload,
      ...over,
    }
    const { commandId, name } = command
    const kept: Given = {
      commandId,
      name,
      machine: state.name,
      mark: act.mark,
      acknowledged: false,
      effective,
      lost: false,
      members: act.members ?? null,
    }
    given.set(commandId, kept)
    note(`${person.name} gives ${name} ${commandId}`)
    life.writer
      .call('journal.submit', { command, entries: [], branchId: device.branchId })
      .then((effect) => {
        kept.acknowledged = true
        if (effect.failure === 'behind') this.#machine.behind = true
        life.followed(effect)
      })
      .catch((error: unknown) => {
        note(`refused ${commandId} ${describeError(error)}`)
        const expected = error instanceof AppError
        if (!expected) broken(`a command was not kept: ${describeError(error)}`)
      })
    return commandId
  }

  #own(life: Life, states: string): CommandRow[] {
    const staffId = this.#machine.person?.id ?? ''
    const sql = `SELECT * FROM command WHERE staff_id = ? AND state IN (${states}) ORDER BY ordinal`
    return unwatched(() => life.journal.read((db) => all<CommandRow>(db, sql, staffId)))
  }

  #withdraw(life: Life): void {
    const waiting = this.#own(life, `'waiting'`)
    if (waiting.length === 0) return
    const { command_id: commandId, staff_id: staffId } = this.#parts.random.pick(waiting)
    const branchId = this.#machine.state.branchId
    this.#parts.note(`takes back ${commandId}`)
    this.#closing(
      life.writer.call('journal.withdraw', { commandId, staffId, branchId }).then((effect) => {
        if (effect.failure === 'behind') this.#machine.behind = true
        life.followed(effect)
      }),
    )
  }

  /** Deals with a rejection: dismisses it, or gives another command in its place. */
  #close(life: Life): void {
    const rejected = this.#own(life, `'rejected', 'quarantined'`)
    if (rejected.length === 0) return
    const { random, note } = this.#parts
    const { command_id: commandId, staff_id: staffId } = random.pick(rejected)
    if (random.hit(0.5)) {
      note(`dismisses ${commandId}`)
      this.#closing(life.writer.call('journal.dismiss', { commandId, staffId, reason: 'known' }))
      return
    }
    const act = this.#correct(life)
    if (act) this.#give(life, act, { supersedes: commandId })
  }

  #closing(done: Promise<unknown>): void {
    done.catch((error: unknown) => {
      this.#parts.note(`in vain: ${describeError(error)}`)
      if (!(error instanceof AppError)) this.#parts.broken(describeError(error))
    })
  }
}
