/** 新 已核查 已处置 误报 关闭. */
export const riskCaseStates = ['new', 'checked', 'handled', 'false_alarm', 'closed'] as const
/** One of {@link riskCaseStates}. */
export type RiskCaseState = (typeof riskCaseStates)[number]

/** The steps that each state allows; more may come back while a case is handled. */
const following: Readonly<Record<RiskCaseState, readonly RiskCaseState[]>> = {
  new: ['checked'],
  checked: ['handled', 'false_alarm'],
  handled: ['handled', 'closed'],
  false_alarm: ['closed'],
  closed: [],
}

/** Longest text of what was seen or done, characters. */
export const riskCaseTextLength = 2000

/** A step of a case as a person reports it. */
export interface RiskCaseStep {
  to: RiskCaseState
  /** With 已核查: what was seen. */
  seen?: string
  /** With 已处置: what was done; with 误报: why it was none. */
  done?: string
  /** With 已处置: all that came back so far, 分. */
  recoveredFen?: number
}

/** A step that was taken: who, when (ms UTC), what was said. */
export interface TakenStep extends RiskCaseStep {
  at: number
  by: string
}

/** What speaks against a step. */
export type StepRefusal = 'moved' | 'report_missing' | 'recovered_too_much'

const isSaid = (text: string | undefined) =>
  text !== undefined && text.trim() !== '' && text.length <= riskCaseTextLength

/**
 * Why a step cannot be taken, or null. A case moves on only with its report: what was seen before it
 * counts as checked, what was done before it counts as dealt with. Recovered is never less than
 * before, and never more than the case is about.
 */
export function stepRefusal(
  from: { state: RiskCaseState; amountFen: number; recoveredFen: number },
  step: RiskCaseStep,
): StepRefusal | null {
  if (!following[from.state].includes(step.to)) return 'moved'
  if (step.to === 'checked' && !isSaid(step.seen)) return 'report_missing'
  if ((step.to === 'handled' || step.to === 'false_alarm') && !isSaid(step.done)) {
    return 'report_missing'
  }
  if (step.to === 'handled') {
    const { recoveredFen } = step
    if (recoveredFen === undefined || !Number.isSafeInteger(recoveredFen)) return 'report_missing'
    if (recoveredFen < from.recoveredFen || recoveredFen > from.amountFen) {
      return 'recovered_too_much'
    }
  }
  return null
}

/** Days after a false alarm in which the same finding is not raised again. */
const quietDays = 30

/**
 * What becomes of a finding whose name is known: it is seen again while its case is open, a new episode
 * where money moved after the case was settled, otherwise nothing. Days since 1970.
 */
export function seenAgain(
  known: { state: RiskCaseState; falseAlarm: boolean; toDay: number },
  toDay: number,
): 'update' | 'new_episode' | 'nothing' {
  if (known.state === 'new' || known.state === 'checked') return 'update'
  return toDay > known.toDay + (known.falseAlarm ? quietDays : 0) ? 'new_episode' : 'nothing'
}
