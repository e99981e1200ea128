/**
 * Every expected error that may cross a boundary. Each has a sentence in every language
 * (`renderer/locales`), which says what happened and what to do.
 */
export const errorCodes = [
  'request.invalid',
  'request.forbidden',
  'request.tooLarge',
  'internal',
  'service.restarted',
  'service.unavailable',
  'session.required',
  'session.locked',
  'session.wrongPassword',
  'session.lockedOut',
  'session.needsOnline',
  'session.grantExpired',
  'session.clockMovedBack',
  'session.noLocalAccount',
  'session.staffUnknown',
  'session.staffOtherBranch',
  'headOffice.unreachable',
  'headOffice.busy',
  'headOffice.upgradeRequired',
  'headOffice.refused',
  'device.notEnrolled',
  'device.codeInvalid',
  'device.revoked',
  'device.incident',
  'cache.notReady',
  'cache.damaged',
  'cache.leaseExpired',
  'storage.full',
  'journal.damaged',
  'keyring.unavailable',
  'config.invalid',
  'customer.notFound',
  'customer.moved',
  'customer.notYours',
  'customer.deceased',
  'viewing.malformed',
  'viewing.notNeeded',
  'viewing.alreadyAsked',
  'viewing.tooMany',
  'viewing.tooLong',
  'viewing.wordsMissing',
  'viewing.notFound',
  'viewing.notYours',
  'viewing.own',
  'viewing.alreadyDecided',
  'viewing.lapsed',
  'viewing.alreadyEnded',
  'contact.malformed',
  'contact.futureDate',
  'task.notFound',
  'task.alreadyClosed',
  'task.notYours',
  'task.tooFarOff',
  'task.reasonMissing',
  'task.notClosedByYou',
  'staff.notAvailable',
  'correction.conflict',
  'correction.invalidValue',
  'correction.nothingChanged',
  'correction.evidenceMissing',
  'counter.notPresent',
  'counter.tooManyTries',
  'referral.toSelf',
  'referral.noManager',
  'referral.notAllowed',
  'referral.joined',
  'referral.otherManager',
  'referral.notFound',
  'referral.notYours',
  'referral.alreadyMoved',
  'keyTransaction.notFound',
  'keyTransaction.notYours',
  'keyTransaction.alreadyMoved',
  'keyTransaction.reasonMissing',
  'refusal.malformed',
  'refusal.notFound',
  'refusal.notYours',
  'refusal.alreadyTakenBack',
  'relation.malformed',
  'relation.notFound',
  'relation.notTold',
  'relation.alreadyWithdrawn',
  'relation.alreadyThere',
  'relation.nobody',
  'consent.malformed',
  'consent.deceased',
  'consent.guardian',
  'need.malformed',
  'need.notFound',
  'need.notYours',
  'need.alreadySettled',
  'need.saysTooLittle',
  'riskCase.notFound',
  'riskCase.outside',
  'riskCase.moved',
  'riskCase.notYours',
  'riskCase.alreadyYours',
  'riskCase.workedOn',
  'riskCase.textMissing',
  'riskCase.measureMissing',
  'riskCase.sumMissing',
  'riskCase.recoveredTooMuch',
  'riskCase.nothingToReverse',
  'riskCase.recoveredStands',
  'submission.notFound',
  'submission.alreadySettled',
  'submission.repaired',
  'submission.own',
  'command.gap',
  'command.cloned',
  'command.unknown',
  'command.grantInvalid',
  'command.grantRevoked',
  'command.dependsOnRejected',
  'command.dealtWith',
  'command.alreadySent',
  'command.alreadyApplied',
  'command.notRejected',
  'reveal.quotaHour',
  'reveal.quotaDay',
  'view.nameTaken',
  'view.tooMany',
  'group.notFound',
  'group.notYours',
  'group.nameTaken',
  'group.nameMissing',
  'group.ruleInvalid',
  'group.wrongKind',
  'group.tooMany',
  'group.tooManyMembers',
  'group.someLeftOut',
  'practice.unavailable',
  'practice.over',
  'export.tooManyRows',
  'export.nothing',
  'export.notWritten',
  'print.notRecorded',
  'print.noPrinter',
  'print.cancelled',
  'print.failed',
  'print.notWritten',
  'parameter.dateNotAhead',
  'parameter.notWaiting',
  'parameter.sameHand',
  'assessment.notFound',
  'assessment.notOpen',
  'assessment.notOver',
  'assessment.locked',
  'assessment.own',
  'assessment.reasonMissing',
  'assessment.standsAlready',
  'assessment.appealTooLate',
  'assessment.appealWaiting',
  'assessment.remindedAlready',
  'learning.notFound',
  'learning.moved',
  'learning.own',
  'learning.textMissing',
  'learning.noTriesToday',
  'learning.tooEarly',
  'learning.nobodyThere',
  'learning.testMissing',
  'learning.testNotOpen',
  'learning.notSignedIn',
  'scope.unknown',
  'scope.leaseExpired',
  'cursor.stale',
  'cursor.otherEpoch',
] as const

/** A code of the closed list {@link errorCodes}. */
export type ErrorCode = (typeof errorCodes)[number]

/** What a sentence may quote: plain values only, never an object of the database. */
export type ErrorData = Record<string, string | number | boolean | null>

/** An expected error as a value, as it crosses processes and the network. */
export interface ErrorValue {
  code: ErrorCode
  data?: ErrorData | undefined
}

/** An expected error as it is thrown inside one process. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly data: ErrorData

  constructor(code: ErrorCode, data: ErrorData = {}) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.data = data
  }

  /** The value that crosses a boundary. */
  toValue(): ErrorValue {
    return { code: this.code, data: this.data }
  }
}

/** Whether a text is one of the closed list. */
export function isErrorCode(text: string): text is ErrorCode {
  return (errorCodes as readonly string[]).includes(text)
}

/** Marks a place that an exhaustive switch never reaches. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
