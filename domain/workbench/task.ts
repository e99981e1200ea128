import { z } from 'zod'
import { day, fen, id, instant, integer, json, text, word } from '../record/field.ts'
import { taskEndings, taskKinds, unsuitableReasons } from './task-words.ts'

export {
  type TaskEnding,
  taskEndings,
  type TaskKind,
  taskKinds,
  type TaskOutcome,
  taskOutcomes,
  type UnsuitableReason,
  unsuitableReasons,
} from './task-words.ts'

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
