/** Least fall of a notable outflow, 分 (3 万), and its least share of AUM before, basis points. */
export const notableOutflow = { leastFen: 3_000_000, leastShareBp: 2000 } as const

/** Whether AUM fell so far in 30 days that somebody should ask: by ≥ 3 万 and ≥ 20 % of before. */
export function isNotableOutflow(beforeFen: number, nowFen: number): boolean {
  const fallFen = beforeFen - nowFen
  return (
    fallFen >= notableOutflow.leastFen &&
    fallFen * 10_000 >= beforeFen * notableOutflow.leastShareBp
  )
}
