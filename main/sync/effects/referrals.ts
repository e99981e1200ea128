import {
  type Referral,
  referralRoutes,
  referralStates,
  joins,
  mayFollow,
  taskOutcomeOf,
} from '#domain/counter/referral.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import type { Row } from '#db/cache/rows.ts'
import type { Effect, LocalRows } from './effect.ts'

function stateOf(row: Row): Referral['state'] | null {
  return referralStates.find((state) => state === row['state']) ?? null
}

/** As what a person is asked; who does not look after the customer is asked as branch head. */
function routeTo(rows: LocalRows, customerId: string, staffId: string): string {
  const ties = rows.where('customer_manager', 'customer_id', customerId)
  const role = ties.find((tie) => tie['staff_id'] === staffId)?.['role']
  return referralRoutes.find((route) => route === role) ?? 'head'
}

/**
 * A referral stands with the customer and in the work list of the person it goes to, before head
 * office knows of it; where one is open already it is that one which is asked for once more.
 */
export const createReferral: Effect<'referral.create'> = (payload, { branchId, staffId }, rows) => {
  const { customerId, referralId, taskId, atMs } = payload
  const customer = rows.get('customer', customerId)
  if (!customer || customer['deceased_on'] !== null || rows.get('referral', referralId)) return
  const on = dayOfInstant(atMs)
  const standing = rows.where('referral', 'customer_id', customerId).find((row) => {
    const state = stateOf(row)
    return state !== null && joins({ state, referred_at: Number(row['referred_at']) }, on)
  })
  if (standing) {
    rows.patch('referral', [String(standing['id'])], { times: Number(standing['times']) + 1 })
    return
  }
  rows.put('task', {
    branch_id: branchId,
    id: taskId,
    customer_id: customerId,
    staff_id: payload.toStaffId,
    kind: 'referral',
    priority: 0,
    due_on: on,
    amount_fen: null,
    evidence: JSON.stringify({
      reason: payload.reason,
      by: rows.get('staff', staffId)?.['name'] ?? '',
      on,
    }),
    rule_version: 'referral-1',
    state: 'open',
    created_at: atMs,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: null,
    reason: null,
  })
  rows.put('referral', {
    branch_id: branchId,
    id: referralId,
    visit_id: payload.visitId,
    customer_id: customerId,
    task_id: taskId,
    referred_by: staffId,
    referred_at: atMs,
    to_staff_id: payload.toStaffId,
    route: routeTo(rows, customerId, payload.toStaffId),
    reason: payload.reason,
    times: 1,
    state: 'referred',
    state_at: atMs,
    failure: null,
    feedback: null,
  })
}

/** A referral moves on where it may; at its end its task ends with it. A returned one leaves the list. */
export const advanceReferral: Effect<'referral.advance'> = (payload, { staffId }, rows) => {
  const { to, failure, feedback, atMs } = payload
  const known = rows.get('referral', payload.referralId)
  const state = known && stateOf(known)
  if (!known || !state || !mayFollow(state, to)) return
  rows.patch('referral', [payload.referralId], {
    state: to,
    state_at: atMs,
    failure: to === 'failed' || to === 'returned' ? failure : null,
    feedback: feedback ?? known['feedback'] ?? null,
    // To whom a returned one goes head office decides.
    ...(to !== 'returned' && { to_staff_id: staffId }),
  })
  const taskId = String(known['task_id'])
  if (rows.get('task', taskId)?.['state'] !== 'open') return
  if (to === 'succeeded' || to === 'failed') {
    rows.patch('task', [taskId], {
      state: 'done',
      completed_at: atMs,
      completed_by: staffId,
      outcome: taskOutcomeOf(to, failure),
      note: feedback,
    })
  } else if (to !== 'returned') rows.patch('task', [taskId], { staff_id: staffId })
}
