import { type Day, instantOfDay } from '#domain/time/day.ts'
import { type Task, type TaskKind, taskKinds } from '#domain/workbench/task.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import type { Finding } from './task-rules.ts'

/** What the rules found for one customer, and who looks after him or her. */
export interface CustomerFindings {
  branchId: string
  customerId: string
  managerId: string
  findings: readonly Finding[]
}

/** Most open tasks of a kind a manager gets in one night: a list people can work through. */
const mostOfKind: Partial<Record<TaskKind, number>> = { follow_up: 14, maturity: 16, birthday: 12 }
const mostOtherwise = 9

/**
 * Turns findings into open tasks, the most pressing and largest of each kind for each manager.
 * Written in the evening of the business date (20:00, UTC+8).
 */
export function assignTasks(all: readonly CustomerFindings[], businessDate: Day): Task[] {
  const tasks: Task[] = []
  for (const managerId of new Set(all.map((one) => one.managerId))) {
    const mine = all.filter((one) => one.managerId === managerId)
    for (const kind of taskKinds) {
      const ofKind = mine
        .flatMap(({ branchId, customerId, findings }) =>
          findings
            .filter((finding) => finding.kind === kind)
            .slice(0, 1)
            .map((finding) => ({ branchId, customerId, finding })),
        )
        .sort(
          (a, b) =>
            a.finding.priority - b.finding.priority ||
            (b.finding.amountFen ?? 0) - (a.finding.amountFen ?? 0),
        )
        .slice(0, mostOfKind[kind] ?? mostOtherwise)
      for (const { branchId, customerId, finding } of ofKind) {
        tasks.push({
          branch_id: branchId,
          id: nameBasedId('demo', 'task', `${businessDate}:${kind}:${customerId}`),
          customer_id: customerId,
          staff_id: managerId,
          kind,
          priority: finding.priority,
          due_on: finding.dueOn,
          amount_fen: finding.amountFen,
          evidence: JSON.stringify(finding.evidence),
          rule_version: 'demo-1',
          state: 'open',
          created_at: instantOfDay(businessDate) + 20 * 3_600_000,
          completed_at: null,
          completed_by: null,
          outcome: null,
          note: null,
        })
      }
    }
  }
  return tasks
}
