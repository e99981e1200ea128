import type { WorkCounts } from '#contract/ipc/workbench-views.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { putOffCount, type WorkCount, workCounts } from '#db/workbench/counts.ts'
import { groupOf, type TaskGroup, taskGroups } from '#domain/workbench/groups.ts'

/** The numbers of a work list, from two statements; no row is read. */
export function countsOf(
  db: ReadDatabase,
  scope: CustomerScope,
  staffId: string | null,
): WorkCounts {
  const kinds = workCounts(db, scope, staffId)
  const sum = (of: (count: WorkCount) => number) => kinds.reduce((all, each) => all + of(each), 0)
  const inGroup = (group: TaskGroup) =>
    sum(({ kind, rows }) => (groupOf(kind) === group ? rows : 0))
  return {
    open: sum(({ rows }) => rows),
    groups: taskGroups.map((group) => ({ group, rows: inGroup(group) })),
    overdue: sum(({ overdue }) => overdue),
    dueToday: sum(({ dueToday }) => dueToday),
    dueTomorrow: sum(({ dueTomorrow }) => dueTomorrow),
    putOff: putOffCount(db, scope, staffId),
  }
}
