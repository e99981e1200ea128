import { type Resolution, resolutions } from '#contract/sync/supervision.ts'

/** Fewest and most characters of a reason, as the command knows them. */
export const reasonLength = { least: 2, most: 200 } as const

/** What a supervisor has filled in so far. */
export interface SettleDraft {
  resolution: Resolution | null
  reason: string
}

/** Reads a kept draft; null where the content is none of this form. */
export function settleDraftFrom(stored: unknown): SettleDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { resolution, reason } = stored as Partial<Record<keyof SettleDraft, unknown>>
  if (typeof reason !== 'string') return null
  return { resolution: resolutions.find((each) => each === resolution) ?? null, reason }
}

/** What is still to be filled in: the choice, or a reason of a sensible length. */
export function settleProblems({ resolution, reason }: SettleDraft): {
  resolution: boolean
  reason: boolean
} {
  return { resolution: resolution === null, reason: reason.trim().length < reasonLength.least }
}
