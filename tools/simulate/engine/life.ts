import { join } from 'node:path'
import { AppError } from '#contract/errors.ts'
import type { SessionReply } from '#contract/sync/session.ts'
import { type FileReader, openReader } from '#db/connection/reader.ts'
import { lastAnswerOrder } from '#db/journal/command-rows.ts'
import { CacheHolder } from '#main/sync/cache-holder.ts'
import { DeviceLink } from '#main/sync/device/link.ts'
import { sessionOpened } from '#main/sync/device/opened.ts'
import { SyncEngine } from '#main/sync/engine.ts'
import { LeaseClock } from '#main/sync/lease-clock.ts'
import { readMemory, type TerminalMemory } from '#main/sync/memory.ts'
import { SnapshotKeeper } from '#main/sync/snapshot/keeper.ts'
import type { Carry } from '#main/sync/transport/carry.ts'
import { type Transport, transportOver } from '#main/sync/transport/exchange.ts'
import type { CacheEffect } from '#main/sync/writing/journal-operations.ts'
import { WriterError } from '#main/sync/writing/messages.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'
import { type Schedule, timerOf } from './schedule.ts'
import { SimulatedWriter } from './writer.ts'

/** What a life of a terminal is started with. */
export interface LifeParts {
  schedule: Schedule
  random: Chance
  folder: string
  journalKey: Buffer
  deviceName: string
  enrolmentCode: string
  clock: Clock
  carrier: (life: Life) => Carry
  note: (text: string) => void
  /** This PC was enrolled, or enrolled anew. */
  enrolled: () => void
  /** Somebody of this PC was revoked. */
  revoked: (staffIds: readonly string[]) => void
  /** What must never happen happened. */
  broken: (what: string) => void
  /** A digest found a difference. */
  differed: (tables: string) => void
}

/** Events of the log that belong into the trace. */
const told = new Set(['connection', 'snapshot.failed', 'snapshot.published', 'digest.repaired'])

/**
 * The branch service of one start, from opening its files until it is killed: everything that keeps
 * a terminal and head office one, put together as the service does it.
 */
export class Life {
  alive = true
  /** Whether its files are open and the engine runs. */
  ready = false
  readonly writer: SimulatedWriter
  readonly transport: Transport
  readonly link: DeviceLink
  readonly cache: CacheHolder
  readonly keeper: SnapshotKeeper
  readonly engine: SyncEngine
  readonly clock: Clock
  journal!: FileReader
  memory!: TerminalMemory
  #lease!: LeaseClock
  readonly #parts: LifeParts

  constructor(parts: LifeParts) {
    this.#parts = parts
    const { schedule, random, clock, note } = parts
    this.clock = clock
    const writerParts = { schedule, random: random.fork('writer'), life: this, note }
    this.writer = new SimulatedWriter(writerParts)
    const logger = this.#logger()
    const background = (action: string, work: Promise<unknown>) => {
      work.catch((error: unknown) => {
        note(`background ${action} ${describeError(error)}`)
        const expected = error instanceof AppError || (error instanceof WriterError && error.damage)
        if (this.alive && !expected) parts.broken(`${action} met ${describeError(error)}`)
      })
    }
    const branchId = () => this.memory.get('device')?.branchId ?? ''
    const memory: TerminalMemory = {
      get: (name) => this.memory.get(name),
      remember: (values) => this.memory.remember(values),
      enrolled: (values) => this.memory.enrolled(values),
    }
    this.cache = new CacheHolder({
      dataDir: parts.folder,
      writer: this.writer,
      background,
      branchId,
      now: () => clock.now(),
      damaged: () => {
        note('the cache is damaged')
        this.keeper.ensure()
      },
    })
    this.transport = this.#counted(parts.carrier(this))
    this.link = new DeviceLink({
      memory,
      transport: this.transport,
      config: {
        headOfficeUrl: 'http://127.0.0.1/',
        deviceName: parts.deviceName,
        enrolmentCode: parts.enrolmentCode,
        demo: true,
      },
      appVersion: '0.1.0',
      clock,
      enrolled: () => Promise.resolve(parts.enrolled()),
      opened: (session, roundTripMs) => this.#opened(session, roundTripMs),
    })
    this.keeper = new SnapshotKeeper({
      cache: this.cache,
      link: this.link,
      transport: this.transport,
      startStaging: () => new SimulatedWriter({ ...writerParts, random: random.fork('staging') }),
      branchId,
      clock,
      logger,
      lastAnswerOrder: () => this.journal.read(lastAnswerOrder),
      changed: () => {},
      published: () => this.engine.wake(),
      stopped: () => this.engine.wake(),
    })
    const draw = random.fork('engine')
    this.engine = new SyncEngine({
      writer: this.writer,
      transport: this.transport,
      link: this.link,
      cache: this.cache,
      keeper: this.keeper,
      memory,
      clock,
      timer: timerOf(schedule, this),
      logger,
      random: () => draw.next(),
      lastAnswerOrder: () => this.journal.read(lastAnswerOrder),
      anchor: () => Promise.resolve(),
      changed: () => {},
      dataChanged: () => {},
      reached: () => {},
      deviceRevoked: () => parts.broken('the device counts as revoked'),
    })
  }

