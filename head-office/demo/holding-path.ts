import { dayOfNumber } from '#domain/time/day.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { HoldingPlan } from './wealth.ts'

/**
 * Values of a holding: its cost when bought, then month by month, week by week in the last quarter,
 * and on the business date. Drift and spread are a year's.
 */
export function holdingPath(
  plan: HoldingPlan,
  setting: { businessDay: number; firstBookedDay: number },
  random: Chance,
): { changed_on: string; balance_fen: number }[] {
  const { drift, spread } = plan.product.movement
  const path = [{ changed_on: dayOfNumber(plan.boughtOn), balance_fen: plan.costFen }]
  let value = plan.costFen
  let day = plan.boughtOn
  while (day < setting.businessDay) {
    const step = Math.min(day < setting.firstBookedDay ? 30 : 7, setting.businessDay - day)
    const years = step / 365
    value *= 1 + drift * years + spread * Math.sqrt(years) * random.normal()
    day += step
    const balance_fen = Math.max(0, Math.round(value))
    if (balance_fen !== path.at(-1)?.balance_fen) {
      path.push({ changed_on: dayOfNumber(day), balance_fen })
    }
  }
  return path
}
