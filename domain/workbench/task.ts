import { z } from 'zod'
import { day, fen, id, instant, integer, json, text, word } from '../record/field.ts'

/** What raised a task. */
export const taskKinds = [
  'maturity',
  'birthday',
  'inflow',
  'outflow',
  'tier_cliff',
  'id_expiry',
  'risk_expiry',
  'idle_cash',
  'contact_overdue',
  'data_quality',
  'follow_up',
  'referral',
] as const
export type TaskKind = (typeof taskKinds)[number]

/** Outcomes a person may close a task with. */
export const taskOutcomes = ['done', 'no_need', 'not_reached', 'customer_refused'] as const
export type TaskOutcome = (typeof taskOutcomes)[number]

/** A thing to do for a customer. `evidence` is JSON with the facts the rule saw. */
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
  outcome: word(taskOutcomes).nullable(),
  note: text(400).nullable(),
})
export type Task = z.infer<typeof taskSchema>
