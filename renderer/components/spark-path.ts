/** Room for the end mark, px. */
const edge = 3

/**
 * SVG path through the values, evenly spaced, scaled to fill the height; a flat series lies in the
 * middle. Null for fewer than two values.
 */
export function sparkPath(
  values: readonly number[],
  width: number,
  height: number,
): { line: string; end: { x: number; y: number } } | null {
  if (values.length < 2) return null
  const low = Math.min(...values)
  const range = Math.max(...values) - low
  const points = values.map((value, index) => ({
    x: round(edge + (index / (values.length - 1)) * (width - 2 * edge)),
    y: round(
      range === 0 ? height / 2 : height - edge - ((value - low) / range) * (height - 2 * edge),
    ),
  }))
  const end = points.at(-1)
  if (!end) return null
  return { line: `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`, end }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
