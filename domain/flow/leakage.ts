import { averageBetween, type BalancePoint, sumBetween } from '../accounts/average-balance.ts'
import { type Day, daysBetween } from '../time/day.ts'
import { type CountedMovement, type FundFlow } from './fund-flow.ts'

/** Why no rate of leakage is stated: nothing to divide by, or balances that miss. */
export const leakageSilences = ['noAum', 'incomplete'] as const

/** Longest gap in balances that is bridged, days; beyond it an average is incomplete. */
export const bridgedGapDays = 3

/** 外流率 with everything it is made of, 分 and 分·days. */
export interface Leakage {
  ownElsewhereFen: number
  securitiesFen: number
  /** Both together. */
  leakedFen: number
  days: number
  sumFenDays: number
  /** Mean AUM of the period; null where the balances miss. */
  meanAumFen: number | null
  /** Leaked ÷ mean AUM, basis points; null where `silence` says why. */
  rateBp: number | null
  silence: (typeof leakageSilences)[number] | null
}

/** The balances that a mean AUM is made of. */
export interface Balances {
  positions: readonly (readonly BalancePoint[])[]
  /** Last day for which balances are known; null where none are. */
  knownTo: Day | null
  /** First balance of each account, by its id; null where it has none. */
  firstOf: ReadonlyMap<string, Day | null>
}

/** Whether an account moved before its balances begin, or they end long before the period does. */
function areIncomplete(counted: readonly CountedMovement[], to: Day, balances: Balances): boolean {
  const { knownTo, firstOf } = balances
  if (knownTo === null || daysBetween(knownTo, to) > bridgedGapDays) return true
  return counted.some(({ movement: { accountId, postedOn } }) => {
    const begins = firstOf.get(accountId) ?? null
    return begins === null || daysBetween(postedOn, begins) > bridgedGapDays
  })
}

/**
 * 外流率 (rule 4.6): what went to the customer's own accounts elsewhere and into investments, divided by
 * the mean AUM of the same days. Not stated where the mean is not above 0 or the balances miss.
 */
export function leakageOf(
  { counted, classes }: Pick<FundFlow, 'counted' | 'classes'>,
  { from, to }: { from: Day; to: Day },
  balances: Balances,
): Leakage {
  const out = (name: string) =>
    classes.find(({ flowClass, direction }) => flowClass === name && direction === 'out')?.fen ?? 0
  const ownElsewhereFen = out('own_elsewhere')
  const securitiesFen = out('securities')
  const leakedFen = ownElsewhereFen + securitiesFen
  const days = daysBetween(from, to) + 1
  const sumFenDays = balances.positions.reduce((sum, each) => sum + sumBetween(each, from, to), 0)
  const parts = { ownElsewhereFen, securitiesFen, leakedFen, days, sumFenDays }
  if (areIncomplete(counted, to, balances)) {
    return { ...parts, meanAumFen: null, rateBp: null, silence: 'incomplete' }
  }
  const meanAumFen = averageBetween(balances.positions, from, to)
  if (meanAumFen <= 0) return { ...parts, meanAumFen, rateBp: null, silence: 'noAum' }
  const rateBp = Math.round((leakedFen / meanAumFen) * 10_000)
  return { ...parts, meanAumFen, rateBp, silence: null }
}
