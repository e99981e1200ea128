import { AppError } from '#contract/errors.ts'
import type { CounterFound, CounterVisit } from '#contract/ipc/counter.ts'
import { counterCase } from '#db/counter/case.ts'
import { byIdentityTail, byWholeNumber, type Sought } from '#db/counter/lookup.ts'
import { isNameOf, type Lookup, parseLookup } from '#domain/counter/lookup.ts'
import type { FoundBy } from '#domain/counter/visit.ts'
import { maskName } from '#domain/customers/mask.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import type { Offer, Presence } from './presence.ts'
import { counterLimitsIn } from './limits.ts'
import { report } from './report.ts'
import { tailOf, visitView } from './visit-view.ts'

/**
 * Opens a visit: the report of it (command and usage record in one transaction) is durable before
 * anything of the customer leaves the service. A visit that was open ends.
 */
async function open(
  context: CallContext,
  presence: Presence,
  { customerId, foundBy }: Offer,
): Promise<CounterVisit> {
  const { actor, clock, businessDate } = context
  const known = context.cache((db) => counterCase(db, customerId, actor.staffId, businessDate))
  if (!known) throw new AppError('customer.notFound')
  const left = presence.left(clock.monotonic())
  if (left) {
    await report(context, left.visit, 'ended', left.ranOut ? 'ran_out' : null)
    presence.end()
  }
  const { openMs } = counterLimitsIn(context)
  const view = visitView(known, context.newId(), businessDate, clock.now(), openMs)
  await report(context, { customerId, foundBy, view }, 'open')
  presence.begin({
    customerId,
    foundBy,
    view,
    sessionId: actor.sessionId,
    untilMs: clock.monotonic() + openMs,
  })
  return view
}

function seek(context: CallContext, lookup: Lookup): { sought: Sought[]; foundBy: FoundBy } {
  return context.cache((db) => {
    if (lookup.kind === 'number') return byWholeNumber(db, lookup.value)
    if (lookup.kind === 'tooLittle') return { sought: [], foundBy: 'id_tail' }
    const named = byIdentityTail(db, lookup.tail).filter((one) => isNameOf(lookup.name, one))
    return { sought: named, foundBy: 'id_tail' }
  })
}

/**
 * `counter.find`: opens the one customer whom a whole number means, or the end of the identity
 * number with the name. Several are offered masked, at most `mostCandidates`; each try leaves its
 * record before it is answered, and guessing ends after `mostMisses`.
 */
export function createFind(presence: Presence): Handler<'counter.find'> {
  return async ({ text }, context): Promise<CounterFound> => {
    const lookup = parseLookup(text)
    if (lookup.kind === 'tooLittle')
      throw new AppError('request.invalid', { field: lookup.missing })
    if (lookup.kind === 'tail') presence.checkTries(context)
    const { sought, foundBy } = seek(context, lookup)
    const [only] = sought
    if (only && sought.length === 1) {
      return {
        found: 'visit',
        visit: await open(context, presence, { customerId: only.id, foundBy }),
      }
    }
    await context.testify({ found: sought.length, by: lookup.kind })
    if (sought.length === 0) {
      if (lookup.kind === 'tail') presence.missed(context)
      return { found: 'none' }
    }
    if (sought.length > counterLimitsIn(context).mostCandidates) return { found: 'tooMany' }
    const keys = presence.offer(
      context,
      sought.map(({ id }) => ({ customerId: id, foundBy })),
    )
    const candidates = sought.map(({ name, sex, id_no: idNo }, index) => ({
      key: keys[index] ?? '',
      name: maskName(name),
      sex,
      idTail: tailOf(idNo),
    }))
    return { found: 'candidates', candidates }
  }
}

/** `counter.pick`: opens one of those the last search offered. */
export function createPick(presence: Presence): Handler<'counter.pick'> {
  return async ({ key }, context) => ({
    visit: await open(context, presence, presence.take(context, key)),
  })
}
