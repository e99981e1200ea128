/** Parts of the value score (rule 4.3), in the order of their weight on screen. */
export const valueParts = [
  'aum',
  'contribution',
  'breadth',
  'activity',
  'tenure',
  'growth',
] as const
/** A word of the closed list {@link valueParts}. */
export type ValuePart = (typeof valueParts)[number]

/** Version of the rule, named wherever a score is explained. */
export const valueRuleVersion = 'value-1'

/** Weight of each part, basis points; together 10,000. */
export type ValueWeights = Record<ValuePart, number>

/** The product's weights. */
export const defaultValueWeights: ValueWeights = {
  aum: 3500,
  contribution: 2000,
  breadth: 1500,
  activity: 1500,
  tenure: 1000,
  growth: 500,
}

/** Points of each part, whole, 0 to 100; null where the data does not give it. */
export type PartPoints = Record<ValuePart, number | null>

/** A part in the sum. `shareBp` is its weight among the parts that are there; 0 where it misses. */
export interface ScoredPart {
  part: ValuePart
  points: number | null
  weightBp: number
  shareBp: number
  /** What it adds to the score, hundredths of a point; null where it misses. */
  adds: number | null
}

/** A value score with its parts. */
export interface ValueScore {
  /** 0 to 10,000, hundredths of a point; null where no part of any weight is there. */
  score: number | null
  parts: ScoredPart[]
  /** Parts that miss: the others carry their weight (归一). */
  missing: ValuePart[]
}

/**
 * 价值分 (rule 4.3): the weighted mean of the parts that are there. A part that misses does not count
 * as zero: the weights of the others are stretched to 100 % and the score says so.
 */
export function valueScore(points: PartPoints, weights: ValueWeights): ValueScore {
  const there = valueParts.filter((part) => points[part] !== null)
  const weight = there.reduce((sum, part) => sum + weights[part], 0)
  const sum = there.reduce((all, part) => all + (points[part] ?? 0) * weights[part], 0)
  const stretched = (value: number) => Math.round((value * 100) / weight)
  return {
    score: weight === 0 ? null : stretched(sum),
    parts: valueParts.map((part) => {
      const own = points[part]
      const counts = own !== null && weight > 0
      return {
        part,
        points: own,
        weightBp: weights[part],
        shareBp: counts ? stretched(weights[part] * 100) : 0,
        adds: counts ? stretched(own * weights[part]) : null,
      }
    }),
    missing: valueParts.filter((part) => points[part] === null),
  }
}
