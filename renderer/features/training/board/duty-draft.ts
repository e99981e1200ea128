import { dutyFault, type DutyKind, dutyKinds, type DutySpan } from '#domain/assessment/duty.ts'
import type { Day } from '#domain/time/day.ts'

/** Days off duty as they are being written. */
export interface DutyDraft {
  kind: DutyKind | null
  from: Day | null
  until: Day | null
  /** Tenths as typed; of part time alone. */
  share: string
  reason: string
}

/** Nothing written yet. */
export const emptyDuty = (): DutyDraft => ({
  kind: null,
  from: null,
  until: null,
  share: '',
  reason: '',
})

/** Reads a kept draft; null where the content is none of this form. */
export function dutyDraftFrom(stored: unknown): DutyDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const kept = stored as Partial<Record<keyof DutyDraft, unknown>>
  if (typeof kept.share !== 'string' || typeof kept.reason !== 'string') return null
  return {
    kind: dutyKinds.find((kind) => kind === kept.kind) ?? null,
    from: typeof kept.from === 'string' ? kept.from : null,
    until: typeof kept.until === 'string' ? kept.until : null,
    share: kept.share,
    reason: kept.reason,
  }
}

/** What of a form is still to be filled in or put right. */
export function dutyProblems({ kind, from, until, share, reason }: DutyDraft) {
  const left = kind === 'left'
  const ends = left ? null : until
  const span =
    from === null
      ? null
      : { fromDay: from, untilDay: ends, tenths: 0, kind: kind ?? ('other' as const) }
  return {
    kind: kind === null,
    from: from === null,
    until: !left && (until === null || (span !== null && dutyFault(span) === 'days')),
    share: kind === 'part_time' && !/^[1-9]$/.test(share.trim()),
    reason: reason.trim() === '',
  }
}

/** The days a form without problems stands for; null for any other. */
export function dutySpanFrom(draft: DutyDraft): DutySpan | null {
  const { kind, from, until, share } = draft
  if (kind === null || from === null || Object.values(dutyProblems(draft)).some(Boolean))
    return null
  const tenths = kind === 'part_time' ? Number(share.trim()) : 0
  return { kind, fromDay: from, untilDay: kind === 'left' ? null : until, tenths }
}
