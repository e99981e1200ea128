import {
  actsOf,
  joinActs,
  laterState,
  mayReceive,
  type VisitCutOff,
  type VisitState,
} from '#domain/counter/visit.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { followCompleteness } from '../customers/follow-completeness.ts'
import { managingBranch } from '../customers/managing.ts'
import { applied, quarantined } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'

/** A clock that runs ahead is tolerated up to here; beyond it a supervisor looks at the visit. */
const toleranceMs = 24 * 3_600_000

interface KnownVisit {
  customer_id: string
  staff_id: string
  acts: string
  state: VisitState
  suggested: number
  cut_off: VisitCutOff | null
  ended: boolean
}

/**
 * A fact of the branch in which it happened, wherever the customer is managed now. Reports of one
 * visit add up: acts are joined, the state only moves on. A confirmed phone makes the profile more
 * complete at once.
 */
export const recordVisit: CommandHandler<'counter.recordVisit'> = async (scene, payload) => {
  const { client, staff, branchId } = scene
  const { visitId, customerId, station } = payload
  const endedAtMs = station.state === 'open' ? null : station.endedAtMs
  const cutOff = station.state === 'ended' ? station.cutOff : null
  if (!isId(visitId)) return quarantined('request.invalid')
  if (payload.openedAtMs > scene.nowMs + toleranceMs) return quarantined('request.invalid')
  if (!mayReceive(staff.roles)) return quarantined('request.forbidden')
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return quarantined('customer.notFound')
  const writer = await BranchWriter.lock(client, branchId)
  const { rows } = await client.query<KnownVisit>(
    `select customer_id::text, staff_id::text, acts, state, suggested, cut_off,
       ended_at is not null as ended
     from counter_visit where branch_id = $1 and id = $2`,
    [branchId, visitId],
  )
  const known = rows[0]
  if (known && (known.staff_id !== staff.id || known.customer_id !== customerId)) {
    return quarantined('request.invalid')
  }
  const before = known ? actsOf(known.acts) : []
  if (known) {
    await writer.update('counter_visit', visitId, {
      acts: joinActs(before, payload.acts),
      state: laterState(known.state, station.state),
      suggested: Math.max(known.suggested, payload.suggested),
      cut_off: known.cut_off ?? cutOff,
      ...(endedAtMs !== null && !known.ended && { ended_at: endedAtMs }),
    })
  } else {
    await writer.insert('counter_visit', visitId, {
      id: visitId,
      customer_id: customerId,
      staff_id: staff.id,
      opened_at: payload.openedAtMs,
      ended_at: endedAtMs,
      found_by: payload.foundBy,
      suggested: payload.suggested,
      acts: joinActs([], payload.acts),
      state: station.state,
      cut_off: cutOff,
    })
  }
  const confirmed = payload.acts.includes('phone_confirmed') && !before.includes('phone_confirmed')
  if (confirmed && managedBy === branchId) await followCompleteness(scene, writer, customerId)
  return applied(writer.written)
}
