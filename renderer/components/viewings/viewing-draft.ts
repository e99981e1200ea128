import {
  saysSomething,
  type ViewingDecision,
  viewingDecisions,
  type ViewingReason,
  viewingReasons,
} from '#domain/customers/viewing.ts'

/** What somebody writes who asks to see a customer. */
export interface AskDraft {
  reason: ViewingReason | null
  words: string
  days: number
}

/** Reads a kept draft; null where the content is none of this form. */
export function askDraftFrom(stored: unknown): AskDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { reason, words, days } = stored as Partial<Record<keyof AskDraft, unknown>>
  if (typeof words !== 'string' || typeof days !== 'number') return null
  return { reason: viewingReasons.find((each) => each === reason) ?? null, words, days }
}

/** What is to be asked of the service; null while something is missing. */
export function askRequest({
  reason,
  words,
  days,
}: AskDraft): { reason: ViewingReason; words: string; days: number } | null {
  if (reason === null || !saysSomething(words)) return null
  return { reason, words: words.trim(), days }
}

/** What a branch head writes to it. */
export interface DecideDraft {
  decision: ViewingDecision | null
  answer: string
  days: number
}

/** Reads a kept draft; null where the content is none of this form. */
export function decideDraftFrom(stored: unknown): DecideDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { decision, answer, days } = stored as Partial<Record<keyof DecideDraft, unknown>>
  if (typeof answer !== 'string' || typeof days !== 'number') return null
  return { decision: viewingDecisions.find((each) => each === decision) ?? null, answer, days }
}

/** What is to be asked of the service; null while something is missing. */
export function decideRequest({
  decision,
  answer,
  days,
}: DecideDraft): { decision: ViewingDecision; answer: string; days: number } | null {
  if (decision === null || !saysSomething(answer)) return null
  return { decision, answer: answer.trim(), days }
}
