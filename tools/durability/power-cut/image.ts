import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openFile, type SqliteDatabase } from '#db/connection/open.ts'
import { all, first } from '#db/connection/statements.ts'
import { unsettledCommands } from '#db/journal/command-rows.ts'
import { fillSearch, indexCustomers } from '#db/search/build.ts'
import { WriterFiles } from '#main/sync/writing/files.ts'
import { createOperations } from '#main/sync/writing/operations.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { describeError } from '#platform/log/logger.ts'
import { branchId, paths } from './branch.ts'
import { keys } from './keys.ts'
import { faultsOf, fingerprint, followed, type Followed, type State } from './states.ts'

/** Where a recording stands at a cut: numbers of operations, and whether the person's key is the next. */
export interface Moment {
  /** Last operation that was acknowledged, and last that was given out; −1 before the first. */
  readonly acknowledged: number
  readonly issued: number
  readonly nextUserKey: boolean
}

/** What is wrong with a file of an image. */
export interface Fault {
  readonly file: Followed | 'staging'
  /** `unopenable`; `lost`: stands before an acknowledged operation; `torn`: stands after none. */
  readonly kind: 'unopenable' | 'lost' | 'torn' | 'unsound' | 'effect'
  /** Acknowledged operations that are gone, for `lost`. */
  readonly operations: number
  readonly text: string
}

/** What came of opening an image. */
export interface Verdict {
  readonly faults: readonly Fault[]
  /** What the shipped code found the cache to be. */
  readonly cache: 'missing' | 'damaged' | 'open'
}

/** Writes an image. What stands in shared memory files after a power cut is anything. */
export function writeImage(folder: string, files: Map<string, Buffer>, random: Chance): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of files) {
    const noise = name.endsWith('-shm') && random.hit(0.5)
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), noise ? random.bytes(4_096) : bytes)
  }
}

/** Opens images of one recording with the shipped writer's operations and holds them against it. */
export class ImageCheck {
  readonly #states: readonly State[]
  readonly #folder: string
  readonly #copies: boolean
  /** The operations after which a file held something, by file and fingerprint. */
  readonly #after: Record<Followed, Map<string, number[]>>
  #files = new WriterFiles()
  #faults: Fault[] = []

  /** `copies`: whether the records of the journal were kept beside it. */
  constructor(states: readonly State[], folder: string, copies: boolean) {
    this.#states = states
    this.#folder = folder
    this.#copies = copies
    this.#after = { journal: new Map(), user: new Map(), cache: new Map() }
    states.forEach((state, number) => {
      for (const file of followed) {
        const held = state[file]
        if (held === null) continue
        const numbers = this.#after[file].get(held)
        if (numbers) numbers.push(number)
        else this.#after[file].set(held, [number])
      }
    })
  }

