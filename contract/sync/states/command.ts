import type { Outcome } from '../commands.ts'

/** Where a command stands at its terminal. `dismissed` and `repaired` are rejections dealt with. */
export const commandStates = [
  'waiting',
  'sent',
  'applied',
  'applied_with_changes',
  'rejected',
  'quarantined',
  'withdrawn',
  'dismissed',
  'repaired',
] as const
export type CommandState = (typeof commandStates)[number]

/**
 * What happens to a command: `take` it goes into a push, on disk before its first byte leaves;
 * an {@link Outcome} head office answered; `orphan` what it depends on cannot come true any more;
 * `withdraw`, `dismiss`, `repair` its author; `renumber` this PC was enrolled anew.
 */
export const commandEvents = [
  'take',
  'applied',
  'applied_with_changes',
  'rejected',
  'quarantined',
  'retry',
  'orphan',
  'withdraw',
  'dismiss',
  'repair',
  'renumber',
] as const
export type CommandEvent = (typeof commandEvents)[number]

/** The state after an event; null: the event is refused, or comes too late and changes nothing. */
type Row = Readonly<Record<CommandEvent, CommandState | null>>

/** What people and the feed can do with a command nobody waits for any more: nothing. */
const closed = {
  orphan: null,
  withdraw: null,
  dismiss: null,
  repair: null,
} as const

/** Answers to a command that is pushed again because head office's database changed. */
const answeredAnew = {
  applied: 'applied',
  applied_with_changes: 'applied_with_changes',
  rejected: 'rejected',
  quarantined: 'quarantined',
} as const

/** A command that was answered may be judged otherwise by another database. */
const accepted = (state: 'applied' | 'applied_with_changes'): Row => ({
  ...closed,
  ...answeredAnew,
  take: state,
  retry: state,
  renumber: state,
})

/** A refusal stays until its author deals with it. */
const refused = (state: 'rejected' | 'quarantined'): Row => ({
  ...answeredAnew,
  take: state,
  retry: state,
  renumber: state,
  orphan: null,
  withdraw: null,
  dismiss: 'dismissed',
  repair: 'repaired',
})

/** What somebody dealt with stays dealt with, whatever is answered later. */
const dealtWith = (state: 'dismissed' | 'repaired'): Row => ({
  ...closed,
  take: state,
  applied: state,
  applied_with_changes: state,
  rejected: state,
  quarantined: state,
  retry: state,
  renumber: state,
})

/** The table of docs/sync.md, "Commands at a terminal". */
export const commandTable: Readonly<Record<CommandState, Row>> = {
  waiting: {
    take: 'sent',
    applied: null,
    applied_with_changes: null,
    rejected: null,
    quarantined: null,
    retry: null,
    orphan: 'rejected',
    withdraw: 'withdrawn',
    dismiss: null,
    repair: null,
    renumber: 'waiting',
  },
  sent: {
    take: 'sent',
    applied: 'applied',
    applied_with_changes: 'applied_with_changes',
    rejected: 'rejected',
    quarantined: 'quarantined',
    retry: 'sent',
    orphan: null,
    withdraw: null,
    dismiss: null,
    repair: null,
    renumber: 'sent',
  },
  applied: accepted('applied'),
  applied_with_changes: accepted('applied_with_changes'),
  rejected: refused('rejected'),
  quarantined: refused('quarantined'),
  withdrawn: {
    ...closed,
    take: null,
    applied: null,
    applied_with_changes: null,
    rejected: null,
    quarantined: null,
    retry: null,
    renumber: 'withdrawn',
  },
  dismissed: dealtWith('dismissed'),
  repaired: dealtWith('repaired'),
}

/** The state after an event; null where nothing changes. */
export function nextCommand(state: CommandState, event: CommandEvent): CommandState | null {
  return commandTable[state][event]
}

/** The states in which an event changes something. */
export function statesBefore(event: CommandEvent): CommandState[] {
  return commandStates.filter((state) => commandTable[state][event] !== null)
}

/**
 * The state after an answer; null where it changes nothing: no answer is awaited (it is a late copy),
 * or it is `retry`. An answer is awaited for a sent command, and where it is to be pushed `again`.
 */
export function afterAnswer(
  state: CommandState,
  again: boolean,
  outcome: Outcome,
): CommandState | null {
  if (outcome === 'retry' || (state !== 'sent' && !again)) return null
  return nextCommand(state, outcome)
}

/** Whether a state's effect is shown on top of what head office gave. */
export function showsEffect(state: CommandState): boolean {
  return isOpen(state) || isAccepted(state)
}

/** Whether a command has not been answered. */
export function isOpen(state: CommandState): boolean {
  return state === 'waiting' || state === 'sent'
}

/** Whether head office took a command's effect. */
export function isAccepted(state: CommandState): boolean {
  return state === 'applied' || state === 'applied_with_changes'
}

/** Whether its author has dealt with a refusal: it must take no effect any more, whoever judges. */
export function isDealtWith(state: CommandState): boolean {
  return state === 'dismissed' || state === 'repaired'
}

/** Whether nothing that depends on a command in this state can come true any more. */
export function breaksDependants(state: CommandState): boolean {
  return !showsEffect(state)
}

/** What settling looks at. */
export interface AnsweredCommand {
  state: CommandState
  /** Order in which the answer came in; null before it. */
  answerOrder: number | null
  /** It is pushed again: another database may never have had its effect. */
  again: boolean
  /** `rev` after the command of the rows it changed, by `table:id`. */
  revs: Readonly<Record<string, number>>
}

/** The base of a cache as far as settling looks at it. */
export interface CacheBase {
  /** Newest answer that a pull applied here has covered. */
  covered: number
  /** It comes from the database that gives answers now, not from one before. */
  sameDatabase: boolean
  /** `rev` of a row by `table:id`; null where it is not here. */
  rev: (name: string) => number | null
}

/**
 * Whether the base of the cache holds an accepted command's effect already: every row the command
 * changed has at least the `rev` it got (not the `ver`: a customer that moved away and back would
 * count twice), or a pull that was asked for after the answer (`covered`) has been applied, so that
 * the base is at least as new as the effect even where its rows have left this branch. Neither counts
 * across databases: while the command is pushed again, or the cache has not been filled anew.
 */
export function isSettled(command: AnsweredCommand, base: CacheBase): boolean {
  if (isOpen(command.state)) return false
  if (!isAccepted(command.state)) return true
  if (command.again || !base.sameDatabase) return false
  if (command.answerOrder !== null && command.answerOrder <= base.covered) return true
  const revs = Object.entries(command.revs)
  return revs.length > 0 && revs.every(([name, rev]) => (base.rev(name) ?? -1) >= rev)
}
