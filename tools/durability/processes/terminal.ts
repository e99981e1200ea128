import { appendFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '#contract/errors.ts'
import type { ChannelName, Request, Response } from '#contract/ipc.ts'
import { type FileReader, openReader } from '#db/connection/reader.ts'
import { all, type ReadDatabase } from '#db/connection/statements.ts'
import type { CommandRow } from '#db/journal/command-rows.ts'
import { setting } from '#db/journal/settings.ts'
import { keySlotOf } from '#db/journal/slots.ts'
import type { DemoUser } from '#head-office/demo/fill.ts'
import { openSlot } from '#main/service/session/offline-login.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { type Heads, cacheUnrest } from '#tools/fleet/slice.ts'
import { TerminalProcess, type TerminalOptions } from '#tools/fleet/terminal-process.ts'

/** The process died before it answered. */
export class DiedError extends Error {}

/** Events of a terminal's log that must not happen, whatever is killed or cut. */
const unwelcome = new Set([
  'digest.repaired',
  'cache.damaged',
  'push.incident',
  'sync.failed',
  'service.fatal',
  'writer.died',
])

const loginLimitMs = 45_000

/** Reads a cache; null where there is none, or where the service put it away a moment ago. */
function openIfThere(path: string, key: Buffer): FileReader | null {
  try {
    return existsSync(path) ? openReader(path, key, 'disposable', 4_096) : null
  } catch (error) {
    if (!existsSync(path)) return null
    throw error
  }
}

/** A terminal of a round: its process, who sits at it, and its files as an onlooker reads them. */
export class FleetTerminal {
  readonly index: number
  readonly user: DemoUser
  readonly process: TerminalProcess
  /** Ends that nobody ordered. */
  readonly ownEnds: string[] = []
  readonly #started: (pid: number) => void
  #ordered = false
  #died: Promise<never> = Promise.reject(new DiedError('it was not started'))
  #keys: { sealed: string; cacheKey: Buffer; version: number } | null = null

  constructor(
    index: number,
    user: DemoUser,
    folder: string,
    options: TerminalOptions,
    started: (pid: number) => void,
  ) {
    this.index = index
    this.user = user
    this.#started = started
    this.#died.catch(() => {})
    const dataDir = join(folder, `terminal-${index}`)
    mkdirSync(dataDir)
    this.process = new TerminalProcess(dataDir, { ...options, detached: true })
  }

  /** Starts the process and logs the person in; `offline` is tried first where it is asked for. */
  async start(offline: boolean): Promise<void> {
    this.#ordered = false
    const starting = this.process.start()
    if (this.process.pid !== undefined) this.#started(this.process.pid)
    await starting
    this.#died = this.process.ended().then(() => {
      if (!this.#ordered) this.ownEnds.push(`terminal ${this.index} ended by itself`)
      throw new DiedError(`terminal ${this.index}`)
    })
    // Heard by whoever calls it meanwhile; nobody may.
    this.#died.catch(() => {})
    await this.login(offline)
  }

  /** Logs the person in, again and again until it works. */
  async login(offline: boolean): Promise<void> {
    const end = performance.now() + loginLimitMs
    const { staffNo, password } = this.user
    for (let without = offline; ; without = !without) {
      try {
        await this.call('session.login', { staffNo, password, offline: without })
        return
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (performance.now() > end) {
          throw new Error(`nobody can log in at terminal ${this.index}: ${error.code}`, {
            cause: error,
          })
        }
      }
      await pause(200)
    }
  }

  /** Kills it. */
  async kill(): Promise<void> {
    this.#ordered = true
    await this.process.kill()
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    this.#ordered = true
    await this.process.stop()
  }

  /** Calls a channel. Throws an `AppError`, or {@link DiedError} where the process dies meanwhile. */
  call<Name extends ChannelName>(
    channel: Name,
    ...request: Request<Name> extends null ? [] : [Request<Name>]
  ): Promise<Response<Name>> {
    if (!this.process.running) return Promise.reject(new DiedError(channel))
    return Promise.race([this.process.call(channel, ...request), this.#died])
  }

  /** Reads the journal beside the running service. */
  journal<Result>(query: (db: ReadDatabase) => Result): Result {
    const secret = Buffer.from(this.process.deviceSecret, 'base64url')
    const path = join(this.process.dataDir, 'journal.db')
    const reader = openReader(
      path,
      deriveKey(secret, Buffer.alloc(0), 'ocrm-journal'),
      'lasting',
      1_024,
    )
    try {
      return reader.read(query)
    } finally {
      reader.close()
    }
  }

  /** Every command its journal holds, in the order in which they were given. */
  commands(): CommandRow[] {
    return this.journal((db) => all<CommandRow>(db, 'SELECT * FROM command ORDER BY ordinal'))
  }

  /** Runs work over the cache as the person's password opens it; null where there is none. */
  async cache<Result>(
    work: (reader: FileReader) => Promise<Result> | Result,
  ): Promise<Result | null> {
    const keys = await this.#openKeys()
    if (!keys) return null
    const path = join(this.process.dataDir, `cache-${keys.version}.db`)
    const reader = openIfThere(path, keys.cacheKey)
    if (!reader) return null
    try {
      return await work(reader)
    } finally {
      reader.close()
    }
  }

  /** What is left to do between this terminal and head office, in a few words; null: nothing. */
  async unrest(heads: Heads): Promise<string | null> {
    const waiting = this.journal((db) =>
      all<{ commands: number }>(
        db,
        `SELECT count(*) AS commands FROM command
         WHERE state IN ('waiting', 'sent') OR resend = 1`,
      ),
    )
    const commands = waiting[0]?.commands ?? 0
    if (commands > 0) return `terminal ${this.index}: ${commands} commands wait`
    const unrest = await this.cache((reader) => reader.read((db) => cacheUnrest(db, heads)) ?? '')
    if (unrest === null) return `terminal ${this.index}: there is no cache`
    return unrest === '' ? null : `terminal ${this.index}: ${unrest}`
  }

  /** What its log tells that must not happen. */
  complaints(): string[] {
    return this.process.log
      .join('')
      .split('\n')
      .filter((line) => {
        try {
          return unwelcome.has((JSON.parse(line) as { event: string }).event)
        } catch {
          return line.trim() !== ''
        }
      })
      .map((line) => `terminal ${this.index} said ${line.slice(0, 400)}`)
  }

  /** Keeps its log in the round's folder. */
  keepLog(folder: string): void {
    appendFileSync(join(folder, `terminal-${this.index}.log`), this.process.log.join(''))
  }

  async #openKeys() {
    const { slot, device } = this.journal((db) => ({
      slot: keySlotOf(db, this.user.staffNo),
      device: setting(db, 'device'),
    }))
    if (!slot?.sealed || !device) return null
    const sealed = Buffer.from(slot.sealed).toString('base64')
    if (this.#keys?.sealed === sealed) return this.#keys
    const secret = Buffer.from(this.process.deviceSecret, 'base64url')
    const keys = await openSlot(this.user.password, slot, device, secret)
    if (!keys) throw new Error(`the password does not open terminal ${this.index}`)
    this.#keys = { sealed, cacheKey: keys.cacheKey, version: keys.cacheKeyVersion }
    return this.#keys
  }
}
