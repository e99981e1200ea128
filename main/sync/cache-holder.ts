import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { AppError } from '#contract/errors.ts'
import { isDamage } from '#db/connection/failure.ts'
import { type FileReader, openReader } from '#db/connection/reader.ts'
import { scopeStates } from '#db/cache/scopes.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { Writer } from './writing/client.ts'
import type { CacheState } from './writing/cache-operations.ts'

/** What the holder needs. */
export interface CacheNeeds {
  dataDir: string
  writer: Writer
  branchId(): string
  /** Wall clock, ms UTC. */
  now(): number
  /** Takes work that nobody waits for. */
  background: (action: string, work: Promise<unknown>) => void
  /** The file was damaged and has been set aside; a snapshot is needed. */
  damaged(): void
}

const fileName = /^(cache|staging)-\d+\.db$/

/**
 * The branch's cache while its key is here: from a login or unlock until lock or logout. Opening,
 * closing and replacing run one after the other.
 */
export class CacheHolder {
  readonly #needs: CacheNeeds
  #reader: FileReader | null = null
  #key: Buffer | null = null
  #version = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(needs: CacheNeeds) {
    this.#needs = needs
  }

  /** Key and version of the cache, or null while nobody has unlocked it. */
  get unlocked(): { key: Buffer; version: number } | null {
    return this.#key ? { key: this.#key, version: this.#version } : null
  }

  /** Whether queries are answered. */
  get isOpen(): boolean {
    return this.#reader !== null
  }

  /** Path of the cache of a key version. */
  path(version: number): string {
    return join(this.#needs.dataDir, `cache-${version}.db`)
  }

  /** Path of the snapshot being staged under a key version. */
  stagingPath(version: number): string {
    return join(this.#needs.dataDir, `staging-${version}.db`)
  }

  /** Takes the key (which it owns from now on) and opens the cache if there is one. */
  unlock(version: number, key: Buffer): Promise<CacheState> {
    return this.#serially(async () => {
      await this.#close()
      this.#key = key
      this.#version = version
      return this.#open()
    })
  }

  /** Closes the cache and overwrites the key. */
  lock(): Promise<void> {
    return this.#serially(async () => {
      await this.#close()
      this.#key?.fill(0)
      this.#key = null
    })
  }

  /** Queries in one read transaction. Throws `cache.notReady` or `cache.damaged`. */
  read<Result>(query: (db: ReadDatabase) => Result): Result {
    if (!this.#reader) throw new AppError('cache.notReady')
    try {
      return this.#reader.read(query)
    } catch (error) {
      if (!isDamage(error)) throw error
      this.reportDamage()
      throw new AppError('cache.damaged')
    }
  }

  /** How far the cache is in those scopes, where they are of an epoch; empty while it is closed. */
  heads(epoch: string, scopes: readonly string[]): Record<string, number> {
    if (!this.#reader) return {}
    try {
      const known = this.read(scopeStates).filter(
        (state) => state.epoch === epoch && scopes.includes(state.scope),
      )
      return Object.fromEntries(known.map(({ scope, version }) => [scope, version]))
    } catch (error) {
      if (error instanceof AppError) return {}
      throw error
    }
  }

  /** Sets a file that turned out damaged aside and asks for a snapshot. */
  reportDamage(): void {
    const done = this.#serially(async () => {
      if (!this.#reader) return
      this.#closeReader()
      const path = this.path(this.#version)
      await this.#needs.writer.call('cache.setAside', { path, nowMs: this.#needs.now() })
      this.#needs.damaged()
    })
    this.#needs.background('cache.setAside', done)
  }

  /** Puts a finished snapshot in place; it is opened where its key is the one held now. */
  publish(version: number): Promise<void> {
    return this.#serially(async () => {
      this.#closeReader()
      const held = this.#key !== null && this.#version === version
      await this.#needs.writer.call('cache.publish', {
        staging: this.stagingPath(version),
        path: this.path(version),
        obsolete: this.#files().filter(
          (path) => path !== this.path(version) && path !== this.stagingPath(version),
        ),
      })
      if (held) await this.#open()
    })
  }

  /** Deletes every cache of this terminal: the device lost its right to them. */
  destroy(): Promise<void> {
    return this.#serially(async () => {
      await this.#close()
      this.#key?.fill(0)
      this.#key = null
      await this.#needs.writer.call('cache.destroy', { paths: this.#files() })
    })
  }

  #files(): string[] {
    return readdirSync(this.#needs.dataDir)
      .filter((name) => fileName.test(name))
      .map((name) => join(this.#needs.dataDir, name))
  }

  async #open(): Promise<CacheState> {
    if (!this.#key) return 'missing'
    const path = this.path(this.#version)
    const state = await this.#needs.writer.call('cache.open', {
      path,
      key: this.#key,
      branchId: this.#needs.branchId(),
      nowMs: this.#needs.now(),
    })
    if (state === 'open') {
      this.#reader = openReader(path, this.#key, 'disposable')
      this.#needs.background('cache.fillSearch', this.#fillSearch())
    }
    return state
  }

  /** Fills the search of a fresh cache slice by slice, other writes in between. */
  async #fillSearch(): Promise<void> {
    while (!(await this.#needs.writer.call('cache.fillSearch'))) await setImmediate()
  }

  #closeReader(): void {
    this.#reader?.close()
    this.#reader = null
  }

  async #close(): Promise<void> {
    this.#closeReader()
    await this.#needs.writer.call('cache.close')
  }

  #serially<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(act)
    this.#turn = result.catch(() => {})
    return result
  }
}
