import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describeError } from '#platform/log/logger.ts'
import type { Figures, Outcome, Part, Round, RunningPart } from './part.ts'
import type { PartProgress, RunProgress } from './progress.ts'

/** What a run of the proof is given. */
export interface RunOptions {
  seed: number
  /** How many rounds a part takes. */
  rounds(part: Part): number
  /** Folder for the parts' and rounds' own folders. */
  folder: string
  /** Longest time for one round and for opening a part, ms. */
  limitMs: number
  /** Asked after every round: somebody wants the run to stop. */
  stopped(): boolean
  /** A line for whoever waits. */
  say(line: string): void
}

/** What became of a part. */
export type PartResult =
  | { name: string; title: string; skipped: string }
  | {
      name: string
      title: string
      rounds: number
      /** Rounds that were asked for. */
      asked: number
      sum: Figures
      broken: readonly string[]
      outcomes: readonly Outcome[]
      seconds: number
    }

/** The figures of rounds together: counts add up, names starting with `max` keep the largest. */
export function addFigures(sum: Figures, more: Figures): Record<string, number> {
  const total: Record<string, number> = { ...sum }
  for (const [name, value] of Object.entries(more)) {
    const before = total[name] ?? 0
    total[name] = name.startsWith('max') ? Math.max(before, value) : before + value
  }
  return total
}

class OverdueError extends Error {}

async function within<Result>(
  limitMs: number,
  what: string,
  act: Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(
      () => fail(new OverdueError(`${what} took longer than ${limitMs / 1_000} s`)),
      limitMs,
    )
  })
  try {
    return await Promise.race([act, late])
  } finally {
    clearTimeout(timer)
  }
}

function freshFolder(path: string): string {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { recursive: true })
  return path
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  return `${Math.round(seconds / 60)} min`
}

/** Where a part keeps what its rounds share. */
const partFolder = (folder: string, part: string) => join(folder, part)
/** Where a round works; it stays where a promise was broken. */
const roundFolder = (folder: string, part: string, seed: number, index: number) =>
  join(folder, `${part}-seed-${seed}-round-${index}`)

/** One round in a folder of its own; whatever it throws is a broken promise. */
async function oneRound(
  running: RunningPart,
  part: Part,
  index: number,
  options: Omit<RunOptions, 'rounds'>,
): Promise<Round & { overdue: boolean }> {
  const { seed, limitMs } = options
  const folder = freshFolder(roundFolder(options.folder, part.name, seed, index))
  let round: Round & { overdue: boolean }
  try {
    const found = await within(limitMs, `round ${index}`, running.round({ index, seed, folder }))
    round = { ...found, overdue: false }
  } catch (error) {
    const broken = [error instanceof OverdueError ? error.message : describeError(error)]
    round = { figures: {}, broken, overdue: error instanceof OverdueError }
  }
  if (round.broken.length === 0) rmSync(folder, { recursive: true, force: true })
  else {
    const where = `${part.name} round ${index} (its files: ${folder})`
    for (const promise of round.broken) options.say(`✗ ${where}: ${promise}`)
  }
  return round
}

