import type { StatusView } from '#contract/ipc/app.ts'
import { isErrorCode } from '#contract/errors.ts'
import type { FileReader } from '#db/connection/reader.ts'
import { commandCounts, commandCountsOf } from '#db/journal/command-rows.ts'
import type { SyncEngine } from '#main/sync/engine.ts'
import type { TerminalMemory } from '#main/sync/memory.ts'
import type { SnapshotKeeper } from '#main/sync/snapshot/keeper.ts'
import type { Sessions } from '../session/sessions.ts'

/** Own use of a person this month. */
export type UsageOf = (staffId: string) => NonNullable<StatusView['usage']>

/** What the status is put together from. */
export interface StatusNeeds {
  memory: TerminalMemory
  journal: FileReader
  engine: SyncEngine
  keeper: SnapshotKeeper
  sessions: Sessions
  usage: UsageOf
  deviceName: string
  demo: boolean
  appVersion: string
  /** Minutes without input after which the screen locks. */
  idleLockMinutes(): number
  /** Times of the counter that screens keep. */
  counterTimes(): StatusView['counter']
  /** Business date of the cached data, or null. */
  businessDate(): string | null
  emit(status: StatusView): void
}

/** Events are held together this long, ms, so that a burst of changes is one event. */
const gatherMs = 100

/** The terminal's state as title and status bars show it. */
export class Status {
  readonly #needs: StatusNeeds
  #timer: NodeJS.Timeout | null = null
  #stopped = false

  constructor(needs: StatusNeeds) {
    this.#needs = needs
  }

  /** The state now. Counts are the person's own; before a login those of the PC. */
  view(): StatusView {
    const { memory, journal, engine, keeper, sessions, usage } = this.#needs
    const { connection, sinceMs, latencyMs } = engine.status
    const session = sessions.current
    const staffId = session?.grant.staffId
    const counts = journal.read((db) =>
      staffId === undefined ? commandCounts(db) : commandCountsOf(db, staffId),
    )
    const incident = memory.get('incident')
    const device = memory.get('device')
    const cachedDate = this.#needs.businessDate()
    return {
      connection,
      connectionSinceMs: sinceMs,
      latencyMs,
      problem: incident !== null && isErrorCode(incident) ? incident : engine.problem,
      lastSyncAtMs: memory.get('lastSyncAtMs'),
      scopeLeaseUntilMs: memory.get('scopeLeaseUntilMs'),
      ...counts,
      dataReady: cachedDate !== null,
      businessDate: cachedDate ?? memory.get('businessDate'),
      currency: memory.get('currency') ?? 'CNY',
      bootstrap: keeper.view,
      deviceName: this.#needs.deviceName,
      enrolled: device !== null,
      branchName: device?.branchName ?? null,
      demo: this.#needs.demo,
      version: this.#needs.appVersion,
      idleLockMinutes: this.#needs.idleLockMinutes(),
      counter: this.#needs.counterTimes(),
      usage: staffId === undefined ? null : usage(staffId),
    }
  }

  /** Something changed: tells the screens soon. */
  changed(): void {
    if (this.#stopped) return
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#needs.emit(this.view())
    }, gatherMs)
  }

  /** Ends pending events; what changes while the rest is closing is told to nobody. */
  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }
}