  /** Opens what lies in the folder as a terminal does after a power cut. */
  async judge(moment: Moment): Promise<Verdict> {
    this.#faults = []
    this.#files = new WriterFiles()
    const operations = createOperations(
      { fill: (db) => fillSearch(db), update: (db, ids) => indexCustomers(db, ids) },
      this.#files,
    )
    const at = paths(this.#folder)
    let cache: Verdict['cache'] = 'missing'
    try {
      await this.#attempt('journal', async () => {
        const records = this.#copies ? at.records : undefined
        await operations['journal.open']({ path: at.journal, key: keys.journal, records, nowMs: 1 })
        this.#hold('journal', this.#files.journal, moment)
      })
      await this.#attempt('user', () => this.#judgeUser(operations, at.user, moment))
      if (this.#files.journalFile && existsSync(at.cache)) {
        this.#look(at.cache)
        await this.#attempt('cache', async () => {
          cache = await operations['cache.open']({
            path: at.cache,
            key: keys.cache,
            branchId,
            nowMs: 1,
          })
          if (this.#files.cacheFile) this.#effects(this.#files.cacheFile, this.#files.journal)
        })
      }
      await this.#attempt('staging', async () => {
        await operations['staging.resume']({ path: at.staging, key: keys.cache })
      })
    } finally {
      for (const file of ['stagingFile', 'cacheFile', 'userFile', 'journalFile'] as const) {
        this.#files.close(file)
      }
    }
    return { faults: this.#faults, cache }
  }

  async #judgeUser(
    operations: ReturnType<typeof createOperations>,
    path: string,
    moment: Moment,
  ): Promise<void> {
    const [key, formerKey] = moment.nextUserKey ? [keys.nextUser, keys.user] : [keys.user, null]
    await operations['user.open']({ path, key, formerKey, nowMs: 1 })
    if (existsSync(`${path}.damaged-1`)) throw new Error('it was set aside as damaged')
    this.#hold('user', this.#files.user, moment)
  }

  async #attempt(file: Fault['file'], act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.#fault(file, 'unopenable', describeError(error))
    }
  }

  #fault(file: Fault['file'], kind: Fault['kind'], text: string, operations = 0): void {
    this.#faults.push({ file, kind, text, operations })
  }

  /** The file must be as it stood after some operation, and not before the last acknowledged one. */
  #hold(file: 'journal' | 'user', db: SqliteDatabase, moment: Moment): void {
    for (const text of faultsOf(db)) this.#fault(file, 'unsound', text)
    const held = fingerprint(db, file)
    const due = this.#heldAt(file, moment.acknowledged)
    if (due === null || held === due) return
    const number = this.#after[file].get(held)?.findLast((own) => own <= moment.issued)
    if (number === undefined) return this.#fault(file, 'torn', 'it holds what it never held')
    if (number > moment.acknowledged) return
    let gone = 0
    for (let own = number + 1; own <= moment.acknowledged; own += 1) {
      if (this.#heldAt(file, own) !== this.#heldAt(file, own - 1)) gone += 1
    }
    this.#fault(file, 'lost', `${gone} acknowledged operations are gone`, gone)
  }

  /** What a file held after an operation, also while it was closed; null before it was first opened. */
  #heldAt(file: Followed, operation: number): string | null {
    for (let number = operation; number >= 0; number -= 1) {
      const held = this.#states[number]?.[file] ?? null
      if (held !== null) return held
    }
    return null
  }

  /** The cache before the shipped code mends it: as it stood after some operation, whichever. */
  #look(path: string): void {
    let db: SqliteDatabase | null = null
    try {
      db = openFile(path, keys.cache, { mode: 'write', kind: 'disposable' })
      const shaped = first(db, `SELECT 1 FROM cache_fact WHERE key = 'shape'`)
      if (!shaped) return
      for (const text of faultsOf(db)) this.#fault('cache', 'unsound', text)
      if (!this.#after.cache.has(fingerprint(db, 'cache'))) {
        this.#fault('cache', 'torn', 'it holds what it never held')
      }
    } catch {
      // Whether that is damage is for the shipped code to say.
    } finally {
      db?.close()
    }
  }

  /** What waits or was accepted is seen in the cache, also where the cache is older than the journal. */
  #effects(cache: SqliteDatabase, journal: SqliteDatabase): void {
    const shown = new Set(all<{ id: string }>(cache, 'SELECT id FROM contact').map(({ id }) => id))
    const known = new Set(all<{ id: string }>(cache, 'SELECT id FROM customer').map(({ id }) => id))
    const accepted = all<{ command_id: string; payload: string }>(
      journal,
      `SELECT command_id, payload FROM command WHERE state IN ('applied', 'applied_with_changes')`,
    )
    for (const { command_id, payload } of [...unsettledCommands(journal), ...accepted]) {
      const { contactId, customerId } = JSON.parse(payload) as Record<string, string>
      if (known.has(customerId ?? '') && !shown.has(contactId ?? '')) {
        this.#fault('cache', 'effect', `what ${command_id} did is not seen`)
      }
    }
  }
}
