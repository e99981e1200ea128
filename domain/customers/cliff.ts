/**
 * What every remaining day of a period must average so that the whole period reaches `floorFen`
 * (cliff helper of domain rule 4.2): (T·n − Σ) ÷ (n − k), in 分, rounded up. Null where no day is
 * left.
 */
export function neededPerDay(
  floorFen: number,
  periodDays: number,
  daysSoFar: number,
  sumFenDays: number,
): number | null {
  const left = periodDays - daysSoFar
  if (left <= 0) return null
  return Math.ceil((floorFen * periodDays - sumFenDays) / left)
}
