import { AppError, type ErrorCode } from '#contract/errors.ts'
import { type Filling, type FillingEvent, nextFilling } from '#contract/sync/states/filling.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'
import type { CacheHolder } from '../cache-holder.ts'
import type { DeviceLink } from '../device/link.ts'
import { backoffMs } from '../transport/backoff.ts'
import type { Transport } from '../transport/exchange.ts'
import type { Writer } from '../writing/client.ts'
import { loadSnapshot, type SnapshotProgress } from './load.ts'

/** What the keeper needs. */
export interface KeeperNeeds {
  cache: CacheHolder
  link: DeviceLink
  transport: Transport
  /** Starts the thread that writes the staging file. */
  startStaging(): Writer
  branchId: () => string
  clock: Clock
  logger: Logger
  /** Order of the newest answer on disk. */
  lastAnswerOrder(): number
  /** State or progress changed. */
  changed(): void
  /** A snapshot is in place. */
  published(): void
  /** One that was told to stop has ended: who asked meanwhile saw it under way and asks again. */
  stopped(): void
}

const noProgress: SnapshotProgress = { doneRows: 0, totalRows: 0, doneBytes: 0, totalBytes: 0 }

/** Fills the cache from a snapshot when there is none, one at a time, beside everything else. */
export class SnapshotKeeper {
  readonly #needs: KeeperNeeds
  #state: Filling = 'idle'
  #progress = noProgress
  #error: ErrorCode | null = null
  #failures = 0
  #notBefore = 0
  #running: { abort: AbortController; done: Promise<void>; version: number } | null = null

  constructor(needs: KeeperNeeds) {
    this.#needs = needs
  }

  /** For the screens. */
  get view(): SnapshotProgress & { state: Filling; error: ErrorCode | null } {
    return { state: this.#state, error: this.#error, ...this.#progress }
  }

  /** Starts filling under the key held now, unless that goes on already. */
  ensure(): void {
    const unlocked = this.#needs.cache.unlocked
    if (!unlocked || this.#running || this.#needs.clock.monotonic() < this.#notBefore) return
    const abort = new AbortController()
    // A copy: a lock overwrites the holder's key, and filling goes on behind a locked screen.
    const key = Buffer.from(unlocked.key)
    const { version } = unlocked
    const done = this.#fill(key, version, abort.signal).finally(() => {
      key.fill(0)
      this.#running = null
      if (abort.signal.aborted) this.#needs.stopped()
    })
    this.#running = { abort, done, version }
    this.#step('needed', null)
  }

  /** Lets the next {@link ensure} try at once, also right after a failure. */
  retryNow(): void {
    this.#notBefore = 0
  }

  /** Stops filling; a later {@link ensure} goes on with the next chunk. */
  async stop(): Promise<void> {
    const running = this.#running
    running?.abort.abort()
    await running?.done
  }

  async #fill(key: Buffer, version: number, signal: AbortSignal): Promise<void> {
    const { cache, link, transport, branchId } = this.#needs
    const staging = this.#needs.startStaging()
    const { clock, logger } = this.#needs
    const started = clock.monotonic()
    try {
      await loadSnapshot(
        {
          staging,
          transport,
          link,
          branchId: branchId(),
          path: cache.stagingPath(version),
          key,
          now: () => clock.now(),
          lastAnswerOrder: () => this.#needs.lastAnswerOrder(),
          progress: (progress) => this.#note(progress),
        },
        signal,
      )
      signal.throwIfAborted()
      await cache.publish(version)
      this.#failures = 0
      logger.log('info', 'snapshot.published', {
        count: this.#progress.totalRows,
        bytes: this.#progress.totalBytes,
        ms: clock.monotonic() - started,
      })
      this.#step('published', null)
      this.#needs.published()
    } catch (error) {
      if (signal.aborted) return this.#step('closed', null)
      const code = error instanceof AppError ? error.code : 'internal'
      logger.log('warn', 'snapshot.failed', { code, error: describeError(error) })
      this.#failures += 1
      this.#notBefore = clock.monotonic() + backoffMs(this.#failures, 1)
      this.#step('broken', code)
    } finally {
      await staging.stop()
    }
  }

  #note(progress: SnapshotProgress): void {
    this.#progress = progress
    this.#needs.changed()
  }

  #step(event: FillingEvent, error: ErrorCode | null): void {
    this.#state = nextFilling(this.#state, event)
    this.#error = error
    if (this.#state !== 'running') this.#progress = noProgress
    this.#needs.changed()
  }
}
