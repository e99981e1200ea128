import { standingOf } from '#db/customers/scope.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { viewingsOf } from '#db/customers/viewings.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { type CustomerViewing, openingMs, viewingState } from '#domain/customers/viewing.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import { scopeOf } from './scope.ts'

/** The request under which a customer of others may be read now; null where none is open. */
export function openViewingOf(context: CallContext, customerId: string): CustomerViewing | null {
  const { staffId } = context.actor
  const nowMs = context.clock.now()
  return context.cache((db) => {
    const rule = parameterInForce(db, 'customer.viewing', context.businessDate)
    const asked = viewingsOf(db, staffId, [customerId])
    return asked.find((viewing) => viewingState(viewing, nowMs, rule) === 'open') ?? null
  })
}

/** Openings are noted one after the other, so that reads at once count as one. */
let before: Promise<unknown> = Promise.resolve()

async function noteOpening(context: CallContext, customerId: string): Promise<boolean> {
  const viewing = openViewingOf(context, customerId)
  if (!viewing) return false
  const atMs = context.clock.now()
  if (viewing.opened_at !== null && atMs < viewing.opened_at + openingMs) return true
  await context.submit({
    name: 'viewing.open',
    customerId,
    payload: { viewingId: viewing.id, customerId, atMs },
  })
  return true
}

/**
 * The scope in which the record of one customer is read: the caller's own, and with it a customer of others
 * whom the branch head let the caller see. Such an opening is on record, durable, before anything is read.
 * What changes anything is judged by `scopeOf` alone: a granted look is one to read. Throws as `scopeOf`.
 */
export async function readingScope(
  context: CallContext,
  customerId: string,
): Promise<CustomerScope> {
  const scope = scopeOf(context)
  if (scope.kind === 'branch') return scope
  if (context.cache((db) => standingOf(db, scope, customerId)) !== 'outside') return scope
  const mine = before.then(() => noteOpening(context, customerId))
  before = mine.catch(() => undefined)
  return (await mine) ? { ...scope, viewing: customerId } : scope
}
