import {
  leastRiskText,
  type RiskAct,
  type RiskMeasure,
  riskMeasures,
} from '#domain/risk-clues/case.ts'
import { parseFen } from '#domain/money/money.ts'

/** Acts that are filled in. */
export type WrittenAct = Exclude<RiskAct, 'take' | 'release' | 'close'>

/** What an officer has filled in so far. */
export interface ActDraft {
  text: string
  measure: RiskMeasure | null
  /** As typed, 元. */
  sum: string
}

/** An empty form. */
export const emptyAct = (): ActDraft => ({ text: '', measure: null, sum: '' })

/** Reads a kept draft; null where the content is none of this form. */
export function actDraftFrom(stored: unknown): ActDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { text, measure, sum } = stored as Partial<Record<keyof ActDraft, unknown>>
  if (typeof text !== 'string' || typeof sum !== 'string') return null
  return { text, sum, measure: riskMeasures.find((each) => each === measure) ?? null }
}

/** What is still to be filled in or put right. */
export function actProblems(
  act: WrittenAct,
  { text, measure, sum }: ActDraft,
  leftFen: number,
): { text: boolean; measure: boolean; sum: 'missing' | 'tooMuch' | null } {
  const fen = parseFen(sum)
  const wrong = fen === null || fen <= 0 ? 'missing' : fen > leftFen ? 'tooMuch' : null
  return {
    text: text.trim().length < leastRiskText,
    measure: act === 'measure' && measure === null,
    sum: act === 'recover' ? wrong : null,
  }
}
