/** How found accounts compare with the marked ones; shares between 0 and 1, NaN of nothing. */
export interface Judgement {
  found: number
  right: number
  precision: number
  recall: number
  f1: number
}

/** Judges what was found against the truth. */
export function judge(found: ReadonlySet<string>, marked: ReadonlySet<string>): Judgement {
  let right = 0
  for (const account of found) if (marked.has(account)) right += 1
  const precision = right / found.size
  const recall = right / marked.size
  return {
    found: found.size,
    right,
    precision,
    recall,
    f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  }
}

/** Share of the first `k` of a ranking that is marked. */
export function precisionAt(
  ranking: readonly string[],
  marked: ReadonlySet<string>,
  k: number,
): number {
  const first = ranking.slice(0, k)
  return first.filter((account) => marked.has(account)).length / first.length
}
