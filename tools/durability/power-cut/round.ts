import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Chance, chance } from '#platform/chance/chance.ts'
import type { Figures, Round, RoundInput } from '../part.ts'
import { Disk, drawCut } from './disk.ts'
import { ImageCheck, type Moment, type Verdict, writeImage } from './image.ts'
import { type Entry, readRecording } from './recording.ts'
import { recordedIn } from './shim.ts'
import type { State } from './states.ts'

const run = promisify(execFile)
const terminal = fileURLToPath(new URL('recorded-terminal.ts', import.meta.url))

/** `FULL` is as shipped; the others are the planted faults. */
export type Synchronous = 'FULL' | 'NORMAL' | 'OFF'

/** What a round is made of. */
export interface RoundParts {
  shim: string
  /** A folder, in memory where there is one. */
  scratch: string
  synchronous: Synchronous
  /** Whether the records of the journal are kept beside it, as shipped; else it must do alone. */
  copies: boolean
  /** How much the terminal does, and how many images are made of that. */
  acts: number
  images: number
  /** Whether what is found is told as a broken promise; for a planted fault it is only counted. */
  tells: boolean
}

interface Recording {
  entries: Entry[]
  states: State[]
}

async function record(parts: RoundParts, seed: number): Promise<Recording> {
  const folder = join(parts.scratch, 'recorded')
  for (const suffix of ['', '.log', '.marks', '.states']) {
    rmSync(folder + suffix, { recursive: true, force: true })
  }
  mkdirSync(folder, { recursive: true })
  const { synchronous, copies } = parts
  const told = [folder, String(seed), String(parts.acts), ...(copies ? ['copies'] : [])]
  await run(process.execPath, [terminal, ...told], {
    env: {
      ...recordedIn(parts.shim, folder),
      NODE_NO_WARNINGS: '1',
      RECORD_FAULT: synchronous === 'FULL' ? '' : synchronous,
    },
  })
  return {
    entries: readRecording(readFileSync(`${folder}.log`)),
    states: JSON.parse(readFileSync(`${folder}.states`, 'utf8')) as State[],
  }
}

/** Where the power goes: anywhere, and as often right after an acknowledgement. */
function drawPlaces(entries: readonly Entry[], count: number, random: Chance): number[] {
  const acknowledged = entries.flatMap((entry, at) =>
    entry.kind === 'mark' && entry.text.startsWith('a') ? [at] : [],
  )
  const places = Array.from({ length: count }, () =>
    random.hit(0.5) ? random.int(0, entries.length - 1) : random.pick(acknowledged),
  )
  return places.sort((a, b) => a - b)
}

/** Follows the marks of a recording. */
class Moments {
  moment: Moment = { acknowledged: -1, issued: -1, nextUserKey: false }

  take(text: string): void {
    const [kind, number = '', file, key] = text.split(' ')
    if (kind === 'a') this.moment = { ...this.moment, acknowledged: Number(number) }
    if (kind === 'i') this.moment = { ...this.moment, issued: Number(number) }
    if (file === 'user') this.moment = { ...this.moment, nextUserKey: key === '1' }
  }
}

/** Counts of a round by name, with the kind of round in front. */
class Sums {
  readonly #figures: Record<string, number> = {}

  add(name: string, by = 1): void {
    this.#figures[name] = (this.#figures[name] ?? 0) + by
  }

  most(name: string, value: number): void {
    this.#figures[name] = Math.max(this.#figures[name] ?? 0, value)
  }

  get figures(): Figures {
    return this.#figures
  }
}

const log = 'journal.db-wal'
const copiesOfRecords = ['records/journal.records', 'records-copy/journal.records']

/** Counts whether what was acknowledged had been synced before. */
class AcknowledgementCount {
  transactions = 0
  early = 0
  #syncs: number | null = null
  readonly #states: readonly State[]
  readonly #files: readonly string[]

