import type { AnomalyRule } from './rule.ts'
import { mostShown, type Sign } from './signs.ts'
import type { TracedSession } from './trace.ts'

/** One record of a device's ledger as silence is looked for in it; `stop` ends a run of the program. */
export interface DeviceRecord {
  deviceId: string
  atMs: number
  stop: boolean
}

/** A time without records of a device that did not say goodbye, while others of the branch wrote some. */
export interface Silence {
  deviceId: string
  fromMs: number
  toMs: number
  /** Other devices of the branch with records in that time. */
  peers: number
}

/** What verification of a ledger found about the clock: code, and where. */
export interface ClockFinding {
  deviceId: string
  code: 'CLOCK_BACK' | 'CLOCK_JUMP'
  atMs: number
}

/** The first place in a sorted list with a value above `value`. */
function after(sorted: readonly number[], value: number): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] ?? 0) > value) to = middle
    else from = middle + 1
  }
  return from
}

/**
 * Silences of the devices of one branch. A run that ended with a stop is none, nor is the time before
 * the first and after the last record: nobody knows how it goes on. A device whose peers are silent too
 * stood in a branch without power, or that was closed.
 */
export function silencesOf(
  records: readonly DeviceRecord[],
  { silence: rule }: AnomalyRule,
): Silence[] {
  const devices = [...Map.groupBy(records, ({ deviceId }) => deviceId)].map(
    ([deviceId, ofDevice]) => {
      const sorted = ofDevice.toSorted((a, b) => a.atMs - b.atMs)
      return { deviceId, sorted, times: sorted.map(({ atMs }) => atMs) }
    },
  )
  return devices.flatMap(({ deviceId, sorted }) =>
    sorted.flatMap((record, nth) => {
      const next = sorted[nth + 1]
      if (!next || record.stop || next.atMs - record.atMs < rule.leastMs) return []
      const peers = devices.filter((other) => {
        const first = other.times[after(other.times, record.atMs)]
        return other.deviceId !== deviceId && first !== undefined && first < next.atMs
      }).length
      return peers < rule.peers ? [] : { deviceId, fromMs: record.atMs, toMs: next.atMs, peers }
    }),
  )
}

const during = (session: TracedSession, fromMs: number, toMs: number): boolean =>
  session.startMs <= toMs && session.endMs >= fromMs

/** Silences as signs about who was logged in at the device when it fell silent. */
export function silenceSigns(
  silences: readonly Silence[],
  sessions: readonly TracedSession[],
): Sign[] {
  return silences.flatMap((silence) =>
    sessions
      .filter(({ deviceId }) => deviceId === silence.deviceId)
      .filter((session) => during(session, silence.fromMs, silence.fromMs))
      .map(({ staffId, startMs }) => {
        return { staffId, evidence: { kind: 'silence' as const, ...silence }, startsMs: [startMs] }
      }),
  )
}

/** Findings about the clock as signs about who was logged in at the device; one a person and device. */
export function clockSigns(
  findings: readonly ClockFinding[],
  sessions: readonly TracedSession[],
): Sign[] {
  const met = findings.flatMap((finding) =>
    sessions
      .filter(({ deviceId }) => deviceId === finding.deviceId)
      .filter((session) => during(session, finding.atMs, finding.atMs))
      .map((session) => ({ finding, session })),
  )
  const groups = Map.groupBy(met, ({ session }) =>
    JSON.stringify([session.staffId, session.deviceId]),
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const starts = [...new Set(group.map(({ session }) => session.startMs))].sort((a, b) => a - b)
    return {
      staffId: first.session.staffId,
      evidence: {
        kind: 'clock' as const,
        deviceId: first.session.deviceId,
        codes: [...new Set(group.map(({ finding }) => finding.code))].sort(),
        records: new Set(group.map(({ finding }) => finding.atMs)).size,
      },
      startsMs: starts.slice(0, mostShown),
    }
  })
}
