import type { Tier } from '#domain/customers/tiers.ts'
import type { KeyEvent } from '#domain/key-transactions/events.ts'
import { waitingStates } from '#domain/key-transactions/states.ts'
import type { NeedKind } from '#domain/next-action/words.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'
import { scopeCondition } from '../customers/scope.ts'

/** Days ahead within which something promised, or a need with a day, is reminded of. */
const aheadDays = 14

const waiting = listed(waitingStates)

/** Something to be done by a moment or, where that is null, by the end of a day. */
export interface DueItem {
  id: string
  kind: 'card' | 'follow_up' | 'referral' | 'need'
  customerId: string
  name: string
  tier: Tier
  event: KeyEvent | null
  need: NeedKind | null
  dueAtMs: number | null
  dueOn: Day | null
}

/**
 * What one person is to do: cards that wait of customers he or she looks after, contacts promised and
 * referrals taken over, needs with a day. In no order. One statement.
 */
export function dueItems(db: ReadDatabase, staffId: string, on: Day): DueItem[] {
  const own = (column: string) => scopeCondition({ kind: 'book', staffId, on }, column)
  const cards = own('k.customer_id')
  const needs = own('n.customer_id')
  const ahead = addDays(on, aheadDays)
  return all<DueItem>(
    db,
    `SELECT k.id, 'card' AS kind, k.customer_id AS customerId, c.name, c.tier, k.event,
       NULL AS need, k.due_at AS dueAtMs, NULL AS dueOn
     FROM key_transaction k JOIN customer c ON c.id = k.customer_id
     WHERE k.state IN (${waiting}) AND ${cards.sql}
     UNION ALL
     SELECT t.id, t.kind, t.customer_id, c.name, c.tier, NULL, NULL, NULL,
       max(t.due_on, coalesce(t.not_before, t.due_on))
     FROM task t JOIN customer c ON c.id = t.customer_id
     WHERE t.staff_id = ? AND t.state = 'open' AND t.kind IN ('follow_up', 'referral')
       AND max(t.due_on, coalesce(t.not_before, t.due_on)) <= ?
     UNION ALL
     SELECT n.id, 'need', n.customer_id, c.name, c.tier, NULL, n.kind, NULL, n.by_day
     FROM customer_need n JOIN customer c ON c.id = n.customer_id
     WHERE n.state = 'open' AND n.by_day <= ? AND ${needs.sql}`,
    ...cards.values,
    staffId,
    ahead,
    ahead,
    ...needs.values,
  )
}
