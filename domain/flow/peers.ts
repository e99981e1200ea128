/** Fewer peers than this tell more of single customers than of a tier: no median is shown. */
export const fewestPeers = 10

/** The median of rates, basis points, rounded; null below {@link fewestPeers}. */
export function medianOf(rates: readonly number[]): number | null {
  if (rates.length < fewestPeers) return null
  const sorted = [...rates].sort((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1] ?? 0, sorted[Math.floor(half)] ?? 0]
  return Math.round((low + high) / 2)
}
