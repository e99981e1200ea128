import { join } from 'node:path'
import { AppError } from '#contract/errors.ts'
import type { StatusView } from '#contract/ipc/app.ts'
import type { PracticeEvent } from '#contract/ipc/practice.ts'
import { commandCountsOf } from '#db/journal/command-rows.ts'
import type { ChangedRows } from '#main/sync/changed-rows.ts'
import type { SyncEngine } from '#main/sync/engine.ts'
import type { LeaseClock } from '#main/sync/lease-clock.ts'
import { readMemory } from '#main/sync/memory.ts'
import type { Writer } from '#main/sync/writing/client.ts'
import type { CacheEffect } from '#main/sync/writing/journal-operations.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { Logger } from '#platform/log/logger.ts'
import { Presence } from '../counter/presence.ts'
import { Call, type ContextNeeds } from '../dispatch/contexts.ts'
import { createDispatch, type Dispatch } from '../dispatch/dispatch.ts'
import { registerDrafts } from '../drafts/channels.ts'
import { ActionLog } from '../ledger/action-log.ts'
import { Ledger } from '../ledger/ledger.ts'
import type { Sessions } from '../session/sessions.ts'
import { registerSubmissions } from '../submissions/channels.ts'
import { registerWork } from '../work.ts'
import type { PracticeGround } from './bank/ground.ts'
import { type BranchFiles, makeBranchFiles, practiceExports } from './branch-files.ts'

/** What an invented branch takes from the terminal: nothing with which it could reach its files. */
export interface WorldNeeds {
  dataDir: string
  /** Starts a writer thread; told when it dies. */
  startWriter: () => Writer
  /** Read only: who is at work, and whether the screen is locked. */
  sessions: Sessions
  engine: Pick<SyncEngine, 'status'>
  lease: LeaseClock
  clock: Clock
  logger: Logger
  appVersion: string
  deviceSecret: Uint8Array
  /** The terminal's own state: connection, version, own use. */
  status: () => StatusView
  tell: (event: PracticeEvent) => void
  background: (action: string, work: Promise<unknown>) => void
}

/** An invented branch that is open: the use cases of the terminal on files of their own. */
export interface World {
  readonly dispatch: Dispatch
  /** Says again how the terminal stands, as practice shows it. */
  statusChanged(): void
  /** Closes the files and ends the writer; the folder can be deleted then. */
  close(): Promise<void>
}

const refuse = (): never => {
  throw new AppError('practice.unavailable')
}

function statusOf(files: BranchFiles, real: StatusView, ground: PracticeGround): StatusView {
  const { pending, rejected } = files.journal.read((db) => commandCountsOf(db, ground.staffId))
  return {
    ...real,
    pending,
    rejected,
    dataReady: true,
    businessDate: ground.on,
    currency: 'CNY',
    bootstrap: { ...real.bootstrap, state: 'idle', error: null },
  }
}

/**
 * Opens an invented branch. Its journal belongs to no device, so no usage record is made; nothing
 * pushes its commands; whatever would ask head office is refused.
 */
export async function openWorld(needs: WorldNeeds, ground: PracticeGround): Promise<World> {
  const { sessions, engine, lease, clock, logger, tell } = needs
  const writer = needs.startWriter()
  let files: BranchFiles
  try {
    // Made when it is asked for: whoever never practises never loads it.
    const { practiceBank } = await import('./bank/bank.ts')
    const { dataDir, background } = needs
    files = await makeBranchFiles({
      dataDir,
      background,
      writer,
      ground,
      rows: practiceBank(ground),
    })
  } catch (error) {
    await writer.stop()
    throw error
  }
  const { journal, cache, userFile, opening } = files
  const memory = journal.read((db) => readMemory(db, writer))
  const runId = uuidV7(clock.now())
  const { appVersion, deviceSecret } = needs
  const ledger = new Ledger({ memory, writer, clock, runId, appVersion, deviceSecret, logger })

  const status = () => statusOf(files, needs.status(), ground)
  const statusChanged = () => tell({ event: 'status.changed', payload: status() })
  const followed = (effect: CacheEffect | null) => {
    if (effect) tellChanged(effect.changed)
    statusChanged()
  }
  const tellChanged = ({ tables, customerIds }: ChangedRows) => {
    if (tables.length === 0) return
    tell({ event: 'data.changed', payload: { tables, customerIds: customerIds ?? [] } })
  }
  const contextNeeds: ContextNeeds = {
    ...{ sessions, cache, journal, memory, writer, ledger, engine, lease, userFile, clock },
    actions: new ActionLog(clock),
    exportFolder: join(needs.dataDir, practiceExports),
    practising: true,
    submitted: followed,
  }
  const dispatch = createDispatch({
    contextOf: (channel) => new Call(contextNeeds, channel),
    used: (_channel, request, context) => (context as Call).used(request),
    logger,
    clock,
  })
  dispatch.handle('app.status', status)
  registerDrafts(dispatch.handle, userFile, writer, memory)
  registerSubmissions(dispatch.handle, {
    ...{ memory, status, runId, opening, writer, cache, followed },
    engine: { retryNow: refuse },
    ask: refuse,
  })
  const presence = new Presence(() => tell({ event: 'counter.changed', payload: null }))
  registerWork(dispatch.handle, presence)

  return {
    dispatch,
    statusChanged,
    async close() {
      await files.close()
      await writer.stop()
    },
  }
}
