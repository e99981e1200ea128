import type { StepRefusal } from '#domain/risk-clues/case.ts'

/** Why a case cannot be opened or moved on. */
export type RiskCaseReason = StepRefusal | 'not_found'

const sentences: Record<RiskCaseReason, string> = {
  not_found: 'No such case, or none of its customers is in your scope. Look at the list again.',
  moved: 'The case does not allow this step, or somebody else took it. Open the case again.',
  report_missing:
    'Say what was seen (checked) or done (handled, false alarm), and what was recovered (handled).',
  recovered_too_much:
    'What was recovered is neither less than before nor more than the case is about. Correct it.',
}

/** A step or a reading that is refused; says what to do. Stays inside head office. */
export class RiskCaseRefusal extends Error {
  readonly reason: RiskCaseReason

  constructor(reason: RiskCaseReason) {
    super(sentences[reason])
    this.name = 'RiskCaseRefusal'
    this.reason = reason
  }
}
