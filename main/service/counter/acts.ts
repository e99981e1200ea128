import { AppError } from '#contract/errors.ts'
import type { CounterActionView, CounterVisit } from '#contract/ipc/counter.ts'
import { counterCase } from '#db/counter/case.ts'
import { counterEvidence } from '#domain/counter/limits.ts'
import type { VisitAct } from '#domain/counter/visit.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { proposals } from '../customers/propose-correction.ts'
import type { OpenVisit, Presence } from './presence.ts'
import { report, withAct } from './report.ts'

/** The case as it stands now; throws `customer.notFound` where the customer left the branch. */
function caseOf(context: CallContext, { customerId }: OpenVisit) {
  const { actor, businessDate } = context
  const known = context.cache((db) => counterCase(db, customerId, actor.staffId, businessDate))
  if (!known) throw new AppError('customer.notFound')
  return known
}

/** Notes an act of the visit and which actions it did; the others keep their place. */
async function noted(
  context: CallContext,
  presence: Presence,
  visit: OpenVisit,
  act: VisitAct,
  done: (action: CounterActionView) => boolean,
): Promise<CounterVisit> {
  const view: CounterVisit = {
    ...visit.view,
    acts: withAct(visit.view.acts, act),
    actions: visit.view.actions.map((action) =>
      done(action) ? { ...action, done: true } : action,
    ),
  }
  await report(context, { ...visit, view }, 'open')
  presence.update(visit, view)
  return view
}

/** `counter.refer`: to whoever looks after the customer; joins a referral that is open. */
export function createRefer(presence: Presence): Handler<'counter.refer'> {
  return async ({ visitId, reason }, context) => {
    const visit = presence.require(context, visitId)
    const offered = visit.view.actions.some(
      (action) => action.kind === 'refer' && action.reason === reason,
    )
    if (reason !== 'wish' && !offered) throw new AppError('referral.notAllowed')
    const { recipient, openReferral, deceased } = caseOf(context, visit)
    if (deceased) throw new AppError('customer.deceased')
    if (!recipient) throw new AppError('referral.noManager')
    await context.submit({
      name: 'referral.create',
      customerId: visit.customerId,
      payload: {
        referralId: context.newId(),
        taskId: context.newId(),
        visitId,
        customerId: visit.customerId,
        toStaffId: recipient.staffId,
        reason,
        atMs: context.clock.now(),
      },
    })
    const view = await noted(
      context,
      presence,
      visit,
      'referred',
      (action) => action.kind === 'refer',
    )
    const toName = openReferral?.to_name ?? recipient.name
    return { visit: view, toName, joined: openReferral !== null }
  }
}

/** `counter.confirmPhone`: the customer said the number's end, and it is the one on record. */
export function createConfirmPhone(presence: Presence): Handler<'counter.confirmPhone'> {
  return async ({ visitId }, context) => {
    const visit = presence.require(context, visitId)
    const isKnown = (action: CounterActionView) => action.kind === 'mobile' && action.known
    if (!visit.view.actions.some(isKnown)) throw new AppError('request.invalid')
    return { visit: await noted(context, presence, visit, 'phone_confirmed', isKnown) }
  }
}

/** Whether an action asks for a field. */
function asksFor(action: CounterActionView, field: string): boolean {
  switch (action.kind) {
    case 'mobile':
      return field === 'mobile'
    case 'document':
      return field === 'id_expiry'
    case 'field':
      return field === action.field
    case 'refer':
      return false
  }
}

/** `counter.correct`: another value of a field the screen asks for; the checker looks at it. */
export function createCorrect(presence: Presence): Handler<'counter.correct'> {
  return async ({ visitId, field, to }, context) => {
    const visit = presence.require(context, visitId)
    const asked = (action: CounterActionView) => asksFor(action, field)
    if (!visit.view.actions.some(asked)) throw new AppError('request.invalid', { field })
    const { record, waiting } = caseOf(context, visit)
    const changes = proposals(record, waiting, [{ field, to }])
    await context.submit({
      name: 'customer.proposeCorrection',
      customerId: visit.customerId,
      baseRevs: { [`customer:${visit.customerId}`]: record.rev },
      payload: {
        correctionIds: changes.map(() => context.newId()),
        customerId: visit.customerId,
        changes,
        evidence: field === 'id_expiry' ? counterEvidence.reader : counterEvidence.present,
        atMs: context.clock.now(),
      },
    })
    return { visit: await noted(context, presence, visit, 'corrected', asked) }
  }
}

/** `counter.inconvenient`: the customer has no time; the visit ends. */
export function createInconvenient(presence: Presence): Handler<'counter.inconvenient'> {
  return async ({ visitId }, context) => {
    const visit = presence.require(context, visitId)
    const view = { ...visit.view, acts: withAct(visit.view.acts, 'inconvenient') }
    await report(context, { ...visit, view }, 'ended')
    presence.end()
    return null
  }
}

/** `counter.end`: served. The screen is clear before anything else may fail. */
export function createEnd(presence: Presence): Handler<'counter.end'> {
  return async ({ visitId }, context) => {
    const visit = presence.current(context)
    // Its time may be over already, or another window ended it: that is what was asked for.
    if (visit?.view.visitId !== visitId) return null
    presence.end()
    await report(context, visit, 'ended')
    return null
  }
}

/** `counter.wait`: the customer waits in the lobby. */
export function createWait(presence: Presence): Handler<'counter.wait'> {
  return async ({ visitId }, context) => {
    const visit = presence.require(context, visitId)
    await report(context, visit, 'waiting')
    presence.end()
    return null
  }
}
