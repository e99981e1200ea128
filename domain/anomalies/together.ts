import { type Day, dayOfInstant } from '../time/day.ts'
import type { AnomalyRule } from './rule.ts'
import { mostShown, type Sign } from './signs.ts'
import type { TracedSession } from './trace.ts'

/** Short sessions in a row at one device, each of somebody else than the one before. */
interface Chain {
  deviceId: string
  day: Day
  sessions: TracedSession[]
}

/** Chains of short sessions that change hands within the rule's time. */
function chainsOf(sessions: readonly TracedSession[], { device: rule }: AnomalyRule): Chain[] {
  const chains: Chain[] = []
  for (const [deviceId, ofDevice] of Map.groupBy(sessions, (session) => session.deviceId)) {
    let chain: Chain | null = null
    for (const session of [...ofDevice].sort((a, b) => a.startMs - b.startMs)) {
      const last = chain?.sessions.at(-1)
      const short = session.endMs - session.startMs < rule.belowMs
      const handed =
        last !== undefined &&
        last.staffId !== session.staffId &&
        session.startMs - last.endMs <= rule.handoverMs
      if (short && handed) chain?.sessions.push(session)
      else {
        chain = short ? { deviceId, day: dayOfInstant(session.startMs), sessions: [session] } : null
        if (chain) chains.push(chain)
      }
    }
  }
  return chains.filter((chain) => chain.sessions.length > 1)
}

const peopleOf = ({ sessions }: Chain) => new Set(sessions.map(({ staffId }) => staffId))

/**
 * Signs that somebody logs in for others: people who are again and again in a row of short sessions at
 * one device. Three or more in a row need fewer days than two, who may be neighbours.
 */
export function signsTogether(sessions: readonly TracedSession[], rule: AnomalyRule): Sign[] {
  const { people: least, days, pairDays } = rule.device
  const byPlace = new Map<string, Chain[]>()
  for (const chain of chainsOf(sessions, rule)) {
    for (const staffId of peopleOf(chain)) {
      const place = JSON.stringify([staffId, chain.deviceId])
      byPlace.set(place, [...(byPlace.get(place) ?? []), chain])
    }
  }
  return [...byPlace].flatMap(([place, chains]) => {
    const [staffId = '', deviceId = ''] = JSON.parse(place) as string[]
    const daysOf = (some: Chain[]) => [...new Set(some.map(({ day }) => day))].sort()
    const grouped = daysOf(chains.filter((chain) => peopleOf(chain).size >= least))
    const all = daysOf(chains)
    if (grouped.length < days && all.length < pairDays) return []
    const own = chains.flatMap((chain) => chain.sessions.filter((one) => one.staffId === staffId))
    return {
      staffId,
      evidence: {
        kind: 'shared_device' as const,
        deviceId,
        days: grouped.length >= days ? grouped : all,
        staffIds: [...new Set(chains.flatMap((chain) => [...peopleOf(chain)]))].sort(),
      },
      startsMs: own.slice(0, mostShown).map(({ startMs }) => startMs),
    }
  })
}
