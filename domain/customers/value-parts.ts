import { type ProductClass, productClasses } from './product-classes.ts'
import type { PartPoints } from './value-score.ts'

/** What earns a part its full points. */
export interface ValueScales {
  /** Product classes held. */
  breadthClasses: number
  /** Movements the customer made in 90 days. */
  activityMoves: number
  /** Whole months with this bank. */
  tenureMonths: number
  /** Rise of the 90-day mean AUM against the 90 days before, basis points; falling as much gives 0. */
  growthBp: number
}

/** The product's scales: four classes, 30 movements, ten years, ± 50 %. */
export const defaultValueScales: ValueScales = {
  breadthClasses: 4,
  activityMoves: 30,
  tenureMonths: 120,
  growthBp: 5000,
}

/** What the bank earns in a year on a class of product, basis points of its balance. */
export type ValueMargins = Record<ProductClass, number>

/** The product's margins; a bank puts its own in their place. */
export const defaultValueMargins: ValueMargins = {
  deposit: 120,
  wealth: 50,
  fund: 80,
  insurance: 150,
  bond: 30,
  metal: 60,
  trust: 60,
  other: 0,
  loan: 200,
}

/** Balances by product class, 分; a class that is not held may be left out. */
export type ClassBalances = Partial<Record<ProductClass, number>>

/**
 * 贡献度 of a year, 分: what each class earns on the balance of the day, rounded down once. Balances
 * below zero earn nothing.
 */
export function contributionFen(balances: ClassBalances, margins: ValueMargins): number {
  const sum = productClasses.reduce(
    (all, name) => all + Math.max(0, balances[name] ?? 0) * margins[name],
    0,
  )
  return Math.floor(sum / 10_000)
}

/** What the parts of a value score are read from; null where the data does not say. */
export interface ValueFacts {
  /** Share of the branch's other customers with a lower 90-day mean AUM, whole per cent. */
  aumPercentile: number | null
  /** The same for the contribution. */
  contributionPercentile: number | null
  held: number
  moves90: number | null
  tenureMonths: number | null
  mean90Fen: number | null
  /** Mean AUM of the 90 days before those. */
  meanBeforeFen: number | null
}

const share = (count: number, full: number) => Math.min(100, Math.floor((100 * count) / full))

/** Change of the mean AUM, basis points, rounded down; null where there was nothing to compare with. */
export function growthBp(mean90Fen: number | null, meanBeforeFen: number | null): number | null {
  if (mean90Fen === null || meanBeforeFen === null || meanBeforeFen <= 0) return null
  return Math.floor(((mean90Fen - meanBeforeFen) * 10_000) / meanBeforeFen)
}

function growthPoints(changeBp: number | null, fullBp: number): number | null {
  if (changeBp === null) return null
  return Math.min(100, Math.max(0, 50 + Math.floor((50 * changeBp) / fullBp)))
}

/** Points of the six parts (rule 4.3); each rises with what it is read from. */
export function partPoints(facts: ValueFacts, scales: ValueScales): PartPoints {
  const { moves90, tenureMonths } = facts
  return {
    aum: facts.aumPercentile,
    contribution: facts.contributionPercentile,
    breadth: share(facts.held, scales.breadthClasses),
    activity: moves90 === null ? null : share(moves90, scales.activityMoves),
    tenure: tenureMonths === null ? null : share(tenureMonths, scales.tenureMonths),
    growth: growthPoints(growthBp(facts.mean90Fen, facts.meanBeforeFen), scales.growthBp),
  }
}
