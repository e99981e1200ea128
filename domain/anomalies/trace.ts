import type { Day } from '../time/day.ts'

/** A session as signs of misuse are looked for in it; moments in ms UTC, actions in order. */
export interface TracedSession {
  staffId: string
  deviceId: string
  startMs: number
  endMs: number
  actionsMs: readonly number[]
}

/** One branch's month: who was on duty when, and the sessions on its devices. */
export interface TracedMonth {
  dutyDays: ReadonlyMap<string, readonly Day[]>
  sessions: readonly TracedSession[]
}
