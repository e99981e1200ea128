import type { LandedRow } from './landing.ts'
import type { ParentKind, Profile, Values } from './profile.ts'
import type { Rejection } from './reasons.ts'
import { readRows, type SourceFile } from './source-file.ts'
import type { SetAside } from './set-aside.ts'
import { type FileCounts, newCounts } from './counts.ts'
import { setLinesAside } from './late-rows.ts'

/** A parent row taken in this import. */
interface Taken<World> {
  file: SourceFile<World>
  line: number
  data: string
  /** What it is against what earlier imports took. */
  fate: 'inserted' | 'updated' | 'unchanged'
}

/**
 * Takes parent rows of files into a profile's world: each key once a file, the same content where
 * several files have it, and only rows whose own parents are there.
 */
export class ParentIntake<World> {
  readonly #world: World
  readonly #profile: Profile<World>
  readonly #landed = new Map<string, string>()
  readonly #taken = new Map<string, Taken<World>>()
  readonly #counts = new Map<string, FileCounts>()

  /** `landed` are the rows of earlier imports; they are in the world before any file is read. */
  constructor(profile: Profile<World>, world: World, landed: readonly LandedRow[]) {
    this.#profile = profile
    this.#world = world
    for (const kind of profile.kinds) {
      if (kind.role !== 'parent') continue
      for (const row of landed) {
        if (row.kind !== kind.id) continue
        kind.accept(JSON.parse(row.data) as Values, world)
        this.#landed.set(`${row.kind}:${row.key}`, row.data)
      }
    }
  }

  #judge(
    kind: ParentKind<Values, World>,
    file: SourceFile<World>,
    key: string,
    data: string,
    values: Values,
  ): Rejection | 'repeated' | null {
    const earlier = this.#taken.get(`${kind.id}:${key}`)
    if (earlier?.file === file) {
      return { reason: 'duplicate', detail: `key ${key}, first at line ${earlier.line}` }
    }
    if (earlier) {
      if (earlier.data === data) return 'repeated'
      return { reason: 'conflict', detail: `key ${key}, ${earlier.file.name}:${earlier.line}` }
    }
    return kind.check(values, this.#world)
  }

  /** Reads one file of parents; what cannot be taken is set aside. */
  async read(
    file: SourceFile<World>,
    kind: ParentKind<Values, World>,
    setAside: SetAside<World>,
    onBytes: (bytes: number) => void,
    onRow: () => void,
  ): Promise<FileCounts> {
    const counts = newCounts()
    this.#counts.set(file.path, counts)
    for await (const { line, raw, result } of readRows(file, onBytes)) {
      counts.read += 1
      onRow()
      if ('rejection' in result) {
        await setAside.add(file, line, raw, result.rejection)
        continue
      }
      const key = kind.key(result.values)
      const data = JSON.stringify(result.values)
      const verdict = this.#judge(kind, file, key, data, result.values)
      if (verdict === 'repeated') {
        counts.unchanged += 1
        counts.repeated += 1
      } else if (verdict) {
        await setAside.add(file, line, raw, verdict)
      } else {
        const landed = this.#landed.get(`${kind.id}:${key}`)
        const fate = landed === undefined ? 'inserted' : landed === data ? 'unchanged' : 'updated'
        counts[fate] += 1
        this.#taken.set(`${kind.id}:${key}`, { file, line, data, fate })
        kind.accept(result.values, this.#world)
      }
    }
    return counts
  }

  /** Sets parents aside that are not whole now that all files of parents were read. */
  async settle(setAside: SetAside<World>): Promise<void> {
    const late = new Map<SourceFile<World>, Map<number, Rejection>>()
    for (const { kind, key, rejection } of this.#profile.incomplete(this.#world)) {
      const name = `${kind}:${key}`
      const taken = this.#taken.get(name)
      const own = this.#profile.kinds.find(({ id }) => id === kind)
      if (own?.role === 'parent') own.remove(key, this.#world)
      if (!taken) continue
      this.#taken.delete(name)
      const counts = this.#counts.get(taken.file.path)
      if (counts) counts[taken.fate] -= 1
      const lines = late.get(taken.file) ?? new Map<number, Rejection>()
      late.set(taken.file, lines.set(taken.line, rejection))
    }
    for (const [file, lines] of late) await setLinesAside(file, lines, setAside)
  }

  /** Rows that earlier imports do not have like this. */
  changed(): LandedRow[] {
    const rows: LandedRow[] = []
    for (const [name, { data, fate }] of this.#taken) {
      if (fate === 'unchanged') continue
      const at = name.indexOf(':')
      rows.push({ kind: name.slice(0, at), key: name.slice(at + 1), data })
    }
    return rows
  }
}