  /** Code in the settings this life was started with. */
  get enrolmentCode(): string {
    return this.#parts.enrolmentCode
  }

  /** Opens the journal and starts the engine. */
  async start(): Promise<void> {
    const { folder, journalKey } = this.#parts
    const path = join(folder, 'journal.db')
    const records = [join(folder, 'records'), join(folder, 'records-copy')]
    await this.writer.call('journal.open', { path, key: journalKey, records })
    this.journal = openReader(path, journalKey, 'lasting', 1_024)
    this.memory = this.journal.read((db) => readMemory(db, this.writer))
    this.#lease = new LeaseClock(this.clock, this.memory.get('lastSeenMs') ?? 0)
    this.engine.start()
    this.ready = true
  }

  /** An exchange found an engine in doubt, or out of it. */
  doubted(doubt: boolean): void {
    this.engine.doubted(doubt)
  }

  /** What follows a write of the service on the journal. */
  followed(effect: CacheEffect): void {
    if (effect.failure === 'damaged') this.cache.reportDamage()
    this.engine.wake()
  }

  async #opened(session: SessionReply, roundTripMs: number): Promise<void> {
    const { writer, journal, clock } = this
    const needs = { writer, journal, memory: this.memory, lease: this.#lease, clock }
    await sessionOpened(needs, session, roundTripMs)
    if (session.revokedStaff.length > 0) this.#parts.revoked(session.revokedStaff)
  }

  /** The transport, with the scheduler told when it works beside (packing, unpacking). */
  #counted(carry: Carry): Transport {
    const { schedule } = this.#parts
    const waiting: Carry = async (request, signal) => {
      schedule.end()
      try {
        return await carry(request, signal)
      } finally {
        schedule.begin()
      }
    }
    const inner = transportOver(waiting, this.clock, {
      answered: (epoch, roundTripMs) => {
        if (epoch !== null && this.link.session && this.link.session.epoch !== epoch) {
          this.link.close()
        }
        this.engine.answered(roundTripMs)
      },
      doubted: () => {},
    })
    return {
      exchange: (request) => schedule.working(() => inner.exchange(request)),
      chunk: (...address) => schedule.working(() => inner.chunk(...address)),
    }
  }

  #logger(): Logger {
    const { note, broken } = this.#parts
    return {
      log: (_level, event, fields) => {
        if (event === 'sync.failed') {
          note(`sync.failed ${fields?.error ?? ''}`)
          if (this.alive) broken(`the engine met ${fields?.error ?? ''}`)
        }
        if (event === 'digest.repaired') this.#parts.differed(fields?.table ?? '')
        if (told.has(event))
          note(`${event} ${fields?.state ?? fields?.code ?? fields?.table ?? ''}`)
        if (event.endsWith('.refused')) note(`${event} ${fields?.code ?? ''}`)
      },
    }
  }
}
