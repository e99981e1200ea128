import type { SampleRule } from './scheme.ts'

/** FNV-1a over UTF-16 units, 32 bits: spreads ids evenly, and the same on every machine. */
function spread(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  // A last mix, so that ids that differ in their end differ in their high bits too.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** How many of so many closed tasks and contacts are looked at. */
export function sampleSize(closed: number, { shareBp, least }: SampleRule): number {
  return Math.min(closed, Math.max(least, Math.ceil((closed * shareBp) / 10_000)))
}

/**
 * Which of a person's closed tasks and contacts are looked at: by a seed that head office draws when the
 * month ends, so that nobody knows before. The same ids in any order give the same sample.
 */
export function sampleOf(ids: readonly string[], seed: string, rule: SampleRule): string[] {
  return [...new Set(ids)]
    .map((id) => ({ id, at: spread(`${seed}/${id}`) }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .slice(0, sampleSize(new Set(ids).size, rule))
    .map(({ id }) => id)
    .sort()
}
