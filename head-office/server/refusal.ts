import type { FastifyError, FastifyReply } from 'fastify'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import type { Refusal } from '#contract/sync/envelope.ts'
import { describeError } from '#platform/log/logger.ts'
import { isPassingFailure, sqlState } from '../store/transaction.ts'
import type { HeadOffice } from './context.ts'

const statuses: Partial<Record<ErrorCode, number>> = {
  'request.forbidden': 403,
  'request.tooLarge': 413,
  internal: 500,
  'session.required': 401,
  'session.wrongPassword': 401,
  'session.lockedOut': 423,
  'session.staffOtherBranch': 403,
  'headOffice.busy': 429,
  'headOffice.upgradeRequired': 426,
  'headOffice.refused': 403,
  'device.notEnrolled': 401,
  'device.codeInvalid': 403,
  'device.revoked': 403,
  'device.incident': 403,
  'scope.unknown': 404,
  'cursor.stale': 409,
  'cursor.otherEpoch': 409,
  'command.gap': 409,
  'command.cloned': 409,
}

/** Seconds after which a terminal that was told `headOffice.busy` may ask again, unless told otherwise. */
const retryAfterSeconds = 2

/** HTTP status of a refusal. */
export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 400
}

function refusalOf(error: FastifyError | Error): AppError {
  if (error instanceof AppError) return error
  const state = sqlState(error) ?? ''
  if (state === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('request.tooLarge')
  if ('statusCode' in error && error.statusCode !== undefined && error.statusCode < 500) {
    return new AppError('request.invalid')
  }
  return new AppError(isPassingFailure(error) ? 'headOffice.busy' : 'internal')
}

/** Answers with a refusal in the envelope every terminal understands. */
export function sendRefusal(office: HeadOffice, reply: FastifyReply, error: AppError) {
  const body: Refusal = { epoch: office.life.epoch, error: error.toValue() }
  if (error.code === 'headOffice.busy') {
    void reply.header('retry-after', Number(error.data['retryAfterSeconds'] ?? retryAfterSeconds))
  }
  return reply.status(statusOf(error.code)).send(body)
}

/** Turns anything a route threw into a refusal; only faults of our own are logged as errors. */
export function answerError(
  office: HeadOffice,
  reply: FastifyReply,
  route: string,
  error: FastifyError | Error,
) {
  const refusal = refusalOf(error)
  if (!(error instanceof AppError) && refusal.code !== 'request.invalid') {
    // SQL messages may quote values of rows; the SQLSTATE says enough.
    const state = sqlState(error)
    const text = state === null ? describeError(error) : `${error.name} ${state}`
    office.logger.log('error', 'request.failed', { route, code: refusal.code, error: text })
  }
  return sendRefusal(office, reply, refusal)
}
