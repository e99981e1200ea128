import type { CommandPayload, VisitStation } from '#contract/sync/commands.ts'
import type { VisitAct, VisitCutOff, VisitState } from '#domain/counter/visit.ts'
import { visitActs } from '#domain/counter/visit.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { OpenVisit } from './presence.ts'

type Reported = Pick<OpenVisit, 'customerId' | 'foundBy' | 'view'>

/** Where a visit stands now; one whose time is over ended with it. `cutOff`: why nobody ended it. */
function stationOf(
  { view }: Reported,
  state: VisitState,
  nowMs: number,
  cutOff: VisitCutOff | null,
): VisitStation {
  if (state === 'open') return { state }
  const endedAtMs = Math.min(nowMs, view.openUntilMs)
  return state === 'ended' ? { state, endedAtMs, cutOff } : { state, endedAtMs }
}

/** A visit as it is reported. */
export function visitReport(
  visit: Reported,
  state: VisitState,
  nowMs: number,
  cutOff: VisitCutOff | null = null,
): CommandPayload<'counter.recordVisit'> {
  const { customerId, foundBy, view } = visit
  return {
    visitId: view.visitId,
    customerId,
    openedAtMs: view.openedAtMs,
    foundBy,
    suggested: view.actions.length,
    acts: view.acts,
    station: stationOf(visit, state, nowMs, cutOff),
  }
}

/** Reports where the visit stands; durable with its usage record when the promise resolves. */
export async function report(
  context: CallContext,
  visit: Reported,
  state: VisitState,
  cutOff: VisitCutOff | null = null,
): Promise<void> {
  await context.submit({
    name: 'counter.recordVisit',
    customerId: visit.customerId,
    payload: visitReport(visit, state, context.clock.now(), cutOff),
  })
}

/** The acts of a visit with one more. */
export function withAct(acts: readonly VisitAct[], act: VisitAct): VisitAct[] {
  return visitActs.filter((each) => each === act || acts.includes(each))
}
