import { feedbackLength, type FeedbackTopic, feedbackTopics } from '#domain/learning/feedback.ts'

/** What somebody has written so far. */
export interface FeedbackDraft {
  topic: FeedbackTopic | null
  words: string
}

/** An empty form. */
export const emptyFeedback = (): FeedbackDraft => ({ topic: null, words: '' })

/** Reads a kept draft; null where the content is none of this form. */
export function feedbackDraftFrom(stored: unknown): FeedbackDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { topic, words } = stored as Partial<Record<keyof FeedbackDraft, unknown>>
  if (typeof words !== 'string') return null
  return { words, topic: feedbackTopics.find((each) => each === topic) ?? null }
}

/** What is still to be filled in or put right. */
export function feedbackProblems({ topic, words }: FeedbackDraft) {
  const length = words.trim().length
  return {
    topic: topic === null,
    words: length < feedbackLength.least || length > feedbackLength.most,
  }
}
