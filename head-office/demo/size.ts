/** How large the demo bank is, and from which seed it is drawn. */
export interface DemoSize {
  /** Outlets; the first one has five times the customers of each other. */
  branches: number
  /** Customers of all outlets together. */
  customers: number
  /** Days whose bookings are kept one by one, up to the business date. */
  days: number
  seed: number
}

/** The size people see: three managers with about 1,000 customers each, and a second outlet. */
export const defaultSize: DemoSize = {
  branches: 2,
  customers: 3680,
  days: 100,
  seed: 20_260_101,
}

/** Least and most of each value. */
export const sizeLimits: Record<keyof DemoSize, readonly [least: number, most: number]> = {
  branches: [1, 60],
  customers: [20, 1_000_000],
  days: [35, 700],
  seed: [0, 4_294_967_295],
}

/** Fewest customers of one outlet. */
const leastOfOutlet = 10

/** Shares of the first outlet where each other one has one. */
const sharesOfFirst = 5

/** Names of the values in the order in which they are told. */
export const sizeKeys = ['branches', 'customers', 'days', 'seed'] as const

/** Customers of each outlet, the first one first; they add up to all. */
export function customersOfOutlets({ branches, customers }: DemoSize): number[] {
  const each = Math.floor(customers / (branches - 1 + sharesOfFirst))
  const others = Array.from({ length: branches - 1 }, () => each)
  return [customers - each * (branches - 1), ...others]
}

/** Which value of a size cannot be, and within which limits it must lie; null for a good one. */
export function sizeProblem(
  size: DemoSize,
): { key: keyof DemoSize; least: number; most: number } | null {
  for (const key of sizeKeys) {
    const [least, most] = sizeLimits[key]
    const value = size[key]
    if (!Number.isInteger(value) || value < least || value > most) return { key, least, most }
  }
  const least = (size.branches - 1 + sharesOfFirst) * leastOfOutlet
  return size.branches > 1 && size.customers < least
    ? { key: 'customers', least, most: sizeLimits.customers[1] }
    : null
}
