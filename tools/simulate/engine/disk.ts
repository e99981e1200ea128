import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type SqliteDatabase, watchFiles } from '#db/connection/open.ts'
import type { Chance } from '#platform/chance/chance.ts'

function fastest(): string {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return tmpdir()
  }
}

/** Begin of the name of every folder; the process that made it follows. */
const prefix = 'ocrm-simulation-'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Ends the PostgreSQL whose cluster lies in a folder, where it runs without its owner. */
function endPostgres(folder: string): void {
  const cluster = join(folder, 'postgres', 'cluster')
  try {
    const [pid, dataDir] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    if (dataDir === cluster) process.kill(Number(pid), 'SIGQUIT')
  } catch {
    // It has none, or it ended.
  }
}

/** Deletes what simulations left that were killed. */
export function clearLeftovers(parent = fastest()): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : 0
    if (!(pid > 0) || isAlive(pid)) continue
    const folder = join(parent, name)
    endPostgres(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * A folder in memory where the system has one, because thousands of schedules should wait for no
 * disk. It is gone when this process ends; where it is killed, the next simulation deletes it.
 */
export function fastFolder(): string {
  clearLeftovers()
  const folder = mkdtempSync(join(fastest(), `${prefix}${process.pid}-`))
  // The account that runs PostgreSQL for root has to pass through.
  chmodSync(folder, 0o755)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // Asked to end, a process leaves no word behind unless it is told to exit.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(1))
  }
  return folder
}

/** Copies a folder with everything in it. */
export function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
}

/** Largest write-ahead log whose end may be cut off: below it nothing was put into the file yet. */
const mostUnsyncedBytes = 8 * 1024 * 1024

const disks = new Map<string, Disk>()
let muted = false

/** Looks into files without that counting as statements of the terminal. */
export function unwatched<Result>(look: () => Result): Result {
  const before = muted
  muted = true
  try {
    return look()
  } finally {
    muted = before
  }
}

/** Has every file of every disk watched. */
export function watchDisks(): void {
  watchFiles({
    opened: (path, db) => void disks.get(dirname(path))?.handles.push(db),
    statement(path) {
      if (!muted) disks.get(dirname(path))?.statement()
    },
  })
}

/** The files of a terminal, from a start until a kill; what goes on is a copy. */
export class Disk {
  readonly folder: string
  readonly handles: SqliteDatabase[] = []
  /** Statements until {@link onCut} is called; null where nothing is planned. */
  left: number | null = null
  onCut: () => void = () => {}

  constructor(folder: string) {
    this.folder = folder
    disks.set(folder, this)
  }

  /** Before a statement of one of the files. */
  statement(): void {
    if (this.left === null) return
    this.left -= 1
    if (this.left > 0) return
    this.left = null
    this.onCut()
  }

  /** Copies the files as they are at this instant, as a kill leaves them. */
  copyTo(folder: string): void {
    cpSync(this.folder, folder, { recursive: true, filter: (path) => !path.endsWith('-shm') })
  }

  /** Closes what is open. */
  close(): void {
    this.left = null
    for (const db of this.handles) if (db.open) db.close()
  }

  /** Closes what a killed terminal had open, and deletes its files. */
  abandon(): void {
    // Nobody wants the rest of the logs: to put them into the files first would be half the work.
    for (const name of this.#logs) truncateSync(name)
    this.close()
    disks.delete(this.folder)
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Takes all room away, or gives it back. */
  setFull(full: boolean): void {
    unwatched(() => {
      for (const db of this.handles) {
        if (!db.open || db.readonly) continue
        const most = full ? db.pragma('page_count', { simple: true }) : 1_073_741_823
        db.pragma(`max_page_count = ${String(most)}`)
      }
    })
  }

  get #logs(): string[] {
    if (!existsSync(this.folder)) return []
    const names = readdirSync(this.folder).filter((name) => name.endsWith('-wal'))
    return names.map((name) => join(this.folder, name))
  }

  /** Files of caches, without their companions. */
  get caches(): string[] {
    return readdirSync(this.folder)
      .filter((name) => /^cache-\d+\.db$/.test(name))
      .sort()
      .map((name) => join(this.folder, name))
  }

  /** Deletes the caches. */
  deleteCaches(): void {
    for (const name of readdirSync(this.folder)) {
      if (/^(cache|staging)-\d+\.db/.test(name)) rmSync(join(this.folder, name))
    }
  }

  /** Turns a bit over in some places of a cache; false where there is none. */
  flipBits(random: Chance): boolean {
    const [path] = this.caches
    if (!path) return false
    const { size } = statSync(path)
    const file = openSync(path, 'r+')
    try {
      for (let count = random.int(1, 6); count > 0; count -= 1) {
        const at = random.int(0, size - 1)
        const byte = Buffer.alloc(1)
        readSync(file, byte, 0, 1, at)
        byte.writeUInt8(byte.readUInt8(0) ^ (1 << random.int(0, 7)))
        writeSync(file, byte, 0, 1, at)
      }
    } finally {
      closeSync(file)
    }
    return true
  }

  /** Loses the end of a cache's log, as a power cut does with what no `fsync` has reached. */
  loseUnsynced(random: Chance): void {
    for (const path of this.caches) {
      const log = `${path}-wal`
      if (!existsSync(log)) continue
      const { size } = statSync(log)
      if (size <= mostUnsyncedBytes) truncateSync(log, Math.floor(size * random.next()))
    }
  }
}
