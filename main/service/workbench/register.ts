import type { Handle } from '../dispatch/dispatch.ts'
import { complete, completeTask, dismiss } from './complete-task.ts'
import { listRows, roundRows } from './list.ts'
import { openPanels, openWorkbench } from './open.ts'
import { createRecordPrint, createTakePrint, visitList, workLog } from './papers.ts'
import { postpone } from './postpone.ts'
import type { Prints } from './prints.ts'
import { reassign } from './reassign.ts'
import { reopen } from './reopen.ts'
import { openMember, openTeam } from './team.ts'

/** Registers every channel of the workbench; `prints` holds what may go on paper. */
export function registerWorkbench(handle: Handle, prints: Prints): void {
  handle('workbench.open', openWorkbench)
  handle('workbench.rows', listRows)
  handle('workbench.round', roundRows)
  handle('workbench.panels', openPanels)
  handle('workbench.team', openTeam)
  handle('workbench.member', openMember)
  handle('workbench.visits', visitList)
  handle('workbench.log', workLog)
  handle('workbench.print', createRecordPrint(prints))
  handle('workbench.takePrint', createTakePrint(prints))
  handle('workbench.completeTask', completeTask)
  handle('workbench.complete', complete)
  handle('workbench.dismiss', dismiss)
  handle('workbench.postpone', postpone)
  handle('workbench.reopen', reopen)
  handle('workbench.reassign', reassign)
}
