import { commandDefinitions } from '#contract/sync/commands.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { headOfficeProtocol } from './head-office.ts'
import type { KeptCommand } from './journal.ts'
import type { ModelTerminal } from './terminal.ts'

/** The people of every branch. */
const staff = ['s1', 's2'] as const

/** Somebody whose revocation nobody has heard of here; null where there is nobody. */
export function somebody(chance: Chance, { revoked }: ModelTerminal): string | null {
  const people = staff.filter((id) => !revoked.has(id))
  return people.length === 0 ? null : chance.pick(people)
}

/** Anybody, for being revoked. */
export const anybody = (chance: Chance): string => chance.pick(staff)

/** The version of a visit that programs of today give. */
const { version: today } = commandDefinitions['counter.recordVisit']

/** A visit as a program of a version writes it; the older one knows no `station`. */
function visitOf(version: number, visitId: string, customerId: string): unknown {
  const visit = { visitId, customerId, openedAtMs: 1, foundBy: 'account', suggested: 0, acts: [] }
  return version === today
    ? { ...visit, station: { state: 'ended', endedAtMs: 2, cutOff: null } }
    : { ...visit, state: 'ended', endedAtMs: 2 }
}

/** A command as a person gives it; `number` is one nobody used before. */
export function newCommand(
  chance: Chance,
  terminal: ModelTerminal,
  customerId: string,
  staffId: string,
  number: number,
): KeptCommand {
  const { commands } = terminal.disk.journal
  const refused = commands.find(({ state, again }) => state === 'rejected' && !again)
  const before = commands.at(-1)
  const commandId = `${terminal.id}.${number}`
  const name = chance.weighted([
    ['fact', 5],
    ['decision', 4],
    ['member', 1.5],
    ['poison', 1],
    ['newer', 1],
  ] as const)
  const version = terminal.protocol < headOfficeProtocol ? today - 1 : today
  return {
    commandId,
    version,
    payload: visitOf(version, commandId, customerId),
    name,
    customerId,
    staffId,
    from: terminal.disk.cache?.base.get(customerId)?.value ?? '',
    to: name === 'member' ? chance.pick(['in', 'in', 'out']) : `v${number}`,
    dependsOn: before && chance.hit(0.2) ? before.commandId : null,
    supersedes: refused && chance.hit(0.3) ? refused.commandId : null,
    seq: null,
    state: 'waiting',
    answerOrder: null,
    revs: {},
    settled: false,
    again: false,
  }
}
