import type { Handle } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import {
  closeMonth,
  decideAppeal,
  decideSign,
  grantExemption,
  judgeSample,
  remind,
  submitAppeal,
  withdrawExemption,
} from './acts.ts'
import { readBoard } from './board.ts'
import { recordDuty, withdrawDuty } from './duty.ts'
import { monthExporter } from './export.ts'
import { levelsReader } from './levels.ts'
import { readOwnMonth } from './own.ts'
import { dismissReminder, readReminder } from './reminder.ts'
import { readRules } from './rules.ts'
import { registerUsageCases } from './usage-cases.ts'

/** Registers every channel of the assessment. */
export function registerAssessment(handle: Handle, ask: AskHeadOffice): void {
  handle('assessment.own', readOwnMonth)
  handle('assessment.rules', readRules)
  handle('assessment.board', readBoard)
  handle('assessment.levels', levelsReader(ask))
  handle('assessment.export', monthExporter(ask))
  handle('assessment.appeal', submitAppeal)
  handle('assessment.decideAppeal', decideAppeal)
  handle('assessment.exempt', grantExemption)
  handle('assessment.withdrawExemption', withdrawExemption)
  handle('assessment.recordDuty', recordDuty)
  handle('assessment.withdrawDuty', withdrawDuty)
  handle('assessment.judgeSample', judgeSample)
  handle('assessment.decideSign', decideSign)
  handle('assessment.closeMonth', closeMonth)
  handle('assessment.remind', remind)
  handle('assessment.reminder', readReminder)
  handle('assessment.dismissReminder', dismissReminder)
  registerUsageCases(handle, ask)
}
