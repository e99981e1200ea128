import type { Handle } from '../dispatch/dispatch.ts'
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
import { readOwnMonth } from './own.ts'
import { readRules } from './rules.ts'

/** Registers every channel of the assessment. */
export function registerAssessment(handle: Handle): void {
  handle('assessment.own', readOwnMonth)
  handle('assessment.rules', readRules)
  handle('assessment.board', readBoard)
  handle('assessment.appeal', submitAppeal)
  handle('assessment.decideAppeal', decideAppeal)
  handle('assessment.exempt', grantExemption)
  handle('assessment.withdrawExemption', withdrawExemption)
  handle('assessment.judgeSample', judgeSample)
  handle('assessment.decideSign', decideSign)
  handle('assessment.closeMonth', closeMonth)
  handle('assessment.remind', remind)
}
