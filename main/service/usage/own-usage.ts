import type { StatusView } from '#contract/ipc/app.ts'
import type { ToldMonth } from '#db/assessment/results.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { tenthsOfADay } from '#domain/assessment/facts.ts'
import { withOwnSessions } from '#domain/assessment/told-sessions.ts'
import { dayOfInstant, monthStart } from '#domain/time/day.ts'
import { countLogins, type EffectiveRule, loginTarget } from '#domain/usage/effective.ts'
import type { FileReader } from '#db/connection/reader.ts'
import type { CacheHolder } from '#main/sync/cache-holder.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { judgedBy, sessionsHere, toldMonth } from '../assessment/ground.ts'
import { cachedBusinessDate } from '../dispatch/contexts.ts'
import { localParameter } from '../status/parameters.ts'
import type { UsageOf } from '../status/status.ts'

/**
 * A person's own use in the month of `nowMs` (wall clock, ms UTC): effective logins, raw logins, and how
 * many are expected. What head office told of the month (`told`) and the ledger of this PC are one; while
 * nothing was told, all of this PC counts, and the target is that of a full month.
 */
export function ownUsage(
  journal: ReadDatabase,
  staffId: string,
  nowMs: number,
  rule: EffectiveRule,
  told: ToldMonth | null,
): NonNullable<StatusView['usage']> {
  const month = monthStart(dayOfInstant(nowMs))
  const here = sessionsHere(journal, staffId, month)
  if (!told) return { ...countLogins(here, month, rule), target: rule.loginsAMonth }
  const { dutyTenths, workingDays } = told.facts
  return {
    ...countLogins(withOwnSessions(told.sessions, here), month, rule),
    target: loginTarget(dutyTenths, workingDays * tenthsOfADay, rule),
  }
}

/** Own use as the status bar shows it, from the files of this PC that are open. */
export function usageOf({
  cache,
  journal,
  clock,
}: {
  cache: CacheHolder
  journal: FileReader
  clock: Clock
}): UsageOf {
  return (staffId) => {
    const nowMs = clock.now()
    const month = monthStart(dayOfInstant(nowMs))
    const closed = cachedBusinessDate(cache) === null
    const { told, rule } = closed
      ? { told: null, rule: localParameter(cache, 'usage.effective') }
      : cache.read((db) => ({
          told: toldMonth(db, staffId, month),
          rule: judgedBy(db, month).rule,
        }))
    return journal.read((db) => ownUsage(db, staffId, nowMs, rule, told))
  }
}
