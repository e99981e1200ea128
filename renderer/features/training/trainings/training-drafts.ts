import { trainingLength } from '#domain/learning/training.ts'
import type { Day } from '#domain/time/day.ts'

/** A training that somebody is planning. */
export interface PlanDraft {
  on: Day | null
  title: string
  material: string
  trainerId: string | null
  test: boolean
  /** Course that is gone through; empty for none. */
  courseCode: string | null
}

/** An empty plan; who may plan only what he or she holds is the trainer. */
export const emptyPlan = (trainerId: string | null): PlanDraft => ({
  on: null,
  title: '',
  material: '',
  trainerId,
  test: false,
  courseCode: '',
})

/** Reads a kept draft; null where the content is none of this form. */
export function planDraftFrom(stored: unknown): PlanDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const kept = stored as Partial<Record<keyof PlanDraft, unknown>>
  if (typeof kept.title !== 'string' || typeof kept.material !== 'string') return null
  return {
    title: kept.title,
    material: kept.material,
    on: typeof kept.on === 'string' ? kept.on : null,
    trainerId: typeof kept.trainerId === 'string' ? kept.trainerId : null,
    test: kept.test === true,
    courseCode: typeof kept.courseCode === 'string' ? kept.courseCode : '',
  }
}

const fits = (words: string, most: number) => words.trim() !== '' && words.trim().length <= most

/** What of a plan is still to be filled in or put right. */
export const planProblems = (plan: PlanDraft, today: Day) => ({
  on: plan.on === null || plan.on < today,
  title: !fits(plan.title, trainingLength.title),
  material: !fits(plan.material, trainingLength.material),
  trainerId: plan.trainerId === null,
})

/** What came of a training, why it is cancelled, or what a test came to. */
export interface EndDraft {
  words: string
  staffId: string | null
  /** As typed. */
  points: string
}

/** An empty form. */
export const emptyEnd = (): EndDraft => ({ words: '', staffId: null, points: '' })

/** Reads a kept draft; null where the content is none of this form. */
export function endDraftFrom(stored: unknown): EndDraft | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { words, staffId, points } = stored as Partial<Record<keyof EndDraft, unknown>>
  if (typeof words !== 'string' || typeof points !== 'string') return null
  return { words, points, staffId: typeof staffId === 'string' ? staffId : null }
}

/** Points of a hundred as typed; null for anything else. */
export function pointsFrom(typed: string): number | null {
  const points = Number(typed.trim())
  return /^\d{1,3}$/.test(typed.trim()) && points <= 100 ? points : null
}