  constructor(states: readonly State[], copies: boolean) {
    this.#states = states
    this.#files = copies ? [log, ...copiesOfRecords] : [log]
  }

  take(disk: Disk, { acknowledged, issued }: Moment): void {
    this.#syncs ??= disk.syncs(log)
    const [before, after] = [this.#states[acknowledged - 1], this.#states[acknowledged]]
    if (!before?.journal || !after?.journal || before.journal === after.journal) return
    this.transactions += 1
    if (acknowledged === issued && this.#files.some((name) => disk.isUnsynced(name)))
      this.early += 1
  }

  /** Calls of `fsync` on the journal's log since the journal was opened. */
  syncs(disk: Disk): number {
    return disk.syncs(log) - (this.#syncs ?? 0)
  }
}

const kept = 3

/** Records a terminal at work and opens what power cuts leave of its disk. */
export async function powerCutRound(parts: RoundParts, input: RoundInput): Promise<Round> {
  const random = chance(input.seed).fork(`round ${input.index}`)
  const { entries, states } = await record(parts, random.int(1, 1_000_000_000))
  const places = drawPlaces(entries, parts.images, random)
  const sums = new Sums()
  const broken: string[] = []
  const kind = parts.synchronous.toLowerCase()
  const disk = new Disk()
  const moments = new Moments()
  const acknowledgements = new AcknowledgementCount(states, parts.copies)
  const folder = join(parts.scratch, 'image')
  const check = new ImageCheck(states, folder, parts.copies)

  for (const [at, entry] of entries.entries()) {
    disk.replay(entry)
    if (entry.kind === 'mark') {
      moments.take(entry.text)
      if (entry.text.startsWith('a')) acknowledgements.take(disk, moments.moment)
    }
    while (places[0] === at) {
      places.shift()
      const files = disk.afterCut(drawCut(random), random)
      writeImage(folder, files, random)
      const verdict = await check.judge(moments.moment)
      count(sums, kind, verdict)
      if (verdict.faults.length === 0 || !parts.tells) continue
      const image = `image-${at}`
      if (broken.length < kept) writeImage(join(input.folder, image), files, random)
      const faults = verdict.faults.map(({ file, text }) => `${file}: ${text}`).join('; ')
      broken.push(`power cut at call ${at} of ${entries.length} (${image}): ${faults}`)
    }
  }
  sums.add(`${kind}${parts.copies ? 'Copied' : 'Alone'}Images`, parts.images)
  sums.add(`${kind}Transactions`, acknowledgements.transactions)
  sums.add(`${kind}Syncs`, acknowledgements.syncs(disk))
  sums.add(`${kind}Early`, acknowledgements.early)
  if (parts.tells && acknowledgements.early > 0) {
    broken.push(`${acknowledgements.early} operations were acknowledged before they were synced`)
  }
  return { figures: sums.figures, broken }
}

/** Name of a figure for every kind of fault, after the kind of round. */
const faultFigures = {
  unopenable: 'Unopenable',
  lost: 'WithLoss',
  torn: 'HalfApplied',
  unsound: 'Unsound',
  effect: 'WithoutEffect',
} as const

function count(sums: Sums, kind: string, { faults, cache }: Verdict): void {
  sums.add(`${kind}Images`)
  sums.add(`${kind}Found`, faults.length > 0 ? 1 : 0)
  for (const [fault, name] of Object.entries(faultFigures)) {
    sums.add(kind + name, faults.some((own) => own.kind === fault) ? 1 : 0)
  }
  const lost = faults.reduce((most, { operations }) => Math.max(most, operations), 0)
  sums.add(`${kind}LostOperations`, lost)
  sums.most(`max${kind}LostOperations`, lost)
  sums.add(`${kind}CacheMissing`, cache === 'missing' ? 1 : 0)
  sums.add(`${kind}CacheDamaged`, cache === 'damaged' ? 1 : 0)
}