/** Runs the rounds of a part that are still to come, and keeps how far it is after each. */
async function runPart(part: Part, options: RunOptions, kept: RunProgress): Promise<PartResult> {
  const { name, title } = part
  const asked = options.rounds(part)
  let progress: PartProgress = kept.of(name)
  const result = (): PartResult => {
    const { done, sum, broken, seconds } = progress
    const outcomes = [...part.outcomes(sum, done), promises(broken)]
    return { name, title, rounds: done, asked, sum, broken, outcomes, seconds }
  }
  if (progress.done >= asked) return result()
  const unable = await part.unable()
  if (unable !== undefined) return { name, title, skipped: unable }
  const folder = partFolder(options.folder, name)
  mkdirSync(folder, { recursive: true })
  options.say(`${name}: ${title}; round ${progress.done + 1} to ${asked}`)
  const running = await within(options.limitMs, `opening ${name}`, part.open(folder, options.seed))
  const first = progress.done
  const began = performance.now()
  try {
    while (progress.done < asked && !options.stopped()) {
      const roundBegan = performance.now()
      const round = await oneRound(running, part, progress.done, options)
      progress = {
        done: progress.done + 1,
        sum: addFigures(progress.sum, round.figures),
        broken: [...progress.broken, ...round.broken],
        seconds: progress.seconds + (performance.now() - roundBegan) / 1_000,
      }
      kept.keep(name, progress)
      const each = (performance.now() - began) / 1_000 / (progress.done - first)
      const left = duration(each * (asked - progress.done))
      options.say(
        `${name}: ${progress.done} of ${asked} rounds, ${each.toFixed(1)} s each, ${left} left`,
      )
      // Whatever hangs may hold what the next round needs.
      if (round.overdue) break
    }
  } finally {
    await within(options.limitMs, `closing ${name}`, running.close())
    rmSync(folder, { recursive: true, force: true })
  }
  return result()
}

function promises(broken: readonly string[]): Outcome {
  const value = String(broken.length)
  return { what: 'promises broken', value, target: '0', held: broken.length === 0 }
}

/** Runs the parts one after the other. */
export async function runParts(
  parts: readonly Part[],
  options: RunOptions,
  kept: RunProgress,
): Promise<PartResult[]> {
  const results: PartResult[] = []
  for (const part of parts) {
    if (options.stopped()) break
    results.push(await runPart(part, options, kept))
  }
  return results
}

/** Whether everything that was asked for was done and held. */
export function allHeld(results: readonly PartResult[]): boolean {
  return results.every(
    (result) =>
      'skipped' in result ||
      (result.rounds >= result.asked && result.outcomes.every(({ held }) => held)),
  )
}

/** Runs one round of a part again; its files stay where a promise is broken. */
export async function replayRound(
  part: Part,
  index: number,
  options: Omit<RunOptions, 'rounds'>,
): Promise<Round> {
  const folder = freshFolder(partFolder(options.folder, part.name))
  const running = await part.open(folder, options.seed)
  try {
    return await oneRound(running, part, index, options)
  } finally {
    await running.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What became of a deliberate fault: after how many rounds it was noticed, and by what; null: never. */
export interface PlantedFate {
  part: string
  name: string
  noticed: { rounds: number; by: string } | null
}

/** Runs a part with each of its deliberate faults until a round notices, for at most `most` rounds. */
export async function huntPlanted(
  part: Part,
  options: Omit<RunOptions, 'rounds'>,
  most: number,
): Promise<PlantedFate[]> {
  const fates: PlantedFate[] = []
  for (const planted of part.planted ?? []) {
    if (options.stopped()) break
    const folder = partFolder(options.folder, part.name)
    mkdirSync(folder, { recursive: true })
    const running = await planted.open(folder, options.seed)
    const quiet = { ...options, rounds: () => most, say: () => {} }
    let noticed: PlantedFate['noticed'] = null
    try {
      for (let index = 0; index < most && !noticed && !options.stopped(); index += 1) {
        const { broken } = await oneRound(running, part, index, quiet)
        const [by] = broken
        if (by !== undefined) noticed = { rounds: index + 1, by }
        rmSync(roundFolder(options.folder, part.name, options.seed, index), {
          recursive: true,
          force: true,
        })
      }
    } finally {
      await running.close()
      rmSync(folder, { recursive: true, force: true })
    }
    fates.push({ part: part.name, name: planted.name, noticed })
    const fate = noticed
      ? `noticed in round ${noticed.rounds}: ${noticed.by}`
      : `NOT NOTICED in ${most} rounds`
    options.say(`${noticed ? '✓' : '✗'} ${part.name}: ${planted.name} – ${fate}`)
  }
  return fates
}
