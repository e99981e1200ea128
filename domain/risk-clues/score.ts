import type { Clue, CluePart, ClueTransfer } from './clue.ts'
import { clueRuleVersion } from './rules.ts'

/** Most points a clue has. */
const mostPoints = 100

/** Points for every one beyond the least, up to a bound; null where there is none. */
export function furtherPoints(
  part: CluePart['part'],
  figure: number,
  least: number,
  { each, most }: { each: number; most: number },
): CluePart | null {
  const points = Math.min(most, Math.max(0, Math.floor((figure - least) * each)))
  return points === 0 ? null : { part, points, figure }
}

/** Points where something holds. */
export function pointsIf(
  holds: boolean,
  part: CluePart['part'],
  points: number,
  figure: number,
): CluePart | null {
  return holds ? { part, points, figure } : null
}

/** A clue of its parts and transfers (oldest first, at least one); the score never exceeds 100. */
export function scored(
  clue: Pick<Clue, 'kind' | 'lead' | 'parties' | 'amountFen'> & { transfers: ClueTransfer[] },
  parts: readonly (CluePart | null)[],
): Clue {
  const given: CluePart[] = []
  let score = 0
  for (const part of parts) {
    if (part === null) continue
    const points = Math.min(part.points, mostPoints - score)
    if (points === 0) continue
    given.push({ ...part, points })
    score += points
  }
  return {
    ...clue,
    fromDay: clue.transfers[0]?.day ?? 0,
    toDay: clue.transfers.at(-1)?.day ?? 0,
    score,
    parts: given,
    ruleVersion: clueRuleVersion,
  }
}
