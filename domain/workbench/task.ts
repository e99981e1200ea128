import { z } from 'zod'
import { day, fen, id, instant, integer, json, text, word } from '../record/field.ts'

/** What raised a task. */
export const taskKinds = [
  'maturity',
  'payment_due',
  'birthday',
  'inflow',
  'outflow',
  'tier_cliff',
  'id_expiry',
  'risk_expiry',
  'after_sale',
  'idle_cash',
  'contact_overdue',
  'data_quality',
  'follow_up',
  'referral',
] as const
export type TaskKind = (typeof taskKinds)[number]

/** Outcomes of what was done, one of which a person gives when closing a task. */
export const taskOutcomes = ['done', 'no_need', 'not_reached', 'customer_refused'] as const
export type TaskOutcome = (typeof taskOutcomes)[number]

/** How a task may end: with an outcome, or because it was not suitable (with a reason). */
export const taskEndings = [...taskOutcomes, 'not_suitable'] as const
export type TaskEnding = (typeof taskEndings)[number]

/** Why a task was not suitable: what the rules are tuned by. */
export const unsuitableReasons = [
  'wrong_data',
  'known_already',
  'wrong_time',
  'wrong_customer',
  'other',
] as const
export type UnsuitableReason = (typeof unsuitableReasons)[number]

/**
 * A thing to do for a customer. `evidence` is JSON with the facts the rule saw; `not_before` is the
 * day until which a person put it off; `reason` stands with the outcome `not_suitable` alone.
 */
export const taskSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  staff_id: id(),
  kind: word(taskKinds),
  priority: integer(),
  due_on: day(),
  amount_fen: fen().nullable(),
  evidence: json(),
  rule_version: text(30),
  state: word(['open', 'done', 'cancelled']),
  created_at: instant(),
  completed_at: instant().nullable(),
  completed_by: id().nullable(),
  outcome: word(taskEndings).nullable(),
  note: text(400).nullable(),
  not_before: day().nullable(),
  reason: word(unsuitableReasons).nullable(),
})
export type Task = z.infer<typeof taskSchema>
