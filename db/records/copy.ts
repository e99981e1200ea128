import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type ReadRecord, scanRecords } from './format.ts'

/** What was found in a copy: no file, nothing readable, something unreadable among the rest, all well. */
export type CopyState = 'missing' | 'unreadable' | 'damaged' | 'whole'

/** What was read of a copy. */
export interface ReadCopy {
  state: CopyState
  records: ReadRecord[]
  bytes: Buffer
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
}

/** One file of records in a folder of its own. Every method throws what the file system throws. */
export class RecordCopy {
  readonly folder: string
  readonly path: string
  #descriptor: number | null = null
  /** Size of the file, bytes. */
  size = 0

  constructor(folder: string) {
    this.folder = folder
    this.path = join(folder, 'journal.records')
  }

  /** Reads what stands there; `known` is what another copy read, which need not be read twice. */
  read(key: Uint8Array, known?: ReadCopy): ReadCopy {
    if (!existsSync(this.path)) return { state: 'missing', records: [], bytes: Buffer.alloc(0) }
    const bytes = readFileSync(this.path)
    if (known && known.bytes.length > 0 && known.bytes.equals(bytes)) return known
    const { records, unreadBytes } = scanRecords(key, bytes)
    if (records.length === 0) return { state: 'unreadable', records, bytes }
    return { state: unreadBytes > 0 ? 'damaged' : 'whole', records, bytes }
  }

  /** Opens the file to be appended to, as it is. */
  open(): void {
    this.close()
    this.#descriptor = openSync(this.path, 'a')
    this.size = fstatSync(this.#descriptor).size
  }

  /** Appends a record; it lasts when this returns. */
  append(record: Uint8Array): void {
    if (this.#descriptor === null) throw new Error(`${this.path} is not open`)
    writeWhole(this.#descriptor, record)
    fdatasyncSync(this.#descriptor)
    this.size += record.length
  }

  /** Sets a file that cannot be read aside: it may be another terminal's. */
  setAside(nowMs: number): void {
    renameSync(this.path, `${this.path}.unread-${nowMs}`)
  }

  /** Puts a new file in the old one's place, all or nothing; `syncFolder` makes names last. */
  replace(records: readonly Uint8Array[], syncFolder: (folder: string) => void): void {
    this.close()
    this.#makeFolder(syncFolder)
    const next = `${this.path}.new`
    const descriptor = openSync(next, 'w')
    try {
      writeWhole(descriptor, Buffer.concat(records))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(next, this.path)
    syncFolder(this.folder)
    this.open()
  }

  /** The folder's own name must last as well, and that of each folder made for it. */
  #makeFolder(syncFolder: (folder: string) => void): void {
    const first = mkdirSync(this.folder, { recursive: true })
    if (first === undefined) return
    let made = this.folder
    while (made.length > first.length) {
      syncFolder(dirname(made))
      made = dirname(made)
    }
    syncFolder(dirname(first))
  }

  /** Closes the file. */
  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor)
    this.#descriptor = null
  }
}
