import {
  type CommandState,
  isAccepted,
  isDealtWith,
  isOpen,
} from '#contract/sync/states/command.ts'
import { type Cache, shownMember, shownRow } from './cache.ts'
import { cursorText } from './facts.ts'
import type { ModelHeadOffice } from './head-office.ts'
import type { Journal, KeptCommand } from './journal.ts'
import { memberId } from './members.ts'
import type { ModelTerminal } from './terminal.ts'

/** An invariant of docs/sync.md that did not hold. */
export interface Violation {
  invariant: string
  detail: string
}

/** A violation ends the schedule at once. */
export class Broken extends Error {
  readonly violation: Violation

  constructor(violation: Violation) {
    super(`${violation.invariant}: ${violation.detail}`)
    this.violation = violation
  }
}

/** What people were told, and what it obliges to. */
export class Promises {
  /** Commands people were told are kept, and on which terminal. */
  readonly told = new Map<string, string>()
  /** What people did with their commands, and were told is done. */
  readonly closed = new Map<string, CommandState>()
  /** Told on a machine that was restored to a state before: nobody can keep that promise. */
  readonly forgiven = new Set<string>()
  /** Given before the copy a machine was restored to: it may not know that they were sent. */
  readonly #restored = new Set<string>()
  readonly #places = new Map<string, { epoch: number; ver: number }>()

  /** A machine went back: what it did not know then is forgiven, and its place in the feed too. */
  forgive(terminal: ModelTerminal): void {
    const known = new Set(terminal.disk.journal.commands.map(({ commandId }) => commandId))
    for (const [commandId, owner] of this.told) {
      if (owner === terminal.id && !known.has(commandId)) this.forgiven.add(commandId)
    }
    for (const commandId of known) {
      this.#restored.add(commandId)
      this.closed.delete(commandId)
    }
    this.#places.delete(terminal.id)
  }

  /** What must hold whenever a terminal rests between two operations. */
  check(terminal: ModelTerminal, office: ModelHeadOffice): Violation | null {
    const { cache, journal } = terminal.disk
    if (!cache || cache.diverged) return null
    return (
      this.#checkBase(terminal, cache, office) ??
      this.#checkPlace(terminal, cache) ??
      checkShown(cache, journal, this.#restored)
    )
  }

  #checkBase(terminal: ModelTerminal, cache: Cache, office: ModelHeadOffice): Violation | null {
    const rows = office.history.get(cursorText(cache.cursor))
    const foreign = [...cache.base.values()].find(({ branch }) => branch !== terminal.branch)
    if (foreign) return { invariant: 'I6', detail: `${terminal.id} holds ${foreign.id}` }
    const same =
      rows?.length === cache.base.size && rows.every((row) => cache.base.get(row.id) === row)
    if (same) return null
    const detail = `${terminal.id} at ${cursorText(cache.cursor)} holds no state head office had`
    return { invariant: 'I9', detail }
  }

  #checkPlace(terminal: ModelTerminal, { cursor }: Cache): Violation | null {
    const before = this.#places.get(terminal.id)
    this.#places.set(terminal.id, cursor)
    if (before?.epoch !== cursor.epoch || before.ver <= cursor.ver) return null
    return {
      invariant: 'I5',
      detail: `${terminal.id} went back from ${before.ver} to ${cursor.ver}`,
    }
  }

  /** What must hold when everything has come to rest. */
  checkRest(terminals: readonly ModelTerminal[], office: ModelHeadOffice): Violation | null {
    const effects = new Map<string, number>()
    const { customers, ended } = office.database
    for (const held of [...[...customers.values()].map((row) => row.effects), ...ended.values()]) {
      for (const id of held) effects.set(id, (effects.get(id) ?? 0) + 1)
    }
    for (const [id, count] of effects) {
      if (count > 1) return { invariant: 'I2', detail: `${id} took effect ${count} times` }
    }
    for (const terminal of terminals) {
      const violation = this.#checkTerminalRest(terminal, office, effects)
      if (violation) return violation
    }
    return null
  }

  #checkTerminalRest(
    terminal: ModelTerminal,
    office: ModelHeadOffice,
    effects: ReadonlyMap<string, number>,
  ): Violation | null {
    const { cache, journal } = terminal.disk
    const kept = new Map(journal.commands.map((command) => [command.commandId, command]))
    const [stuck] = terminal.pending
    if (stuck) return { invariant: 'I4', detail: `${stuck.commandId} is ${stuck.state}` }
    for (const [commandId, owner] of this.told) {
      if (owner !== terminal.id || this.forgiven.has(commandId)) continue
      const command = kept.get(commandId)
      if (!command) return { invariant: 'I1', detail: `${commandId} is gone` }
      const violation = this.#checkEnd(command, office, effects.get(commandId) ?? 0)
      if (violation) return violation
    }
    const head = office.database.versions[terminal.branch]
    if (cache?.cursor.epoch !== office.epoch || cache.cursor.ver !== head || cache.diverged) {
      return { invariant: 'I3', detail: `${terminal.id} did not reach the head` }
    }
    if (cache.shown.length > 0) return { invariant: 'I3', detail: 'effects are left on top' }
    return null
  }

  #checkEnd(command: KeptCommand, office: ModelHeadOffice, effects: number): Violation | null {
    const { commandId, state } = command
    const stored = office.database.commands.get(commandId)?.result.outcome ?? null
    // A fact that fits the version it was given under is known for ever, however old that is.
    const code = office.database.commands.get(commandId)?.result.code
    if (command.name === 'fact' && (code === 'command.unknown' || code === 'request.invalid')) {
      return { invariant: 'I8', detail: `${commandId} of version ${command.version} is ${code}` }
    }
    const closed = this.closed.get(commandId)
    if (closed && closed !== state) {
      return { invariant: 'I8', detail: `${commandId} was ${closed}, is ${state}` }
    }
    const told = `${commandId} is ${state}, ${stored ?? 'unknown'} at head office`
    // A machine that went back may not know what was answered after its copy was made.
    const unaware = command.answerOrder === null || isDealtWith(state)
    if (unaware && this.#restored.has(commandId)) return null
    if (isAccepted(state)) {
      if (stored !== state) return { invariant: 'I8', detail: told }
      // Who stood in a group so already stays, and nothing is written.
      const wrote = command.name !== 'member' || Object.keys(command.revs).length > 0
      const right = effects === (wrote ? 1 : 0)
      return right ? null : { invariant: 'I1', detail: `${told}, effects: ${effects}` }
    }
    if (effects > 0) return { invariant: 'I2', detail: `${told}, effects: ${effects}` }
    // Withdrawn, or refused at the terminal because what it depends on cannot come true: never sent.
    if (command.answerOrder === null) {
      return stored === null ? null : { invariant: 'I8', detail: told }
    }
    if (isDealtWith(state)) return null
    return stored === state ? null : { invariant: 'I8', detail: told }
  }
}

