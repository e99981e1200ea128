import type { TaskView } from '#contract/ipc/customers.ts'
import type { KnownTask } from '#db/workbench/tasks.ts'

/** The facts of a task that are plain values; anything else has no place in a sentence. */
function evidenceOf(json: string): TaskView['evidence'] {
  const facts = JSON.parse(json) as Record<string, unknown>
  const plain = Object.entries(facts).filter(
    (entry): entry is [string, string | number | null] =>
      entry[1] === null || typeof entry[1] === 'string' || typeof entry[1] === 'number',
  )
  return Object.fromEntries(plain)
}

/** A task as screens show it. */
export function taskView(task: KnownTask): TaskView {
  return {
    id: task.id,
    customerId: task.customer_id,
    kind: task.kind,
    priority: task.priority,
    dueOn: task.due_on,
    amountFen: task.amount_fen,
    evidence: evidenceOf(task.evidence),
    ruleVersion: task.rule_version,
    state: task.state,
    notBefore: task.not_before,
    queued: task.queued,
  }
}
