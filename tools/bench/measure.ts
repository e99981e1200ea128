import { cpus, loadavg } from 'node:os'

/** Time of an act, ms: by the wall, and of processors in this process (all threads). */
export interface Spent {
  wallMs: number
  cpuMs: number
}

/** Which of the two a figure is made of. */
export type Basis = 'wall' | 'cpu'

/** Words for how times were taken. */
export const basisWords = {
  wall: 'wall time',
  cpu: 'processor time, because the machine was busy',
  least: 'wall time of each act, the least of the rounds',
  thread: "processor time of the page's main thread a frame, the least of the rounds",
} as const

/** What one area found; times in ms, medians over the rounds. */
export interface Result {
  area: string
  /** What was done, with its size. */
  what: string
  /** How the times were taken. */
  basis: keyof typeof basisWords
  limitMs: number
  oursMs: number
  /** ours ÷ limit, the median of the rounds. */
  ratio: number
  /**
   * What the goal is about: the ratio, the time within which 95 of 100 acts of ours end, the
   * middle of their times, frames a second, or what part of a whole had to be moved.
   */
  goal:
    | { of: 'ratio'; most: number }
    | { of: 'p95 ms' | 'median ms'; most: number; measured: number }
    | { of: 'fps'; least: number; measured: number }
    | { of: 'share'; most: number; measured: number }
  /** Further figures, for the curious. */
  details: Record<string, number | string>
}

/** Rounds of every area: limit and ours by turns, so that a busy machine slows both. */
export const rounds = 5

/** How far above its goal a figure may be on a noisy machine before it is a fault. */
export const tolerance = 1.25

/**
 * Wall time says what a person waits. Where other work wants more than all processors it says
 * mostly how long we stood in the queue; then processor time is the honest figure.
 */
export function basisNow(): Basis {
  return (loadavg()[0] ?? 0) > cpus().length ? 'cpu' : 'wall'
}

/** The smallest value that at least `share` of the values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * The middle of some numbers, and between which of them the middle of all that might have been drawn lies in
 * 19 cases of 20: by their order alone, so that no outlier moves it.
 */
export function medianWithin(values: readonly number[]): {
  middle: number
  from: number
  to: number
} {
  // Of n numbers below the middle sqrt(n) / 2 is one standard deviation.
  const off = 0.98 / Math.sqrt(values.length)
  const at = (share: number) => quantile(values, Math.min(1, Math.max(0, share)))
  return { middle: at(0.5), from: at(0.5 - off), to: at(0.5 + off) }
}

/** Runs an act and measures it. */
export async function spentBy(act: () => unknown): Promise<Spent> {
  const cpu = process.cpuUsage()
  const started = performance.now()
  await act()
  const wallMs = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs, cpuMs: (user + system) / 1000 }
}

/** Runs a short act for each item, each to its end, one after the other; wall times in ms. */
export async function timesOf<Item>(
  items: readonly Item[],
  act: (item: Item) => unknown,
): Promise<number[]> {
  const times: number[] = []
  for (const item of items) {
    const started = performance.now()
    await act(item)
    times.push(performance.now() - started)
  }
  return times
}

/**
 * The least time of each act over the rounds. Processor time is too coarse for what ends within a
 * millisecond, and other work can only lengthen an act, so its least time is what it takes.
 */
export function leastTimes(rounds: readonly (readonly number[])[]): number[] {
  return (rounds[0] ?? []).map((_, act) => Math.min(...rounds.map((round) => round[act] ?? NaN)))
}

/** The figures of one basis. */
export function figures(spent: readonly Spent[], basis: Basis): number[] {
  return spent.map((each) => (basis === 'wall' ? each.wallMs : each.cpuMs))
}

/** Runs two acts by turns, once each in every round. */
export async function byTurns<Figure>(
  limit: () => Promise<Figure> | Figure,
  ours: () => Promise<Figure> | Figure,
): Promise<{ limit: Figure[]; ours: Figure[] }> {
  const all = { limit: [] as Figure[], ours: [] as Figure[] }
  for (let round = 0; round < rounds; round += 1) {
    all.limit.push(await limit())
    all.ours.push(await ours())
  }
  return all
}

/** Median of the rounds' ratios. */
export function ratioOf(ours: readonly number[], limit: readonly number[]): number {
  return median(ours.map((ms, round) => ms / (limit[round] ?? Number.NaN)))
}

/** How much worse than its goal a result is: 1 where it just meets it, less where it is better. */
export function shortfall({ goal, ratio }: Result): number {
  switch (goal.of) {
    case 'ratio':
      return ratio / goal.most
    case 'fps':
      return goal.least / goal.measured
    default:
      return goal.measured / goal.most
  }
}

/** Whether the goal is missed by more than the tolerance; of frames, one in twenty may be late. */
export function isRed(result: Result): boolean {
  return !(shortfall(result) <= (result.goal.of === 'fps' ? 20 / 19 : tolerance))
}
