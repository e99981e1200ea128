/** Which seeds a worker runs: every `step`th of a range. */
export interface WorkerTask {
  from: number
  to: number
  step: number
}

/** What a worker tells: how far it is, and which seed failed. */
export interface WorkerReport {
  /** Schedules since the last report. */
  schedules: number
  steps: number
  faults: Record<string, number>
  failed: number | null
  /** Lowest seed of this worker that has not run. */
  next: number
}

/** A report of a worker that is at a seed, with nothing in it. */
export const emptyReport = (next: number): WorkerReport => ({
  schedules: 0,
  steps: 0,
  faults: {},
  failed: null,
  next,
})

/** Adds a schedule's faults to those counted before. */
export function addFaults(
  counted: Record<string, number>,
  faults: Readonly<Record<string, number>>,
): void {
  for (const [kind, times] of Object.entries(faults)) counted[kind] = (counted[kind] ?? 0) + times
}

/** What several workers have done together on a range of seeds. */
export class Tally {
  schedules = 0
  /** So many from the first on have run without a gap: workers are not equally fast. */
  complete = 0
  steps = 0
  readonly faults: Record<string, number> = {}
  /** Lowest seed that failed; null for none. */
  failed: number | null = null
  readonly #first: number
  readonly #count: number
  readonly #next: number[]

  constructor(first: number, count: number, workers: number) {
    this.#first = first
    this.#count = count
    this.#next = Array.from({ length: workers }, (_, index) => first + index)
  }

  /** The seeds of each worker. */
  get tasks(): WorkerTask[] {
    const [to, step] = [this.#first + this.#count, this.#next.length]
    return this.#next.map((from) => ({ from, to, step }))
  }

  /** Takes in what a worker has done since its last report. */
  take(worker: number, report: WorkerReport): void {
    this.#next[worker] = report.next
    this.complete = Math.min(this.#count, ...this.#next.map((seed) => seed - this.#first))
    this.schedules += report.schedules
    this.steps += report.steps
    addFaults(this.faults, report.faults)
    if (report.failed !== null) this.failed = Math.min(this.failed ?? Infinity, report.failed)
  }
}
