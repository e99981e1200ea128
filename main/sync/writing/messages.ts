import { AppError, type ErrorValue } from '#contract/errors.ts'
import { isDamage, mapSqliteError } from '#db/connection/failure.ts'
import { describeError } from '#platform/log/logger.ts'

/** Service → writer: calls given in one turn travel together. */
export interface CallBatch {
  calls: { id: number; name: string; args: unknown }[]
}

/** Writer → service. */
export interface AnswerBatch {
  answers: Answer[]
}

/** How a call ended. */
export type Answer =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: ErrorValue | null; message: string; damage: boolean }

/** A failure in the writer that is no expected error. */
export class WriterError extends Error {
  /** Whether SQLite found the file damaged. */
  readonly damage: boolean

  constructor(message: string, damage: boolean) {
    super(message)
    this.name = 'WriterError'
    this.damage = damage
  }
}

/** The answer that carries an error to the service. */
export function failure(id: number, error: unknown): Answer {
  const mapped = mapSqliteError(error)
  return {
    id,
    ok: false,
    error: mapped instanceof AppError ? mapped.toValue() : null,
    message: describeError(error),
    damage: isDamage(error),
  }
}

/** The error of an answer as the service throws it. */
export function thrown(answer: Extract<Answer, { ok: false }>): Error {
  if (answer.error) return new AppError(answer.error.code, answer.error.data)
  return new WriterError(answer.message, answer.damage)
}
