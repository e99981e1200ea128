import { z } from 'zod'
import type { Day } from '../time/day.ts'
import {
  type EffectiveRule,
  judgeSessions,
  type JudgedSession,
  monthUseOf,
  type SessionUse,
} from '../usage/effective.ts'
import { isUsageModule, type UsageModule, usageModules } from '../usage/modules.ts'
import { instantOfDay } from '../time/day.ts'
import { withModules } from './corrections.ts'
import type { AssessmentFacts } from './facts.ts'

/** A session as head office counts it; times in ms UTC. */
export interface ToldSession extends SessionUse {
  id: string
  modules: UsageModule[]
  offline: boolean
}

const told = z.array(
  z.tuple([
    z.string(),
    z.int(),
    z.int(),
    z.int(),
    z.int(),
    z.array(z.string()),
    z.union([z.literal(0), z.literal(1)]),
    // Absent in what was written before locked time was told.
    z.int().optional(),
  ]),
)

/** Sessions as the result of a month carries them: short tuples, in the order in which they began. */
export function writeSessions(sessions: readonly ToldSession[]): string {
  return JSON.stringify(
    sessions
      .toSorted((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1))
      .map(({ id, startMs, endMs, activeMs, lockedMs, actions, modules, offline }) => {
        return [id, startMs, endMs, activeMs, actions, modules, offline ? 1 : 0, lockedMs]
      }),
  )
}

/** What {@link writeSessions} wrote. Throws for a text that is no such list. */
export function readSessions(text: string): ToldSession[] {
  return told
    .parse(JSON.parse(text))
    .map(([id, startMs, endMs, activeMs, actions, modules, offline, lockedMs = 0]) => {
      const times = { startMs, endMs, activeMs, lockedMs }
      return {
        id,
        ...times,
        actions,
        modules: modules.filter(isUsageModule),
        offline: offline === 1,
      }
    })
}

/**
 * Sessions of one person as head office tells them and as this PC's ledger does: one that went on since
 * counts as it stands here. One without head office, which has not seen it yet, waits.
 */
export function withOwnSessions(
  ofHeadOffice: readonly ToldSession[],
  ofThisPc: readonly ToldSession[],
): ToldSession[] {
  const merged = new Map(ofHeadOffice.map((session) => [session.id, session]))
  for (const own of ofThisPc) {
    const known = merged.get(own.id)
    if (!known) merged.set(own.id, own.offline ? { ...own, waits: true } : own)
    else if (own.activeMs > known.activeMs || own.actions > known.actions) {
      const modules = usageModules.filter(
        (name) => known.modules.includes(name) || own.modules.includes(name),
      )
      // When it began is what head office says: it knows between which receipts that was.
      const endMs = Math.max(known.endMs, known.startMs + own.endMs - own.startMs)
      const activeMs = Math.max(known.activeMs, own.activeMs)
      const lockedMs = Math.max(known.lockedMs, own.lockedMs)
      const actions = Math.max(known.actions, own.actions)
      merged.set(own.id, { ...known, endMs, activeMs, lockedMs, actions, modules })
    }
  }
  return [...merged.values()]
}

/**
 * Sessions of one person in a month that is locked: those head office tells, as they were then, and those
 * this PC's ledger has besides, which came too late.
 */
export function withLateSessions(
  ofHeadOffice: readonly ToldSession[],
  ofThisPc: readonly ToldSession[],
): ToldSession[] {
  const told = new Set(ofHeadOffice.map(({ id }) => id))
  const late = ofThisPc.filter(({ id }) => !told.has(id))
  return [...ofHeadOffice, ...late.map((session) => ({ ...session, afterLock: true }))]
}

/** What sessions come to in a month, as facts count it. */
export interface UseFacts extends Pick<
  AssessmentFacts,
  'logins' | 'effective' | 'activeDays' | 'modules'
> {
  judged: JudgedSession<ToldSession>[]
}

/** Use of one person in the month of `month`; sessions of the day before it make merging right. */
export function useOf(sessions: readonly ToldSession[], month: Day, rule: EffectiveRule): UseFacts {
  const from = instantOfDay(month)
  const judged = judgeSessions(sessions, month, rule)
  const { logins, effective, activeDays } = monthUseOf(judged)
  const used = new Set(
    sessions
      .filter(({ startMs, waits }) => startMs >= from && waits !== true)
      .flatMap(({ modules }) => modules),
  )
  return {
    judged,
    logins,
    effective,
    activeDays,
    modules: usageModules.filter((name) => used.has(name)),
  }
}

/**
 * Facts of a month as head office reckoned them, and the same with what this PC's ledger holds beyond
 * that: only use differs. What an appeal corrected stays corrected.
 */
export function factsWithOwn(
  facts: AssessmentFacts,
  ofHeadOffice: readonly ToldSession[],
  ofThisPc: readonly ToldSession[],
  month: Day,
  rule: EffectiveRule,
): { facts: AssessmentFacts; use: UseFacts } {
  const before = useOf(ofHeadOffice, month, rule)
  const use = useOf(withOwnSessions(ofHeadOffice, ofThisPc), month, rule)
  const moved = (field: 'logins' | 'effective' | 'activeDays') =>
    Math.max(0, facts[field] + use[field] - before[field])
  return {
    use,
    facts: {
      ...facts,
      logins: moved('logins'),
      effective: moved('effective'),
      activeDays: moved('activeDays'),
      modules: withModules(facts.modules, use.modules),
    },
  }
}
