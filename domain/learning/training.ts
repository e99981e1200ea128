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
  /** Right answers of a hundred, of the best try where there were several; null where no test was taken. */
  testPoints: number | null
  /** Whether a try reached the pass mark; null without one, and for points that were typed. */
  testPassed: boolean | null
  /** Tries that ended; none where the points were typed. */
  testTries: number
}

/** A training in a branch. */
export interface Training {
  state: TrainingState
  on: Day
  trainerId: string
  /** Whether a short test belongs to it. */
  test: boolean
  /** The course that is gone through: its cards are the handout, its bank gives the test. Null for none. */
  courseCode: string | null
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
  | 'notTyped'

/** Whether the test is drawn from the bank of a course, and not typed by the trainer (人工登记). */
export const drawsTest = ({ test, courseCode }: Pick<Training, 'test' | 'courseCode'>): boolean =>
  test && courseCode !== null

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
 * least one person beside the trainer. One with a typed test, or none, is closed when everybody's test is
 * known and an outcome is written; where head office draws the test its results are the outcome, words may be
 * added, and who did not take it holds nobody up.
 */
export function trainingRefusal(
  training: Training,
  given: GivenTrainingAct,
): TrainingRefusal | null {
  const { state, on, trainerId, test, attendance } = training
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
      if (!test || drawsTest(training)) return 'notTyped'
      const points = given.testPoints
      if (!there) return 'notThere'
      if (points === null || !Number.isInteger(points) || points < 0 || points > 100) {
        return 'pointsWrong'
      }
      return null
    }
    case 'close':
      if (drawsTest(training)) return null
      if (test && others.some(({ testPoints }) => testPoints === null)) return 'testMissing'
      return (given.outcome ?? '').trim() === '' ? 'outcomeMissing' : null
    case 'cancel':
      return (given.outcome ?? '').trim() === '' ? 'outcomeMissing' : null
  }
}

/** Why somebody does not take the test of a training: none is drawn, it is not open yet, or not any more. */
export type TestRefusal = 'notDrawn' | 'notHeld' | 'over' | 'trains' | 'notThere'

/**
 * Why somebody does not take the test of a training; null where he or she may. It is open once the trainer has
 * said that the training was held, until it is closed, for those who signed in; not for who taught them.
 */
export function testRefusal(training: Training, staffId: string): TestRefusal | null {
  const { state, trainerId, attendance } = training
  if (!drawsTest(training)) return 'notDrawn'
  if (state === 'planned') return 'notHeld'
  if (state !== 'held') return 'over'
  if (staffId === trainerId) return 'trains'
  return attendance.some((one) => one.staffId === staffId) ? null : 'notThere'
}

/** What an attendance says after one more try: the best one counts, and passed stays passed. */
export function afterTry(
  before: Pick<Attendance, 'testPoints' | 'testPassed' | 'testTries'>,
  { shareBp, passed }: { shareBp: number; passed: boolean },
): Pick<Attendance, 'testPoints' | 'testPassed' | 'testTries'> {
  return {
    testPoints: Math.max(before.testPoints ?? 0, Math.floor(shareBp / 100)),
    testPassed: passed || before.testPassed === true,
    testTries: before.testTries + 1,
  }
}

/** What came of the test of a training: heads, the trainer not counted. */
export interface TestCounts {
  signedIn: number
  tested: number
  passed: number
}

/** What came of the test of a training that head office draws. */
export function testCounts({
  trainerId,
  attendance,
}: Pick<Training, 'trainerId' | 'attendance'>): TestCounts {
  const others = attendance.filter(({ staffId }) => staffId !== trainerId)
  return {
    signedIn: others.length,
    tested: others.filter(({ testTries }) => testTries > 0).length,
    passed: others.filter(({ testPassed }) => testPassed === true).length,
  }
}
