/** An appeal as it is being written. */
export interface AppealDraft {
  part: string
  reason: string
}

/** Nothing written yet. */
export const emptyAppeal = (): AppealDraft => ({ part: '', reason: '' })

const isText = (value: unknown): value is string => typeof value === 'string'

/** A stored appeal of today's shape, or null. */
export function appealDraftFrom(stored: unknown): AppealDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { part, reason } = stored as Record<string, unknown>
  return isText(part) && isText(reason) ? { part, reason } : null
}

/** A decision with a reason as it is being written: which way, and words. */
export interface ReasonDraft {
  choice: string
  reason: string
  /** Counts an upheld appeal corrects, as typed. */
  counts: Record<string, string>
}

/** Nothing decided yet. */
export const emptyReason = (): ReasonDraft => ({ choice: '', reason: '', counts: {} })

/** A stored decision of today's shape, or null. */
export function reasonDraftFrom(stored: unknown): ReasonDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { choice, reason, counts } = stored as Record<string, unknown>
  if (!isText(choice) || !isText(reason) || typeof counts !== 'object' || counts === null) {
    return null
  }
  const typed = Object.entries(counts).filter(([, value]) => isText(value)) as [string, string][]
  return { choice, reason, counts: Object.fromEntries(typed) }
}
