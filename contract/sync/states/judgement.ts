import type { ErrorCode } from '../../errors.ts'

/**
 * What is found about a new command before or while its handler runs, in the order in which it is
 * looked for. `dependsOnOpen`: what it depends on is quarantined or never came.
 */
export const findings = [
  'malformed',
  'dealtWith',
  'grantInvalid',
  'grantRevoked',
  'dependsOnRejected',
  'dependsOnOpen',
  'unknown',
  'payloadMalformed',
  'notStorable',
  'failed',
] as const
export type Finding = (typeof findings)[number]

/** A fact took place and is never refused; a decision is judged under today's rules. */
export type CommandKind = 'fact' | 'decision'

/** How a finding ends a command; both ends are final. */
export interface Judgement {
  outcome: 'rejected' | 'quarantined'
  code: ErrorCode
}

const kept = (code: ErrorCode): Readonly<Record<CommandKind, Judgement>> => ({
  fact: { outcome: 'quarantined', code },
  decision: { outcome: 'quarantined', code },
})

/** The table of docs/sync.md, "Commands at head office". A fact is kept for a supervisor. */
export const judgementTable: Readonly<Record<Finding, Readonly<Record<CommandKind, Judgement>>>> = {
  malformed: kept('request.invalid'),
  dealtWith: {
    fact: { outcome: 'rejected', code: 'command.dealtWith' },
    decision: { outcome: 'rejected', code: 'command.dealtWith' },
  },
  grantInvalid: kept('command.grantInvalid'),
  grantRevoked: kept('command.grantRevoked'),
  dependsOnRejected: {
    fact: { outcome: 'quarantined', code: 'command.dependsOnRejected' },
    decision: { outcome: 'rejected', code: 'command.dependsOnRejected' },
  },
  dependsOnOpen: kept('command.dependsOnRejected'),
  unknown: kept('command.unknown'),
  payloadMalformed: kept('request.invalid'),
  notStorable: kept('request.invalid'),
  failed: kept('internal'),
}

/** What is found about a command that depends on one with this outcome; null: it may go on. */
export function dependencyFinding(outcome: string | null): Finding | null {
  if (outcome === 'applied' || outcome === 'applied_with_changes') return null
  return outcome === 'rejected' ? 'dependsOnRejected' : 'dependsOnOpen'
}
