/** Hundredths of a point as points with one decimal: 6770 → `67.7`. */
export function formatScore(hundredths: number): string {
  return (Math.round(hundredths / 10) / 10).toFixed(1)
}
