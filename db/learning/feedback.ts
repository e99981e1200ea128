import type { FeedbackAct, FeedbackState, FeedbackTopic } from '#domain/learning/feedback.ts'
import type { Day } from '#domain/time/day.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** A feedback as the cache holds it. */
export interface CachedFeedback {
  id: string
  staff_id: string
  author: string | null
  topic: FeedbackTopic
  words: string
  state: FeedbackState
  submitted_at: number
  answer_due_on: Day | null
  queued: number
}

/** A step of a feedback. */
export interface CachedFeedbackEntry {
  feedback_id: string
  act: FeedbackAct
  words: string | null
  by_name: string
  at: number
}

/** What one person wrote, or (null) everybody of the branch; the last one first. */
export function feedbackOf(db: ReadDatabase, staffId: string | null): CachedFeedback[] {
  return all(
    db,
    `SELECT f.id, f.staff_id, s.name AS author, f.topic, f.words, f.state, f.submitted_at,
       f.answer_due_on, EXISTS (SELECT 1 FROM overlay o
         WHERE o.table_name = 'feedback' AND o.row_key = json_array(f.id)) AS queued
     FROM feedback f LEFT JOIN staff s ON s.id = f.staff_id
     WHERE ? IS NULL OR f.staff_id = ?
     ORDER BY f.submitted_at DESC, f.id DESC LIMIT 200`,
    staffId,
    staffId,
  )
}

/** The steps of a feedback, in their order. */
export function feedbackSteps(db: ReadDatabase, feedbackId: string): CachedFeedbackEntry[] {
  return all(
    db,
    `SELECT feedback_id, act, words, by_name, at FROM feedback_entry
     WHERE feedback_id = ? ORDER BY nth`,
    feedbackId,
  )
}