/**
 * Own commands count once on the screen while they wait and when they were accepted; I7. The effect may
 * lie on a base that holds it already only as long as nobody here can know that: it does no harm then,
 * because every real effect puts rows in place by their key.
 */
function checkShown(
  cache: Cache,
  journal: Journal,
  restored: ReadonlySet<string>,
): Violation | null {
  const { commands, epoch } = journal
  for (const command of commands) {
    if (command.name === 'member') {
      const violation = checkMember(cache, journal, command, restored)
      if (violation) return violation
      continue
    }
    const row = shownRow(cache, command.customerId)
    if (!row) continue
    const count = row.effects.filter((id) => id === command.commandId).length
    const { state, commandId, again } = command
    const open = state === 'waiting' || state === 'sent'
    const expected = open || isAccepted(state) ? 1 : 0
    // A base of the former database holds what the present one may have refused; the present one's may
    // hold what the former refused and it took, while its answer is not here; a machine that went back
    // may take back what it sent after the copy was made.
    const unsure = again || cache.cursor.epoch !== epoch || restored.has(commandId)
    if (expected === 0 && unsure) continue
    if (count === expected || (count === 2 && !canKnow(command, cache, epoch))) continue
    return { invariant: 'I7', detail: `${commandId} (${state}) shows ${count} times` }
  }
  return null
}

const isMember = ({ name, customerId }: KeptCommand, of: string): boolean =>
  name === 'member' && customerId === of

/** Whether what was given cannot have been overtaken yet: it waits, is pushed again, or lies on top. */
const mustShow = (command: KeptCommand, { shown }: Cache): boolean =>
  !command.settled &&
  (isOpen(command.state) ||
    (isAccepted(command.state) && (command.again || shown.includes(command))))

/**
 * Where a customer stands in a group: what was given last shows, and what head office wrote is not lost from
 * the screen before the row with it is here; I7.
 */
function checkMember(
  cache: Cache,
  journal: Journal,
  command: KeptCommand,
  restored: ReadonlySet<string>,
): Violation | null {
  const { commandId, customerId, state, again, revs, to } = command
  if (!cache.base.has(customerId)) return null
  const row = shownMember(cache, customerId)
  const told = (what: string) => ({ invariant: 'I7', detail: `${commandId} (${state}) ${what}` })
  const last = journal.commands.findLast((own) => isMember(own, customerId) && mustShow(own, cache))
  if (last === command && (row?.value ?? 'out') !== to) return told(`does not show ${to}`)
  if (again || cache.cursor.epoch !== journal.epoch || restored.has(commandId)) return null
  const count = row?.effects.filter((id) => id === commandId).length ?? 0
  const wrote = isAccepted(state) && Object.keys(revs).length > 0
  // What still lies on top may change nothing; a row that ended with its customer's move holds nothing.
  const held =
    !cache.shown.includes(command) && cache.base.has(memberId(cache.cursor.branch, customerId))
  if (wrote && held && count === 0) return told('is lost')
  if (count > 0 && !isOpen(state) && !isAccepted(state)) return told(`shows ${count} times`)
  return null
}

/** Whether a terminal can know that the base holds an accepted command's effect. */
function canKnow(command: KeptCommand, cache: Cache, epoch: number | null): boolean {
  const { state, again, answerOrder, revs } = command
  if (cache.cursor.epoch !== epoch) return false
  if (!isAccepted(state) || again || answerOrder === null) return false
  return answerOrder <= cache.covered || Object.keys(revs).length > 0
}
