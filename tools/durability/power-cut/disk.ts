import { dirname } from 'node:path/posix'
import type { Chance } from '#platform/chance/chance.ts'
import type { Entry } from './recording.ts'

/** What a disk writes whole or not at all, bytes. */
const sector = 512

/** How a cut treats what no `fsync` has reached. */
export interface Cut {
  /** Chance that a write is on the disk whole, and that it is torn; else nothing of it is. */
  readonly whole: number
  readonly torn: number
  /**
   * `ordered`: of making, renaming and unlinking files an early part is on the disk, as journaling
   * file systems keep it (ext4, XFS, NTFS). `any`: each by itself, in any choice.
   */
  readonly names: 'ordered' | 'any'
}

/** Draws how a cut treats things: now and then all or nothing, mostly a mixture. */
export function drawCut(random: Chance): Cut {
  const names = random.hit(0.5) ? 'ordered' : 'any'
  const kind = random.int(0, 9)
  if (kind === 0) return { whole: 0, torn: 0, names }
  if (kind === 1) return { whole: 1, torn: 0, names }
  const whole = random.next()
  return { whole, torn: (1 - whole) * random.next(), names }
}

/** A change that no `fsync` has reached: sectors as they were right after it, or a length. */
type Change =
  | { kind: 'written'; from: number; bytes: Buffer; size: number }
  | { kind: 'cut'; size: number }

/** Bytes that grow as they are written. */
class Content {
  bytes = Buffer.alloc(0)
  size = 0

  copy(): Content {
    const copy = new Content()
    copy.bytes = Buffer.from(this.bytes.subarray(0, this.size))
    copy.size = this.size
    return copy
  }

  put(from: number, bytes: Uint8Array): void {
    const end = from + bytes.length
    if (end > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(end, this.bytes.length * 2, 65_536))
      this.bytes.copy(larger, 0, 0, this.size)
      this.bytes = larger
    }
    this.bytes.set(bytes, from)
    this.size = Math.max(this.size, end)
  }

  resize(size: number): void {
    if (size > this.size) this.put(size - 1, Buffer.alloc(1))
    else this.bytes.fill(0, size, this.size)
    this.size = size
  }
}

/** A file: as programs see it, as it surely is on the disk, and what lies between. */
class RecordedFile {
  readonly seen = new Content()
  readonly safe = new Content()
  changes: Change[] = []

  write(place: number, bytes: Buffer): void {
    this.seen.put(place, bytes)
    const from = place - (place % sector)
    const to = Math.min(Math.ceil((place + bytes.length) / sector) * sector, this.seen.size)
    const copy = Buffer.from(this.seen.bytes.subarray(from, to))
    this.changes.push({ kind: 'written', from, bytes: copy, size: this.seen.size })
  }

  cut(size: number): void {
    this.seen.resize(size)
    this.changes.push({ kind: 'cut', size })
  }

  sync(): void {
    for (const change of this.changes) land(this.safe, change)
    this.changes = []
  }

  /** What the disk may hold after a cut at this moment. */
  afterCut(cut: Cut, random: Chance): Buffer {
    const content = this.safe.copy()
    for (const change of this.changes) {
      const fate = random.next()
      if (fate < cut.whole) land(content, change)
      else if (fate < cut.whole + cut.torn) tear(content, change, random)
    }
    return content.bytes.subarray(0, content.size)
  }
}

function land(content: Content, change: Change): void {
  if (change.kind === 'cut') content.resize(change.size)
  else content.put(change.from, change.bytes)
}

/** Some sectors of a write are on the disk; the others are as they were, or zero beyond the end. */
function tear(content: Content, change: Change, random: Chance): void {
  if (change.kind === 'cut') return
  const { from, bytes } = change
  for (let at = 0; at < bytes.length; at += sector) {
    if (random.hit(0.5)) content.put(from + at, bytes.subarray(at, at + sector))
  }
  if (random.hit(0.5) && content.size < change.size) content.resize(change.size)
}

/** A change of names that no `fsync` of the folder has reached. */
type Naming =
  | { kind: 'made'; name: string; file: RecordedFile }
  | { kind: 'folder'; name: string }
  | { kind: 'unlinked'; name: string }
  | { kind: 'renamed'; from: string; to: string }

