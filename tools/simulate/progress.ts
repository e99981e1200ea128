import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve('.ocrm/simulate')
/** Which simulation a run is of. */
export type Simulated = 'model' | 'real'

const fileOf = (kind: Simulated, seed: number) => join(folder, `${kind}-${seed}.json`)

/** How many schedules of a run are behind it; 0 where there is no such run. */
export function loadProgress(kind: Simulated, seed: number): number {
  try {
    const kept = JSON.parse(readFileSync(fileOf(kind, seed), 'utf8')) as { done?: unknown }
    return typeof kept.done === 'number' && kept.done > 0 ? Math.floor(kept.done) : 0
  } catch {
    return 0
  }
}

/** Keeps how far a run is. */
export function saveProgress(kind: Simulated, seed: number, done: number): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(kind, seed), JSON.stringify({ done }))
}

/** Forgets a run that is finished. */
export function clearProgress(kind: Simulated, seed: number): void {
  rmSync(fileOf(kind, seed), { force: true })
}
