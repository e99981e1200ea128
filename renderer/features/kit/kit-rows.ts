import { type Tier, tiers } from '#domain/customers/tiers.ts'
import { addDays } from '#domain/time/day.ts'

/** A made-up row for the kit's lists. */
export interface KitRow {
  id: string
  number: number
  tier: Tier
  amountFen: number
  changeFen: number
  trend: number[]
  dueOn: string
}

/** The `index`-th row, the same every time. */
export function kitRow(index: number): KitRow {
  const wave = (step: number): number => Math.sin(index * 1.7 + step * 0.9)
  return {
    id: `row-${index}`,
    number: index + 1,
    tier: tiers[index % tiers.length] ?? 'standard',
    amountFen: Math.round((120 + 90 * wave(0)) * 1_000_000),
    changeFen: index % 7 === 0 ? 0 : Math.round(40 * wave(3) * 1_000_000),
    trend: Array.from({ length: 12 }, (_, step) => 100 + step * 4 + 18 * wave(step)),
    dueOn: addDays('2026-11-24', (index * 11) % 200),
  }
}
