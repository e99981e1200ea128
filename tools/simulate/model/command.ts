import type { ErrorCode } from '#contract/errors.ts'
import { currentPayload } from '#contract/sync/earlier-versions.ts'
import type { Finding } from '#contract/sync/states/judgement.ts'
import type { ModelCommand } from './facts.ts'

/** A refusal, thrown where a request ends. */
export class Refused extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(code)
    this.code = code
  }
}

/** What makes two pushes one command: everything but what may differ between them. */
export const identityOf = ({ commandId, name, customerId, staffId, ...given }: ModelCommand) =>
  `${commandId}|${name}|${customerId}|${staffId}|${given.from}|${given.to}|${given.dependsOn ?? ''}|${given.version}`

/** Facts happened and are never refused for what has changed since; the rest asks for something. */
export const kindOf = {
  fact: 'fact',
  decision: 'decision',
  member: 'decision',
  poison: 'decision',
  newer: 'decision',
} as const

/** What is found about the payload of a fact, which is a visit of whatever version. */
export function payloadFinding({ version, payload }: ModelCommand): Finding | null {
  const current = currentPayload('counter.recordVisit', version, payload)
  return typeof current === 'string' ? current : null
}
