/**
 * Divides each sum by `divisor` so that the integer parts add up to exactly `total`, the rounded
 * quotient of all sums: every part is rounded down, and what is left goes, one each, to the largest
 * remainders (rule 4.9); among equal ones the earlier comes first.
 */
export function apportion(sums: readonly number[], divisor: number, total: number): number[] {
  const parts = sums.map((sum) => Math.floor(sum / divisor))
  const left = total - parts.reduce((all, part) => all + part, 0)
  if (left < 0 || left > sums.length) throw new RangeError('the total is not of these sums')
  const byRemainder = sums
    .map((sum, index) => ({ index, remainder: sum - Math.floor(sum / divisor) * divisor }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}
