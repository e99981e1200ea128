import type { ViewingView } from '#contract/ipc/customers.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { type KnownViewing, viewingById, viewingsOf } from '#db/customers/viewings.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { maskName } from '#domain/customers/mask.ts'
import { tiers } from '#domain/customers/records.ts'
import {
  endOfDays,
  type ViewingRule,
  type ViewingState,
  viewingState,
} from '#domain/customers/viewing.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import { scopeOf } from './scope.ts'

/** Who looks at a request, when, and under which rule. */
export interface ViewingReader {
  staffId: string
  /** Whether the customer may be named in full, whatever becomes of the request. */
  seesBranch: boolean
  nowMs: number
  rule: ViewingRule
}

/** Who looks at requests in this call. */
export function viewingReader(context: CallContext, db: ReadDatabase): ViewingReader {
  const scope = scopeOf(context)
  return {
    staffId: context.actor.staffId,
    seesBranch: scope.kind === 'branch',
    nowMs: context.clock.now(),
    rule: parameterInForce(db, 'customer.viewing', scope.on),
  }
}

/** A request as a screen shows it. Until it is open, whoever asked knows the customer by a masked name. */
export function viewingView(viewing: KnownViewing, reader: ViewingReader): ViewingView {
  const { staffId, seesBranch, nowMs, rule } = reader
  const state = viewingState(viewing, nowMs, rule)
  const inFull = seesBranch || state === 'open'
  return {
    id: viewing.id,
    customerId: viewing.customer_id,
    customerName: inFull ? viewing.customer_name : maskName(viewing.customer_name),
    tier: tiers.find((tier) => tier === viewing.tier) ?? 'standard',
    state,
    own: viewing.asked_by === staffId,
    askedByName: viewing.asked_by_name ?? '',
    askedAtMs: viewing.asked_at,
    reason: viewing.reason,
    words: viewing.words,
    days: viewing.days,
    lapsesAtMs: endOfDays(viewing.asked_at, rule.waitDays),
    decidedByName: viewing.decided_by_name,
    decidedAtMs: viewing.decided_at,
    answer: viewing.answer,
    untilMs: viewing.until_at,
    endedByName: viewing.ended_by_name,
    endedAtMs: viewing.ended_at,
    openings: viewing.openings,
    openedAtMs: viewing.opened_at,
    queued: viewing.queued,
  }
}

/** What the reader last asked for about a customer; of all states, or of these. */
export function latestViewing(
  db: ReadDatabase,
  reader: ViewingReader,
  customerId: string,
  states?: readonly ViewingState[],
): ViewingView | null {
  const latest = viewingsOf(db, reader.staffId, [customerId]).find(
    (viewing) => !states || states.includes(viewingState(viewing, reader.nowMs, reader.rule)),
  )
  const known = latest && viewingById(db, latest.id)
  return known ? viewingView(known, reader) : null
}

/** Of each customer for whom a request of the reader waits or is open: which of the two. */
export function standingViewings(
  db: ReadDatabase,
  reader: ViewingReader,
  customerIds: readonly string[],
): ReadonlyMap<string, 'waiting' | 'open'> {
  const standing = new Map<string, 'waiting' | 'open'>()
  for (const viewing of viewingsOf(db, reader.staffId, customerIds)) {
    const state = viewingState(viewing, reader.nowMs, reader.rule)
    if (state === 'open') standing.set(viewing.customer_id, 'open')
    else if (state === 'waiting' || state === 'granted') {
      if (!standing.has(viewing.customer_id)) standing.set(viewing.customer_id, 'waiting')
    }
  }
  return standing
}