/** Names on a disk; a folder is a name without a file, the recorded folder itself has none. */
type Names = Map<string, RecordedFile | null>

/** The folder that a name stands in. */
const folderOf = (name: string) => dirname(name).replace(/^\.$/, '')

/** Whether `fsync` of a folder makes a change of names last. */
const isNamedIn = (folder: string, naming: Naming) =>
  folderOf(naming.kind === 'renamed' ? naming.to : naming.name) === folder

function rename(names: Names, naming: Naming): void {
  if (naming.kind === 'made') names.set(naming.name, naming.file)
  if (naming.kind === 'folder') names.set(naming.name, null)
  if (naming.kind === 'unlinked') names.delete(naming.name)
  if (naming.kind === 'renamed') {
    const file = names.get(naming.from)
    if (file === undefined) return
    names.delete(naming.from)
    names.set(naming.to, file)
  }
}

/**
 * A folder on a disk, replayed from a recording entry by entry: what programs see, and what is left
 * of it when the power goes. A file's `fsync` makes its bytes and length last, not its name; names last by
 * an `fsync` of the folder.
 */
export class Disk {
  readonly #names: Names = new Map()
  readonly #safeNames: Names = new Map()
  #namings: Naming[] = []
  readonly #open = new Map<number, { name: string; file: RecordedFile | null }>()
  readonly #syncs = new Map<string, number>()

  /** How often `fsync` was called on a file of this name. */
  syncs(name: string): number {
    return this.#syncs.get(name) ?? 0
  }

  /** Whether something in a file of this name is not on the disk for sure. */
  isUnsynced(name: string): boolean {
    return (this.#names.get(name)?.changes.length ?? 0) > 0
  }

  /** Does what one entry says. */
  replay(entry: Entry): void {
    switch (entry.kind) {
      case 'opened':
        return this.#opened(entry)
      case 'closed':
        return void this.#open.delete(entry.fd)
      case 'written':
        return this.#file(entry.fd).write(entry.place, entry.bytes)
      case 'cut':
        return this.#file(entry.fd).cut(entry.length)
      case 'synced':
        return this.#synced(entry.fd)
      case 'folder':
      case 'unlinked':
      case 'renamed':
        return this.#named(entry)
      case 'mark':
    }
  }

  /** Name → bytes of what the disk may hold when the power goes now. */
  afterCut(cut: Cut, random: Chance): Map<string, Buffer> {
    const names = new Map(this.#safeNames)
    const kept = random.int(0, this.#namings.length)
    this.#namings.forEach((naming, at) => {
      if (cut.names === 'ordered' ? at < kept : random.hit(0.5)) rename(names, naming)
    })
    const isThere = (name: string): boolean =>
      name === '' || (names.has(name) && isThere(folderOf(name)))
    return new Map(
      [...names].flatMap(([name, file]) =>
        file && isThere(folderOf(name)) ? [[name, file.afterCut(cut, random)] as const] : [],
      ),
    )
  }

  #opened({ fd, name, how }: Extract<Entry, { kind: 'opened' }>): void {
    if (how === 'folder') return void this.#open.set(fd, { name, file: null })
    const file = how === 'made' ? new RecordedFile() : this.#names.get(name)
    if (!file) throw new Error(`${name} was opened and never made`)
    if (how === 'made') this.#named({ kind: 'made', name, file })
    if (how === 'emptied') file.cut(0)
    this.#open.set(fd, { name, file })
  }

  #named(naming: Naming): void {
    rename(this.#names, naming)
    this.#namings.push(naming)
  }

  #synced(fd: number): void {
    const { name, file } = this.#handle(fd)
    this.#syncs.set(name, this.syncs(name) + 1)
    if (file) return file.sync()
    for (const naming of this.#namings) {
      if (isNamedIn(name, naming)) rename(this.#safeNames, naming)
    }
    this.#namings = this.#namings.filter((naming) => !isNamedIn(name, naming))
  }

  #handle(fd: number) {
    const handle = this.#open.get(fd)
    if (!handle) throw new Error(`descriptor ${fd} was used and never opened`)
    return handle
  }

  #file(fd: number): RecordedFile {
    const { file } = this.#handle(fd)
    if (!file) throw new Error('a folder cannot be written')
    return file
  }
}
