import type { VisitAct, VisitState } from '#domain/counter/visit.ts'
import { visitActs } from '#domain/counter/visit.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { OpenVisit } from './presence.ts'

/** Reports where the visit stands; durable with its usage record when the promise resolves. */
export async function report(
  context: CallContext,
  { customerId, foundBy, view }: Pick<OpenVisit, 'customerId' | 'foundBy' | 'view'>,
  state: VisitState,
): Promise<void> {
  await context.submit({
    name: 'counter.recordVisit',
    customerId,
    payload: {
      visitId: view.visitId,
      customerId,
      openedAtMs: view.openedAtMs,
      endedAtMs: state === 'open' ? null : context.clock.now(),
      foundBy,
      suggested: view.actions.length,
      acts: view.acts,
      state,
    },
  })
}

/** The acts of a visit with one more. */
export function withAct(acts: readonly VisitAct[], act: VisitAct): VisitAct[] {
  return visitActs.filter((each) => each === act || acts.includes(each))
}
