import { actsOf, joinActs, laterState, visitStates } from '#domain/counter/visit.ts'
import type { Effect } from './effect.ts'

/** A visit stands in the day's list at once; later reports of it add up as at head office. */
export const recordVisit: Effect<'counter.recordVisit'> = (
  payload,
  { branchId, staffId },
  rows,
) => {
  const { station } = payload
  const endedAtMs = station.state === 'open' ? null : station.endedAtMs
  const cutOff = station.state === 'ended' ? station.cutOff : null
  const known = rows.get('counter_visit', payload.visitId)
  if (!known) {
    rows.put('counter_visit', {
      branch_id: branchId,
      id: payload.visitId,
      customer_id: payload.customerId,
      staff_id: staffId,
      opened_at: payload.openedAtMs,
      ended_at: endedAtMs,
      found_by: payload.foundBy,
      suggested: payload.suggested,
      acts: joinActs([], payload.acts),
      state: station.state,
      cut_off: cutOff,
    })
    return
  }
  if (known['staff_id'] !== staffId || known['customer_id'] !== payload.customerId) return
  const state = visitStates.find((each) => each === known['state']) ?? station.state
  rows.patch('counter_visit', [payload.visitId], {
    acts: joinActs(actsOf(String(known['acts'])), payload.acts),
    state: laterState(state, station.state),
    suggested: Math.max(Number(known['suggested']), payload.suggested),
    ended_at: known['ended_at'] ?? endedAtMs,
    cut_off: known['cut_off'] ?? cutOff,
  })
}
