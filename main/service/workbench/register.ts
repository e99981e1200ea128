import type { Handle } from '../dispatch/dispatch.ts'
import { complete, completeTask, dismiss } from './complete-task.ts'
import { postpone } from './postpone.ts'
import { reassign } from './reassign.ts'

/** Registers every channel of the workbench. */
export function registerWorkbench(handle: Handle): void {
  handle('workbench.completeTask', completeTask)
  handle('workbench.complete', complete)
  handle('workbench.dismiss', dismiss)
  handle('workbench.postpone', postpone)
  handle('workbench.reassign', reassign)
}
