import type { ErrorCode } from '#contract/errors.ts'
import type { Command, CommandResult } from '#contract/sync/commands.ts'

/** The branches of the model. */
export const branches = ['A', 'B'] as const
export type Branch = (typeof branches)[number]

/**
 * A customer, or one standing in a group; rows are never changed in place, so that equal rows are the same
 * object.
 */
export interface CustomerRow {
  readonly id: string
  readonly branch: Branch
  readonly ver: number
  readonly rev: number
  /** A field that decisions compare and set. */
  readonly value: string
  /** Ids of the commands whose effect the row holds, each as often as it took effect. */
  readonly effects: readonly string[]
}

/**
 * What people give: a fact about a customer, a decision on the customer's field, one that puts the customer
 * into the branch's group or takes him or her out, one that makes its handler fail, one of a newer terminal.
 */
export type ModelCommandName = 'fact' | 'decision' | 'member' | 'poison' | 'newer'

/** A command as it travels. */
export interface ModelCommand extends Pick<
  Command,
  'seq' | 'commandId' | 'staffId' | 'dependsOn' | 'supersedes' | 'dealtWith'
> {
  name: ModelCommandName
  /** Version under which a fact was given, and its payload as that version writes it. */
  version: number
  payload: unknown
  customerId: string
  /** Value the person saw, and the one a decision sets. */
  from: string
  to: string
}

/** The answer to one command. */
export type ModelResult = Pick<CommandResult, 'seq' | 'commandId' | 'outcome' | 'code' | 'revs'>

/** A place in a branch's feed: contains the epoch, as the real cursor does. */
export interface Cursor {
  readonly epoch: number
  readonly branch: Branch
  readonly ver: number
}

/** What a terminal asks head office. */
export type ModelRequest =
  | { kind: 'enrol'; device: string }
  | { kind: 'session'; device: string; deviceEpoch: number; enrolment: number; protocol: number }
  | {
      kind: 'push'
      token: number
      deviceEpoch: number
      epoch: number
      commands: readonly ModelCommand[]
    }
  | { kind: 'changes'; token: number; cursor: Cursor; asked: string }
  | { kind: 'snapshot'; token: number }
  | { kind: 'chunk'; token: number; snapshot: string; part: number }
  | { kind: 'digest'; token: number; cursor: Cursor; rows: readonly CustomerRow[] }

/** Page of a branch's feed. */
export interface ModelPage {
  epoch: string
  scope: string
  after: string
  asked: string
  next: Cursor
  head: number
  more: boolean
  rows: readonly CustomerRow[]
  tombstones: readonly { id: string; ver: number }[]
}

/** What head office answers. */
export type ModelAnswer =
  | { kind: 'enrol'; deviceEpoch: number; enrolment: number }
  | { kind: 'session'; token: number; lastSeq: number; branch: Branch; revoked: readonly string[] }
  | { kind: 'push'; results: readonly ModelResult[] }
  | { kind: 'changes'; page: ModelPage }
  | { kind: 'snapshot'; name: string; ver: number; parts: number }
  | { kind: 'chunk'; rows: readonly CustomerRow[] }
  | { kind: 'digest'; behind: boolean; rows: readonly CustomerRow[] | null }

/** A reply on the wire: every one carries the epoch, refusals too. */
export type ModelReply =
  | { epoch: number; answer: ModelAnswer; refusal: null }
  | { epoch: number; answer: null; refusal: ErrorCode }

/** A cursor as text, for comparing what was asked with what came. */
export const cursorText = ({ epoch, branch, ver }: Cursor): string => `${epoch}:${branch}:${ver}`
