import type { Day } from '#domain/time/day.ts'

/** What a branch head has filled in so far. */
export interface AssignDraft {
  staffId: string | null
  dueOn: Day | null
  reason: string
}

/** An empty form. */
export const emptyAssign = (): AssignDraft => ({ staffId: null, dueOn: null, reason: '' })

/** Reads a kept draft; null where the content is none of this form. */
export function assignDraftFrom(stored: unknown): AssignDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { staffId, dueOn, reason } = stored as Partial<Record<keyof AssignDraft, unknown>>
  if (typeof reason !== 'string') return null
  return {
    reason,
    staffId: typeof staffId === 'string' ? staffId : null,
    dueOn: typeof dueOn === 'string' ? dueOn : null,
  }
}

/** What is still to be filled in or put right. */
export function assignProblems({ staffId, dueOn, reason }: AssignDraft, today: Day) {
  return {
    staffId: staffId === null,
    dueOn: dueOn === null || dueOn < today,
    reason: reason.trim() === '',
  }
}
