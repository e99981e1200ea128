/** Version of the rule, named wherever its figures are explained. */
export const crossHoldingVersion = 'cross-holding-1'

/** So many product classes make a customer count for the rate. */
export const crossHoldingLeast = 3

/**
 * 交叉持有 of some customers (rule 4.7) with everything it is made of. Both shares are stated as
 * numerator and denominator, so that parts add up without a rest.
 */
export interface CrossHolding {
  /** Customers who hold anything: the denominator of both. */
  active: number
  /** Σ of the product classes they hold. */
  classes: number
  /** How many hold three and more. */
  holdThree: number
  /** How many hold 1, 2, 3 … classes, in this order, without empty ones at the end. */
  counts: number[]
}

/** Product classes a customer, in hundredths; null without active customers. */
export function averageHolding({ classes, active }: CrossHolding): number | null {
  return active === 0 ? null : Math.round((classes * 100) / active)
}

/** Share of active customers who hold three and more, basis points; null without any. */
export function holdThreeBp({ holdThree, active }: CrossHolding): number | null {
  return active === 0 ? null : Math.round((holdThree * 10_000) / active)
}

/** Cross-holding from how many customers hold 1, 2, 3 … classes. */
export function crossHoldingOf(counts: readonly number[]): CrossHolding {
  const last = counts.findLastIndex((count) => count > 0)
  const held = counts.slice(0, last + 1)
  const sum = (of: (count: number, classes: number) => number) =>
    held.reduce((all, count, index) => all + of(count, index + 1), 0)
  return {
    active: sum((count) => count),
    classes: sum((count, classes) => count * classes),
    holdThree: sum((count, classes) => (classes >= crossHoldingLeast ? count : 0)),
    counts: held,
  }
}
