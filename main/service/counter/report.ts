import type { CommandPayload } from '#contract/sync/commands.ts'
import type { VisitAct, VisitCutOff, VisitState } from '#domain/counter/visit.ts'
import { visitActs } from '#domain/counter/visit.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { OpenVisit } from './presence.ts'

type Reported = Pick<OpenVisit, 'customerId' | 'foundBy' | 'view'>

/** Where a visit stands, as it is reported; one whose time is over ended with it. */
export function visitReport(
  { customerId, foundBy, view }: Reported,
  state: VisitState,
  nowMs: number,
): CommandPayload<'counter.recordVisit'> {
  return {
    visitId: view.visitId,
    customerId,
    openedAtMs: view.openedAtMs,
    endedAtMs: state === 'open' ? null : Math.min(nowMs, view.openUntilMs),
    foundBy,
    suggested: view.actions.length,
    acts: view.acts,
    state,
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
    payload: {
      ...visitReport(visit, state, context.clock.now()),
      ...(cutOff === null ? {} : { cutOff }),
    },
  })
}

/** The acts of a visit with one more. */
export function withAct(acts: readonly VisitAct[], act: VisitAct): VisitAct[] {
  return visitActs.filter((each) => each === act || acts.includes(each))
}
