import type { StatusView } from '#contract/ipc/app.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { sessionUses } from '#db/usage/sessions.ts'
import { dayOfInstant, instantOfDay, monthStart } from '#domain/time/day.ts'
import { countLogins, type EffectiveRule } from '#domain/usage/effective.ts'

const dayMs = 86_400_000

/**
 * A person's own use in the month of `nowMs` (wall clock, ms UTC) from the ledger of this PC:
 * effective logins, raw logins, and how many are expected. The target is that of a full month until
 * duty rosters are known here.
 */
export function ownUsage(
  journal: ReadDatabase,
  staffId: string,
  nowMs: number,
  rule: EffectiveRule,
): NonNullable<StatusView['usage']> {
  const today = dayOfInstant(nowMs)
  const sinceMs = instantOfDay(monthStart(today)) - dayMs
  const counts = countLogins(sessionUses(journal, staffId, sinceMs), today, rule)
  return { ...counts, target: rule.loginsAMonth }
}
