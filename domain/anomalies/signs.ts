import type { Day } from '../time/day.ts'

/** Signs that use was not work. Each opens a case a person decides; none takes a point away. */
export const signKinds = [
  'month_end',
  'short_sessions',
  'rhythm',
  'same_time',
  'repeated',
  'shared_device',
  'silence',
  'clock',
  'empty_logins',
] as const
export type SignKind = (typeof signKinds)[number]

/** What a sign rests on; times in ms, `spreadBp` in basis points. */
export type Evidence =
  | { kind: 'month_end'; sessions: number; atEnd: number; days: number; dutyDays: number }
  | { kind: 'short_sessions'; sessions: number; short: number; belowMs: number }
  | { kind: 'rhythm'; waits: number; medianMs: number; spreadBp: number }
  | { kind: 'same_time'; days: number; of: number; minuteOfDay: number; withinMs: number }
  | { kind: 'repeated'; sessions: number; actions: number; withinMs: number }
  | { kind: 'shared_device'; deviceId: string; days: readonly Day[]; staffIds: readonly string[] }
  | { kind: 'silence'; deviceId: string; fromMs: number; toMs: number; peers: number }
  | { kind: 'empty_logins'; days: number; logins: number; empty: number }
  | { kind: 'clock'; deviceId: string; codes: readonly string[]; records: number }

/** A sign about a person; `startsMs` are sessions that show it, oldest first, at most {@link mostShown}. */
export interface Sign {
  staffId: string
  evidence: Evidence
  startsMs: readonly number[]
}

/** Sessions a sign names. */
export const mostShown = 10
