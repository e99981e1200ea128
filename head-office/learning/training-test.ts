import type pg from 'pg'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import type { AttemptResult } from '#domain/learning/attempt.ts'
import { learningIdParts } from '#domain/learning/records.ts'
import { afterTry, testRefusal, type TestRefusal } from '#domain/learning/training.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import type { BranchWriter } from '../store/branch-writer.ts'
import { knownTraining } from './trainings.ts'

/** A training whose test somebody takes, in the branch in which it is held. */
export interface TestedTraining {
  branchId: string
  sessionId: string
}

const refusals: Record<TestRefusal, ErrorCode> = {
  notDrawn: 'learning.notFound',
  notHeld: 'learning.testNotOpen',
  over: 'learning.testNotOpen',
  trains: 'request.forbidden',
  notThere: 'learning.notSignedIn',
}

/**
 * Holds that somebody may begin a try at the test of a training now, and that it is drawn from this course.
 * Throws `learning.notFound`, `learning.testNotOpen`, `learning.notSignedIn` and `request.forbidden`.
 */
export async function requireTest(
  client: pg.ClientBase,
  { branchId, sessionId }: TestedTraining,
  { staffId, code }: { staffId: string; code: string },
): Promise<void> {
  const training = await knownTraining(client, branchId, sessionId)
  if (training.courseCode !== code) throw new AppError('learning.notFound')
  const refusal = testRefusal(training, staffId)
  if (refusal !== null) throw new AppError(refusals[refusal])
}

/**
 * Writes what a try came to beside the sign-in of who took it. A training that was closed meanwhile keeps the
 * results it was closed with; the try counts for the course all the same.
 */
export async function countTry(
  client: pg.ClientBase,
  writer: BranchWriter,
  { sessionId, staffId }: { sessionId: string; staffId: string },
  result: AttemptResult,
): Promise<void> {
  const training = await knownTraining(client, writer.branchId, sessionId)
  const there = training.attendance.find((one) => one.staffId === staffId)
  if (!there || testRefusal(training, staffId) !== null) return
  const { testPoints, testPassed, testTries } = afterTry(there, result)
  const id = nameBasedId(...learningIdParts.attendance(sessionId, staffId))
  await writer.update('training_attendance', id, {
    test_points: testPoints,
    test_passed: testPassed,
    test_tries: testTries,
  })
}
