import type { CommandPayload } from '#contract/sync/commands.ts'
import { commandDefinitions } from '#contract/sync/commands.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { openVisits } from '#db/journal/visits.ts'
import { counterLimits } from '#domain/counter/limits.ts'
import type { VisitCutOff } from '#domain/counter/visit.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { CacheEffect } from '#main/sync/writing/journal-operations.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { Ledger, Witness } from '../ledger/ledger.ts'
import { type ActiveSession, witnessOf } from '../session/active-session.ts'
import type { EndReason } from '../session/sessions.ts'
import type { Presence } from './presence.ts'
import { visitReport } from './report.ts'

/** What ending a visit needs that nobody ended. */
export interface CutOffNeeds {
  presence: Presence
  writer: Writer
  journal: { read<Result>(query: (db: ReadDatabase) => Result): Result }
  ledger: Ledger
  memory: TerminalMemory
  clock: Clock
  submitted: (effect: CacheEffect) => void
}

type Report = CommandPayload<'counter.recordVisit'>

/** Why a visit ends with the session. */
function causeOf(left: 'locked' | EndReason): VisitCutOff {
  if (left === 'locked') return 'locked'
  if (left === 'logout') return 'logged_out'
  return left === 'stop' ? 'closed' : 'login_ended'
}

/** Ends visits at the counter that nobody ended, each with its true reason. */
export class CutOffs {
  readonly #needs: CutOffNeeds

  constructor(needs: CutOffNeeds) {
    this.#needs = needs
  }

  /** The screen locks or the session goes: whoever is open at the counter is reported as cut off. */
  async left(session: ActiveSession, how: 'locked' | EndReason): Promise<void> {
    const { presence, clock } = this.#needs
    const left = presence.left(clock.monotonic())
    if (!left) return
    const cutOff = left.ranOut ? 'ran_out' : causeOf(how)
    const report = visitReport(left.visit, 'ended', clock.now(), cutOff)
    const { staffId } = session.grant
    await this.#submit({ staffId, grant: session.grantText }, witnessOf(session), report, cutOff)
    presence.end()
  }

  /** At the start: the run before this one died with a customer open. */
  async recover(): Promise<void> {
    const { journal, clock } = this.#needs
    for (const { staffId, grantText, payload } of journal.read(openVisits)) {
      const endedAtMs = Math.min(clock.now(), payload.openedAtMs + counterLimits.openMs)
      const station = { state: 'ended', endedAtMs, cutOff: 'crashed' } as const
      const report: Report = { ...payload, station }
      await this.#submit({ staffId, grant: grantText }, null, report, 'crashed')
    }
  }

  async #submit(
    by: { staffId: string; grant: string },
    witness: Witness | null,
    report: Report,
    cutOff: VisitCutOff,
  ): Promise<void> {
    const { writer, ledger, memory, clock, submitted } = this.#needs
    const device = memory.get('device')
    if (!device) return
    const name = 'counter.recordVisit'
    const { version, payload } = commandDefinitions[name]
    const effect = await writer.call('journal.submit', {
      command: {
        ...by,
        commandId: uuidV7(clock.now()),
        name,
        version,
        givenAtMs: clock.now(),
        clockOffsetMs: memory.get('clockOffsetMs') ?? 0,
        baseRevs: {},
        dependsOn: null,
        supersedes: null,
        customerId: report.customerId,
        payload: payload.parse(report),
      },
      branchId: device.branchId,
      entries: ledger.entries({
        type: 'action',
        witness,
        object: report.customerId,
        body: { module: 'counter', verb: 'cutOff', command: name, cutOff },
      }),
    })
    submitted(effect)
  }
}
