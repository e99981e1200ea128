import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chance } from '#platform/chance/chance.ts'
import { describeError } from '#platform/log/logger.ts'
import type { Round, RoundInput } from '../part.ts'
import { checkFleet } from './checks.ts'
import type { RoundDatabases } from './database.ts'
import { Fleet, type FleetParts } from './fleet.ts'
import { DriverJournal } from './journal.ts'
import { type Client, Person } from './person.ts'
import { planRound, type RoundSize } from './plan.ts'
import { Storm } from './storm.ts'

/** Longest time from healing until nothing waits any more, ms. */
export const drainLimitMs = 60_000

/** What rounds share. */
export interface RoundParts {
  databases: RoundDatabases
  clients: readonly Client[]
  size: RoundSize
  node: FleetParts['node']
  started: (pid: number) => void
}

/** Waits until nothing is left to do anywhere; returns the time it took, or what is left after the limit. */
async function drained(fleet: Fleet): Promise<{ ms: number; left: string | null }> {
  const began = performance.now()
  for (;;) {
    const left = await unrest(fleet)
    const ms = Math.round(performance.now() - began)
    if (left === null || ms > drainLimitMs) return { ms, left }
    await pause(250)
  }
}

async function unrest(fleet: Fleet): Promise<string | null> {
  const heads = await fleet.heads()
  for (const terminal of fleet.terminals) {
    const left = await terminal.unrest(heads)
    if (left !== null) return left
  }
  // Somebody may have pushed while the others were looked at.
  const again = await fleet.heads()
  const moved = [...again.versions].some(([scope, head]) => heads.versions.get(scope) !== head)
  return moved ? 'head office moved' : null
}

/** Lives through one round: a fresh fleet at work, everything that strikes it, healing, checks. */
export async function runRound(parts: RoundParts, input: RoundInput): Promise<Round> {
  const { databases, clients, size, node, started } = parts
  const { folder, index, seed } = input
  const random = chance(seed).fork(`round ${index}`)
  const journal = new DriverJournal(join(folder, 'driver.jsonl'))
  const fleet = await Fleet.open({ databases, folder, terminals: size.terminals, node, started })
  const persons = fleet.terminals.map(
    (terminal) =>
      new Person({
        terminal,
        journal,
        random: random.fork(`person ${terminal.index}`),
        clients,
        mark: `r${index}`,
      }),
  )
  const storm = new Storm(fleet, databases, journal)
  try {
    const working = Promise.all(persons.map((person) => person.work()))
    // Heard below; a rejection before that is not an unhandled one.
    working.catch(() => {})
    await storm.rage(planRound(random.fork('plan'), size))
    for (const person of persons) person.stop()
    await working
    for (const line of fleet.lines) line.heal(false)
    journal.note({ healed: true })
    const drain = await drained(fleet)
    journal.note({ drain })
    const found = await checkFleet(fleet, databases, journal)
    const broken = [...found.broken, ...mishaps(fleet)]
    if (drain.left !== null) {
      broken.push(`not drained ${drainLimitMs / 1_000} s after healing: ${drain.left}`)
    }
    if (broken.length > 0) for (const terminal of fleet.terminals) terminal.keepLog(folder)
    return {
      broken,
      figures: {
        ...storm.struck,
        acknowledged: found.acknowledged,
        unanswered: journal.open.size,
        commands: found.commands,
        accepted: found.accepted,
        refused: found.refused,
        lost: found.lost,
        twice: found.twice,
        forgotten: found.forgotten,
        notPushedAgain: found.notPushedAgain,
        terminals: fleet.terminals.length,
        equalCaches: found.equalCaches,
        drained: drain.left === null ? 1 : 0,
        maxDrainMs: drain.ms,
        brokenConnections: fleet.lines.reduce((sum, line) => sum + line.broken, 0),
      },
    }
  } catch (error) {
    for (const terminal of fleet.terminals) terminal.keepLog(folder)
    const broken = [...mishaps(fleet), `the round could not be finished: ${describeError(error)}`]
    return { figures: { ...storm.struck, acknowledged: journal.acknowledged.length }, broken }
  } finally {
    for (const person of persons) person.stop()
    await fleet.close()
    journal.close()
  }
}

/** What processes did or said that nothing excuses. */
function mishaps(fleet: Fleet): string[] {
  return [
    ...fleet.office.ownEnds.map((how) => `head office ended by itself: ${how}`),
    ...fleet.office.complaints(),
    ...fleet.terminals.flatMap((terminal) => [...terminal.ownEnds, ...terminal.complaints()]),
  ]
}
