import { type Day, monthStart } from '../time/day.ts'

/** 已提交 → 已受理 → 已答复 → 已采纳 or 不采纳. */
export const feedbackStates = ['submitted', 'accepted', 'answered', 'adopted', 'declined'] as const
export type FeedbackState = (typeof feedbackStates)[number]

/** What is done with a feedback: 受理 答复 采纳 不采纳. */
export const feedbackActs = ['accept', 'answer', 'adopt', 'decline'] as const
export type FeedbackAct = (typeof feedbackActs)[number]

/** What a feedback is about. */
export const feedbackTopics = ['idea', 'fault', 'data', 'rule', 'other'] as const
export type FeedbackTopic = (typeof feedbackTopics)[number]

/** Characters of a feedback, and of an answer to it. */
export const feedbackLength = { least: 10, most: 1000, answer: 1000 } as const

/** Working days after 受理 within which an answer is due. */
export const answerWorkingDays = 5

const moves: Record<FeedbackAct, { from: FeedbackState; to: FeedbackState }> = {
  accept: { from: 'submitted', to: 'accepted' },
  answer: { from: 'accepted', to: 'answered' },
  adopt: { from: 'answered', to: 'adopted' },
  decline: { from: 'answered', to: 'declined' },
}

/** Why an act on a feedback is not taken. */
export type FeedbackRefusal = 'moved' | 'own' | 'textMissing'

/** Whether an act has to say something to who wrote: everything but 受理. */
export const needsText = (act: FeedbackAct): boolean => act !== 'accept'

/** Where an act leads, or why it is not taken. Nobody deals with an own feedback. */
export function afterFeedbackAct(
  { state, authorId }: { state: FeedbackState; authorId: string },
  { act, byId, text }: { act: FeedbackAct; byId: string; text: string | null },
): { state: FeedbackState } | { refusal: FeedbackRefusal } {
  const { from, to } = moves[act]
  if (state !== from) return { refusal: 'moved' }
  if (byId === authorId) return { refusal: 'own' }
  if (needsText(act) && (text ?? '').trim() === '') return { refusal: 'textMissing' }
  return { state: to }
}

/** Acts that are possible in a state. */
export const feedbackActsOf = (state: FeedbackState): FeedbackAct[] =>
  feedbackActs.filter((act) => moves[act].from === state)

/** A feedback as the assessment counts it. */
export interface CountedFeedback {
  state: FeedbackState
  submittedOn: Day
  /** Day of 采纳; null where it was not adopted. */
  adoptedOn: Day | null
}

/**
 * What counts in a month: feedback handed in and taken on by somebody (受理), and ideas adopted in it. What
 * nobody has taken on yet counts nothing, so empty words bring nothing.
 */
export function feedbackCounts(
  all: readonly CountedFeedback[],
  month: Day,
): { feedback: number; adopted: number } {
  const within = (day: Day | null) => day !== null && monthStart(day) === month
  return {
    feedback: all.filter(({ state, submittedOn }) => state !== 'submitted' && within(submittedOn))
      .length,
    adopted: all.filter(({ adoptedOn }) => within(adoptedOn)).length,
  }
}
