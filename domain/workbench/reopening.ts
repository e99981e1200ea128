/** How long after closing a task the same person may take it back, ms. */
export const reopenWithinMs = 24 * 3_600_000

/** What of a task decides whether it may be taken back. */
export interface ReopenedTask {
  state: string
  completed_by: string | null
  completed_at: number | null
}

/** Whether a person may take back that a task was closed; an open one is only put off. */
export function isReopenable(task: ReopenedTask, staffId: string, atMs: number): boolean {
  if (task.state === 'open') return true
  return (
    task.state === 'done' &&
    task.completed_by === staffId &&
    task.completed_at !== null &&
    atMs - task.completed_at <= reopenWithinMs
  )
}

/** Fields of a task that stands open again. */
export const reopened = {
  state: 'open',
  completed_at: null,
  completed_by: null,
  outcome: null,
  note: null,
  not_before: null,
  reason: null,
} as const
