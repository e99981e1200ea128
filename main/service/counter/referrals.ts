import { AppError } from '#contract/errors.ts'
import type { ReferralView } from '#contract/ipc/counter.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { type KnownReferral, referralById, referralsOf } from '#db/counter/day.ts'
import { type CustomerScope, standingOf } from '#db/customers/scope.ts'
import { mayFollow } from '#domain/counter/referral.ts'
import { requireInside, scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** With whom it lies, or who looks after the customer now. */
function isHis(
  db: ReadDatabase,
  scope: CustomerScope,
  staffId: string,
  referral: KnownReferral,
): boolean {
  if (referral.to_staff_id === staffId) return true
  return standingOf(db, scope, referral.customer_id) === 'inside'
}

/** `referral.ofCustomer`: how a customer was referred and what came of it, the newest first. */
export const listReferrals: Handler<'referral.ofCustomer'> = ({ customerId }, context) => {
  const scope = scopeOf(context)
  return context.cache((db) => {
    requireInside(db, scope, customerId)
    return referralsOf(db, customerId).map((referral): ReferralView => ({
      id: referral.id,
      customerId,
      byName: referral.by_name,
      toName: referral.to_name,
      mine: isHis(db, scope, context.actor.staffId, referral),
      atMs: referral.referred_at,
      reason: referral.reason,
      times: referral.times,
      state: referral.state,
      stateAtMs: referral.state_at,
      failure: referral.failure,
      feedback: referral.feedback,
      queued: referral.queued,
    }))
  })
}

/** `referral.advance`: accepts, returns or ends a referral; head office decides again. */
export const advanceReferral: Handler<'referral.advance'> = async (request, context) => {
  const { referralId, to } = request
  const scope = scopeOf(context)
  const needsReason = to === 'failed' || to === 'returned'
  if (needsReason !== (request.failure !== null)) {
    throw new AppError('request.invalid', { field: 'failure' })
  }
  const referral = context.cache((db) => {
    const known = referralById(db, referralId)
    if (!known) throw new AppError('referral.notFound')
    if (!isHis(db, scope, context.actor.staffId, known)) throw new AppError('referral.notYours')
    if (!mayFollow(known.state, to)) throw new AppError('referral.alreadyMoved')
    return known
  })
  const commandId = await context.submit({
    name: 'referral.advance',
    customerId: referral.customer_id,
    payload: {
      referralId,
      customerId: referral.customer_id,
      to,
      failure: request.failure,
      feedback: request.feedback === '' ? null : request.feedback,
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}
