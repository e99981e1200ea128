import {
  afterAnswer,
  breaksDependants,
  type CommandState,
  isAccepted,
  isDealtWith,
  nextCommand,
} from '#contract/sync/states/command.ts'
import type { ModelCommand, ModelCommandName, ModelResult } from './facts.ts'

/** A command as a terminal keeps it. */
export interface KeptCommand {
  commandId: string
  name: ModelCommandName
  version: number
  payload: unknown
  customerId: string
  staffId: string
  from: string
  to: string
  dependsOn: string | null
  supersedes: string | null
  seq: number | null
  state: CommandState
  answerOrder: number | null
  revs: Readonly<Record<string, number>>
  settled: boolean
  again: boolean
}

/** What survives everything but a restored machine. */
export interface Journal {
  commands: KeptCommand[]
  epoch: number | null
  deviceEpoch: number
  enrolment: number
  untrusted: boolean
}

/** Most commands in one push. */
const mostCommands = 3

/** A copy, as a machine's backup holds it. */
export function copyJournal(journal: Journal): Journal {
  return { ...journal, commands: journal.commands.map((command) => ({ ...command })) }
}

/** Highest number given in this enrolment. */
export const lastSent = ({ commands }: Journal): number =>
  commands.reduce((last, { seq }) => Math.max(last, seq ?? 0), 0)

/** Highest number answered in this enrolment. */
export const lastAnswered = ({ commands }: Journal): number =>
  commands.reduce(
    (last, { seq, answerOrder }) => (answerOrder === null ? last : Math.max(last, seq ?? 0)),
    0,
  )

/** Order of the newest answer. */
export const lastAnswerOrder = ({ commands }: Journal): number =>
  commands.reduce((last, { answerOrder }) => Math.max(last, answerOrder ?? 0), 0)

/** Commands whose effect the cache's base may not hold yet. */
export const unsettled = ({ commands }: Journal): KeptCommand[] =>
  commands.filter(({ settled }) => !settled)

function onWire(command: KeptCommand, seq: number): ModelCommand {
  const { commandId, name, customerId, staffId, from, to, dependsOn, supersedes, state } = command
  const { version, payload } = command
  return {
    seq,
    commandId,
    name,
    version,
    payload,
    customerId,
    staffId,
    from,
    to,
    dependsOn,
    supersedes,
    ...(isDealtWith(state) && { dealtWith: true as const }),
  }
}

/** Rejects commands whose dependency cannot come true any more, as soon as that is so. */
export function rejectOrphans(journal: Journal): void {
  for (let orphaned = true; orphaned;) {
    orphaned = false
    for (const command of journal.commands) {
      const on = journal.commands.find(({ commandId }) => commandId === command.dependsOn)
      const state = on && breaksDependants(on.state) ? nextCommand(command.state, 'orphan') : null
      if (state === null) continue
      Object.assign(command, { state, settled: true })
      orphaned = true
    }
  }
}

/** Numbers the next commands and marks them as sent, in one commit. */
export function takeBatch(journal: Journal): ModelCommand[] {
  const numbered = journal.commands
    .filter(({ state, again, seq }) => (state === 'sent' || again) && seq !== null)
    .sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
    .slice(0, mostCommands)
  const batch = numbered.map((command) => onWire(command, command.seq ?? 0))
  let seq = lastSent(journal)
  for (const command of journal.commands) {
    if (batch.length >= mostCommands) break
    const renumbered = command.seq === null && (command.state === 'sent' || command.again)
    if (command.state !== 'waiting' && !renumbered) continue
    seq += 1
    command.seq = seq
    command.state = nextCommand(command.state, 'take') ?? command.state
    batch.push(onWire(command, seq))
  }
  return batch
}

/** Stores answers, in one commit. */
export function storeResults(journal: Journal, results: readonly ModelResult[]): void {
  for (const result of results) {
    const command = journal.commands.find(({ commandId }) => commandId === result.commandId)
    const state = command ? afterAnswer(command.state, command.again, result.outcome) : null
    if (!command || state === null) continue
    Object.assign(command, {
      state,
      revs: result.revs,
      answerOrder: lastAnswerOrder(journal) + 1,
      settled: result.outcome !== 'applied' && result.outcome !== 'applied_with_changes',
      again: false,
    })
  }
  rejectOrphans(journal)
}

/** What head office does not know, and with `recent` everything that was answered, is pushed again. */
export function pushAgain(journal: Journal, lastSeq: number, recent: boolean): void {
  const from = journal.commands.reduce(
    (least, { seq, answerOrder }) =>
      seq !== null && (seq > lastSeq || (recent && answerOrder !== null))
        ? Math.min(least, seq)
        : least,
    Infinity,
  )
  for (const command of journal.commands) {
    if (command.state === 'sent') continue
    const unnumbered = command.seq === null && recent && command.answerOrder !== null
    if (unnumbered || (command.seq !== null && command.seq >= from)) command.again = true
  }
}

/** A new enrolment starts a new sequence. */
export function renumber(
  journal: Journal,
  { deviceEpoch, enrolment }: { deviceEpoch: number; enrolment: number },
): void {
  for (const command of journal.commands) {
    command.seq = null
    command.state = nextCommand(command.state, 'renumber') ?? command.state
  }
  Object.assign(journal, { deviceEpoch, enrolment, untrusted: false })
}

/** Answers may be newer than the snapshot that is put in place. */
export function unsettleAccepted(journal: Journal): void {
  for (const command of journal.commands) if (isAccepted(command.state)) command.settled = false
}
