import { longestRefusal } from '#domain/next-action/refusals.ts'
import {
  type RefusalReason,
  refusalReasons,
  type RefusalVoice,
  refusalVoices,
} from '#domain/next-action/words.ts'
import { type Day, daysBetween, isDay } from '#domain/time/day.ts'

/** What a person has said so far of a refusal; `until` null follows the reason. */
export interface RefusalDraft {
  voice: RefusalVoice | null
  reason: RefusalReason | null
  until: Day | null
  note: string
}

/** An empty form: mostly it is the customer who refuses. */
export function emptyRefusal(): RefusalDraft {
  return { voice: 'customer', reason: null, until: null, note: '' }
}

/** Reads a kept draft; null where the content is none of this form. */
export function refusalDraftFrom(stored: unknown): RefusalDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { voice, reason, until, note } = stored as Partial<Record<keyof RefusalDraft, unknown>>
  return {
    voice: refusalVoices.find((each) => each === voice) ?? null,
    reason: refusalReasons.find((each) => each === reason) ?? null,
    until: typeof until === 'string' && isDay(until) ? until : null,
    note: typeof note === 'string' ? note : '',
  }
}

/** Until when it stands: the day chosen, else the usual one of the reason; null without either. */
export function refusalEnd(
  { until, reason }: RefusalDraft,
  ends: Readonly<Record<RefusalReason, Day>>,
): Day | null {
  return until ?? (reason === null ? null : ends[reason])
}

/** Why a refusal cannot be recorded yet, by field. `today` is the shown day. */
export function refusalProblems(
  draft: RefusalDraft,
  today: Day,
): Partial<Record<'voice' | 'reason' | 'until', true>> {
  const { voice, reason, until } = draft
  const days = until === null ? 0 : daysBetween(today, until)
  return {
    ...(voice === null ? { voice: true as const } : {}),
    ...(reason === null ? { reason: true as const } : {}),
    ...(days < 0 || days > longestRefusal ? { until: true as const } : {}),
  }
}
