import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ChannelName, Request, Response } from '#contract/ipc.ts'
import { AppError } from '#contract/errors.ts'
import { openReader } from '#db/connection/reader.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { type BranchService, startBranchService } from '#main/service/branch-service.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { deriveKey, randomKey } from '#platform/crypto/hash.ts'
import { silentLogger } from '#platform/log/logger.ts'
import type { SeenEvent } from '#tools/fleet/terminal-process.ts'

/** A clock that tests move; it also runs by itself. */
export class MovableClock implements Clock {
  wallOffsetMs = 0
  monotonicOffsetMs = 0
  #start = performance.now()

  now(): number {
    return Math.round(Date.now() + this.wallOffsetMs)
  }

  monotonic(): number {
    return Math.round(performance.now() - this.#start + this.monotonicOffsetMs)
  }

  /** Time passes: both clocks go on. */
  pass(ms: number): void {
    this.wallOffsetMs += ms
    this.monotonicOffsetMs += ms
  }

  /** Somebody sets the wall clock; no time passes. */
  setWall(byMs: number): void {
    this.wallOffsetMs += byMs
  }

  /** The PC is started anew: monotonic time begins again. */
  boot(): void {
    this.#start = performance.now()
    this.monotonicOffsetMs = 0
  }
}

/** The branch service inside the test's process, on a clock of its own; its writer is a real thread. */
export class LocalService {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'ocrm-local-'))
  readonly deviceSecret = randomKey()
  readonly clock = new MovableClock()
  readonly events: SeenEvent[] = []
  readonly headOfficeUrl: string
  readonly deviceName: string
  readonly enrolmentCode: string
  #service: BranchService | null = null

  constructor(headOfficeUrl: string, enrolmentCode: string, deviceName = 'PC-L') {
    this.deviceName = deviceName
    this.headOfficeUrl = headOfficeUrl
    this.enrolmentCode = enrolmentCode
  }

  async start(): Promise<void> {
    this.#service = await startBranchService({
      init: {
        config: {
          headOfficeUrl: this.headOfficeUrl,
          enrolmentCode: this.enrolmentCode,
          deviceName: this.deviceName,
          demo: true,
        },
        dataDir: this.dataDir,
        deviceSecret: this.deviceSecret.toString('base64url'),
        appVersion: '0.1.0',
      },
      writerEntry: resolve('main/writer.ts'),
      clock: this.clock,
      logger: silentLogger,
      emit: (event, payload) => void this.events.push({ event, payload } as SeenEvent),
      died(reason) {
        throw new Error(reason)
      },
    })
  }

  /** Waits until the cache answers. */
  async filled(): Promise<void> {
    await this.until(async () => (await this.call('app.status')).dataReady)
  }

  /** Asks for an exchange at once and waits until it is over. */
  async synced(): Promise<void> {
    const before = (await this.call('app.status')).lastSyncAtMs ?? 0
    await this.call('sync.retry')
    await this.until(async () => ((await this.call('app.status')).lastSyncAtMs ?? 0) > before)
  }

  /** Ends and starts the service, as a restart of the PC does. */
  async restart(): Promise<void> {
    await this.stop()
    this.clock.boot()
    await this.start()
  }

  async call<Name extends ChannelName>(
    channel: Name,
    ...request: Request<Name> extends null ? [] : [Request<Name>]
  ): Promise<Response<Name>> {
    const reply = await this.#service?.call(channel, request[0] ?? null, 'person')
    if (!reply) throw new Error('the service does not run')
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.data)
    return reply.value as Response<Name>
  }

  /** The same on the invented branch of practice. */
  async practise<Name extends ChannelName>(
    channel: Name,
    ...request: Request<Name> extends null ? [] : [Request<Name>]
  ): Promise<Response<Name>> {
    const reply = await this.#service?.call(channel, request[0] ?? null, 'person', 'practice')
    if (!reply) throw new Error('the service does not run')
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.data)
    return reply.value as Response<Name>
  }

  /** Code of the error a call on the invented branch ends with; null where it succeeds. */
  async practiseCode<Name extends ChannelName>(
    channel: Name,
    ...request: Request<Name> extends null ? [] : [Request<Name>]
  ): Promise<string | null> {
    const reply = await this.#service?.call(channel, request[0] ?? null, 'person', 'practice')
    return reply?.ok === false ? reply.error.code : null
  }

  /** Code of the error a call ends with; null where it succeeds. */
  async codeOf<Name extends ChannelName>(
    channel: Name,
    ...request: Request<Name> extends null ? [] : [Request<Name>]
  ): Promise<string | null> {
    try {
      await this.call(channel, ...request)
      return null
    } catch (error) {
      if (error instanceof AppError) return error.code
      throw error
    }
  }

  async until<Result>(
    found: () => Result | Promise<Result>,
    ms = 20_000,
  ): Promise<NonNullable<Result>> {
    const end = performance.now() + ms
    for (;;) {
      const result = await found()
      if (result) return result
      if (performance.now() > end) throw new Error('waited in vain')
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }

  /** Reads the journal beside the running service. */
  journal<Result>(query: (db: ReadDatabase) => Result): Result {
    const key = deriveKey(this.deviceSecret, Buffer.alloc(0), 'ocrm-journal')
    const reader = openReader(join(this.dataDir, 'journal.db'), key, 'lasting')
    try {
      return reader.read(query)
    } finally {
      reader.close()
    }
  }

  async stop(): Promise<void> {
    await this.#service?.stop()
    this.#service = null
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}
