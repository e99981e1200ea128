import { AppError } from '#contract/errors.ts'
import { appealsOf, periodOf, signsOf } from '#db/assessment/results.ts'
import { remindersSince } from '#db/assessment/results.ts'
import { reminderDays } from '#domain/assessment/records.ts'
import { addDays, addMonths, type Day, dayOfInstant, instantOfDay } from '#domain/time/day.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { toldMonth } from './ground.ts'

/** Refuses what a locked month does not take any more; head office looks again. */
function requireChangeable(context: CallContext, month: Day) {
  const period = context.cache((db) => periodOf(db, month))
  if (period === null) throw new AppError('assessment.notFound')
  if (period.state === 'locked') throw new AppError('assessment.locked')
  return period
}

function requireOther({ actor }: CallContext, staffId: string): void {
  if (staffId === actor.staffId) throw new AppError('assessment.own')
}

/** `assessment.appeal`: against a part of the own provisional score, within its days. */
export const submitAppeal: Handler<'assessment.appeal'> = async (request, context) => {
  const { month, part, reason } = request
  const { staffId } = context.actor
  const period = requireChangeable(context, month)
  if (period.state !== 'provisional') throw new AppError('assessment.notOpen')
  if (dayOfInstant(context.clock.now()) > (period.appeal_until ?? '')) {
    throw new AppError('assessment.appealTooLate')
  }
  context.cache((db) => {
    if (toldMonth(db, staffId, month) === null) throw new AppError('assessment.notFound')
    const stands = appealsOf(db, month, staffId).some(
      (appeal) => appeal.part === part && appeal.state === 'waiting',
    )
    if (stands) throw new AppError('assessment.standsAlready')
  })
  const commandId = await context.submit({
    name: 'assessment.appeal',
    customerId: null,
    payload: { appealId: context.newId(), month, part, reason, atMs: context.clock.now() },
  })
  return { commandId }
}

/** `assessment.decideAppeal`: head office judges who may, and about whom. */
export const decideAppeal: Handler<'assessment.decideAppeal'> = async (request, context) => {
  const { upheld, corrections, modules } = request
  const added = Object.keys(corrections).length + modules.length
  if (upheld === (added === 0)) throw new AppError('request.invalid')
  const commandId = await context.submit({
    name: 'assessment.decideAppeal',
    customerId: null,
    payload: request,
  })
  return { commandId }
}

/** `assessment.exempt`. */
export const grantExemption: Handler<'assessment.exempt'> = async (request, context) => {
  requireOther(context, request.staffId)
  requireChangeable(context, request.month)
  const commandId = await context.submit({
    name: 'assessment.exempt',
    customerId: null,
    payload: { exemptionId: context.newId(), ...request },
  })
  return { commandId }
}

/** `assessment.withdrawExemption`. */
export const withdrawExemption: Handler<'assessment.withdrawExemption'> = async (
  request,
  context,
) => {
  const commandId = await context.submit({
    name: 'assessment.withdrawExemption',
    customerId: null,
    payload: request,
  })
  return { commandId }
}

/** `assessment.judgeSample`. */
export const judgeSample: Handler<'assessment.judgeSample'> = async (request, context) => {
  requireOther(context, request.staffId)
  const { state } = requireChangeable(context, request.month)
  if (state !== 'provisional') throw new AppError('assessment.notOpen')
  const commandId = await context.submit({
    name: 'assessment.judgeSample',
    customerId: null,
    payload: request,
  })
  return { commandId }
}

/** `assessment.decideSign`: what a sign of misuse was. */
export const decideSign: Handler<'assessment.decideSign'> = async (request, context) => {
  requireOther(context, request.staffId)
  const open = context
    .cache((db) => signsOf(db, request.month, request.staffId))
    .some(({ kind, state }) => kind === request.kind && state === 'open')
  if (!open) throw new AppError('assessment.notFound')
  const commandId = await context.submit({
    name: 'assessment.decideSign',
    customerId: null,
    payload: request,
  })
  return { commandId }
}

/** `assessment.remind`: those who were not within a week; head office looks again. */
export const remind: Handler<'assessment.remind'> = async ({ month, staffIds }, context) => {
  requireChangeable(context, month)
  const since = instantOfDay(addDays(dayOfInstant(context.clock.now()), 1 - reminderDays))
  const lately = new Set(
    context.cache((db) => remindersSince(db, since)).map(({ staff_id }) => staff_id),
  )
  const left = [...new Set(staffIds)].filter((staffId) => !lately.has(staffId))
  if (left.length === 0) throw new AppError('assessment.remindedAlready')
  for (const staffId of left) requireOther(context, staffId)
  const people = left.map((staffId) => ({ reminderId: context.newId(), staffId }))
  const commandId = await context.submit({
    name: 'assessment.remind',
    customerId: null,
    payload: { month, people },
  })
  return { commandId }
}

/** `assessment.closeMonth`: a month that is over may be appealed against; a provisional one is locked. */
export const closeMonth: Handler<'assessment.closeMonth'> = async ({ month, act }, context) => {
  const { state, appeal_until: until } = requireChangeable(context, month)
  const today = dayOfInstant(context.clock.now())
  if (state !== (act === 'end' ? 'open' : 'provisional')) throw new AppError('assessment.notOpen')
  if (today < addMonths(month, 1)) throw new AppError('assessment.notOver')
  if (act === 'lock' && today <= (until ?? '')) throw new AppError('assessment.appealWaiting')
  const name = act === 'end' ? 'assessment.endMonth' : 'assessment.lockMonth'
  const commandId = await context.submit({ name, customerId: null, payload: { month } })
  return { commandId }
}
