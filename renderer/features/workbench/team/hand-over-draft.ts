import { addDays, type Day } from '#domain/time/day.ts'

/** Why somebody else takes over, as the command knows it. */
export const handOverReasons = ['leave', 'training', 'workload'] as const
type Reason = (typeof handOverReasons)[number]

/** What a branch head has chosen so far; `chosen` is null while the usual rows are. */
export interface HandOverDraft {
  toStaffId: string | null
  until: string | null
  reason: Reason | null
  chosen: string[] | null
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Until when somebody may take over. */
export function handOverDays(today: Day): Day[] {
  return [1, 3, 7, 14, 30].map((count) => addDays(today, count))
}

/** Reads a kept draft; null where the content is none of this form. A day no longer offered is gone. */
export function handOverFrom(stored: unknown, today: Day): HandOverDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const kept = stored as Partial<Record<keyof HandOverDraft, unknown>>
  return {
    toStaffId: text(kept.toStaffId),
    until: handOverDays(today).find((day) => day === kept.until) ?? null,
    reason: handOverReasons.find((reason) => reason === kept.reason) ?? null,
    chosen: Array.isArray(kept.chosen)
      ? kept.chosen.filter((id): id is string => typeof id === 'string')
      : null,
  }
}
