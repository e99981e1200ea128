import { AppError } from '#contract/errors.ts'
import type { CounterDay, Reception } from '#contract/ipc/counter.ts'
import {
  type DayVisit,
  referralCounts,
  visitById,
  visitsOf,
  waitingSince,
} from '#db/counter/day.ts'
import { actsOf } from '#domain/counter/visit.ts'
import { maskName, politeName } from '#domain/customers/mask.ts'
import { dayOfInstant, instantOfDay, monthStart } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { counterLimitsIn } from './limits.ts'

/** Longest time anybody is believed to wait in the lobby, ms. */
const longestWaitMs = 4 * 3_600_000

function reception(visit: DayVisit, nowMs: number, openMs: number): Reception {
  const runOut = visit.state === 'open' && nowMs - visit.opened_at > openMs
  return {
    visitId: visit.id,
    atMs: visit.opened_at,
    name: visit.name === null ? '' : maskName(visit.name),
    acts: actsOf(visit.acts),
    state: runOut ? 'ended' : visit.state,
    cutOff: runOut ? 'ran_out' : visit.cut_off,
    suggested: visit.suggested,
    referral:
      visit.referral_state === null
        ? null
        : { toName: visit.to_name ?? '', state: visit.referral_state },
  }
}

/** `counter.day`: the person's own receptions of today and referrals of the month, masked. */
export const counterDay: Handler<'counter.day'> = (_request, context): CounterDay => {
  const { actor, clock } = context
  const nowMs = clock.now()
  const today = dayOfInstant(nowMs)
  const dayStart = instantOfDay(today)
  const { openMs } = counterLimitsIn(context)
  return context.cache((db) => {
    const visits = visitsOf(db, actor.staffId, dayStart)
    return {
      visits: visits.map((visit) => reception(visit, nowMs, openMs)),
      people: new Set(visits.map((visit) => visit.customer_id)).size,
      ...referralCounts(db, actor.staffId, dayStart),
      month: referralCounts(db, actor.staffId, instantOfDay(monthStart(today))),
      waiting: waitingSince(db, Math.max(dayStart, nowMs - longestWaitMs)).map((visit) => ({
        visitId: visit.id,
        sinceMs: visit.opened_at,
        name: politeName(visit.name, visit.sex),
        tier: visit.tier,
        mine: visit.staff_id === actor.staffId,
      })),
    }
  })
}

/** `counter.leave`: somebody this person put on the waiting list has gone. */
export const leaveQueue: Handler<'counter.leave'> = async ({ visitId }, context) => {
  const visit = context.cache((db) => visitById(db, visitId))
  const mine = visit?.staff_id === context.actor.staffId && visit.state === 'waiting'
  if (!visit || !mine) throw new AppError('counter.notPresent')
  await context.submit({
    name: 'counter.recordVisit',
    customerId: visit.customer_id,
    payload: {
      visitId,
      customerId: visit.customer_id,
      openedAtMs: visit.opened_at,
      foundBy: visit.found_by,
      suggested: visit.suggested,
      acts: actsOf(visit.acts),
      station: { state: 'left', endedAtMs: context.clock.now() },
    },
  })
  return null
}
