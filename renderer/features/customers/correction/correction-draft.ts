import {
  type CorrectableField,
  correctableFields,
  isValidValue,
  needsChecker,
  normaliseValue,
} from '#domain/customers/correction.ts'
import type { Request } from '#contract/ipc.ts'

/**
 * What a person proposes: new values by field, and the evidence. An absent field stays as it is;
 * null proposes that the value is removed.
 */
export interface CorrectionDraft {
  changes: Partial<Record<CorrectableField, string | null>>
  evidence: string
}

/** A form nobody has touched. */
export function emptyCorrection(): CorrectionDraft {
  return { changes: {}, evidence: '' }
}

/** Fields with a proposed value, in the order of the closed list. */
export function changedFields(draft: CorrectionDraft): CorrectableField[] {
  return correctableFields.filter((field) => draft.changes[field] !== undefined)
}

/** Whether anything was typed that must not be lost. */
export function isTouched(draft: CorrectionDraft): boolean {
  return changedFields(draft).length > 0 || draft.evidence !== ''
}

/** Why a proposal cannot be given yet. */
export interface CorrectionProblems {
  fields: Partial<Record<CorrectableField, 'invalid' | 'empty'>>
  evidence: boolean
  nothing: boolean
}

/**
 * What still misses or does not fit its field. A field that was opened and left blank is not a
 * proposal to empty it: it must be filled in, taken back, or removed in so many words.
 */
export function correctionProblems(draft: CorrectionDraft): CorrectionProblems {
  const problems: CorrectionProblems = {
    fields: {},
    evidence: draft.evidence.trim() === '',
    nothing: changedFields(draft).length === 0,
  }
  for (const field of changedFields(draft)) {
    const removed = draft.changes[field] === null
    const value = normaliseValue(draft.changes[field] ?? null)
    if (value === null && !removed) problems.fields[field] = 'empty'
    else if (!isValidValue(field, value)) problems.fields[field] = 'invalid'
  }
  return problems
}

/** Whether the proposal may be given. */
export function isComplete(draft: CorrectionDraft): boolean {
  const problems = correctionProblems(draft)
  return !problems.evidence && !problems.nothing && Object.keys(problems.fields).length === 0
}

/** Whether any proposed field is one of the nine elements and waits for the second person. */
export function anyNeedsChecker(draft: CorrectionDraft): boolean {
  return changedFields(draft).some(needsChecker)
}

/** The request of a complete proposal against the row the person saw; null while incomplete. */
export function correctionRequest(
  customerId: string,
  seenRev: number,
  draft: CorrectionDraft,
): Request<'customers.proposeCorrection'> | null {
  if (!isComplete(draft)) return null
  return {
    customerId,
    seenRev,
    changes: changedFields(draft).map((field) => ({
      field,
      to: normaliseValue(draft.changes[field] ?? null),
    })),
    evidence: draft.evidence.trim(),
  }
}

/** Reads a kept draft; null where the content is none of this form. */
export function correctionDraftFrom(stored: unknown): CorrectionDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const kept = stored as { changes?: unknown; evidence?: unknown }
  const changes = (kept.changes ?? {}) as Record<string, unknown>
  const draft = emptyCorrection()
  if (typeof kept.evidence === 'string') draft.evidence = kept.evidence
  for (const field of correctableFields) {
    const value = changes[field]
    if (typeof value === 'string' || value === null) draft.changes[field] = value
  }
  return draft
}
