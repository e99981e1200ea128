import { shuffled } from '../chance/spread.ts'
import type { SampleRule } from './scheme.ts'

/** How many of so many closed tasks and contacts are looked at. */
export function sampleSize(closed: number, { shareBp, least }: SampleRule): number {
  return Math.min(closed, Math.max(least, Math.ceil((closed * shareBp) / 10_000)))
}

/**
 * Which of a person's closed tasks and contacts are looked at: by a seed that head office draws when the
 * month ends, so that nobody knows before. The same ids in any order give the same sample.
 */
export function sampleOf(ids: readonly string[], seed: string, rule: SampleRule): string[] {
  const each = [...new Set(ids)]
  return shuffled(each, seed, (id) => id)
    .slice(0, sampleSize(each.length, rule))
    .sort()
}
