import type { Day } from '../time/day.ts'

/** Characters of a training's title, material and outcome. */
export const trainingLength = { title: 60, material: 400, outcome: 200 } as const

/** A training in the branch: 已计划 → 已举行 → 已办结, or 已取消. */
export const trainingStates = ['planned', 'held', 'closed', 'cancelled'] as const
export type TrainingState = (typeof trainingStates)[number]

/** What is done with a training. */
export const trainingActs = ['sign_in', 'hold', 'record_test', 'close', 'cancel'] as const
export type TrainingAct = (typeof trainingActs)[number]

/** Who was there, and what the short test at its end came to. */
export interface Attendance {
  staffId: string
  signedInAtMs: number
  /** Right answers of a hundred; null where no test was taken. */
  testPoints: number | null
}

/** A training in a branch. */
export interface Training {
  state: TrainingState
  on: Day
  trainerId: string
  /** Whether a short test belongs to it. */
  test: boolean
  attendance: readonly Attendance[]
  /** What came of it; null until it is closed. */
  outcome: string | null
}

/** Why an act on a training is not taken. */
export type TrainingRefusal =
  | 'moved'
  | 'tooEarly'
  | 'signedIn'
  | 'notThere'
  | 'nobodyThere'
  | 'testMissing'
  | 'outcomeMissing'
  | 'pointsWrong'

/** An act on a training; `staffId` is about whom, for sign-ins and tests. */
export interface GivenTrainingAct {
  act: TrainingAct
  on: Day
  staffId: string | null
  testPoints: number | null
  outcome: string | null
}

const allowed: Record<TrainingAct, readonly TrainingState[]> = {
  sign_in: ['planned', 'held'],
  hold: ['planned'],
  record_test: ['held'],
  close: ['held'],
  cancel: ['planned'],
}

/**
 * Why an act is not taken; null where it is. Nobody signs in before the day; a training is held with at
 * least one person beside the trainer, and closed when everybody's test is known and an outcome stands.
 */
export function trainingRefusal(
  { state, on, trainerId, test, attendance }: Training,
  given: GivenTrainingAct,
): TrainingRefusal | null {
  if (!allowed[given.act].includes(state)) return 'moved'
  const there = attendance.find(({ staffId }) => staffId === given.staffId)
  const others = attendance.filter(({ staffId }) => staffId !== trainerId)
  switch (given.act) {
    case 'sign_in':
      if (given.on < on) return 'tooEarly'
      return there ? 'signedIn' : null
    case 'hold':
      if (given.on < on) return 'tooEarly'
      return others.length === 0 ? 'nobodyThere' : null
    case 'record_test': {
      const points = given.testPoints
      if (!there) return 'notThere'
      if (points === null || !Number.isInteger(points) || points < 0 || points > 100) {
        return 'pointsWrong'
      }
      return null
    }
    case 'close':
      if (test && others.some(({ testPoints }) => testPoints === null)) return 'testMissing'
      return (given.outcome ?? '').trim() === '' ? 'outcomeMissing' : null
    case 'cancel':
      return (given.outcome ?? '').trim() === '' ? 'outcomeMissing' : null
  }
}
