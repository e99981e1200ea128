import type { ErrorCode } from '#contract/errors.ts'
import type { Cache } from './cache.ts'
import type { Cursor, CustomerRow, ModelReply, ModelRequest } from './facts.ts'
import type { Journal } from './journal.ts'

/** A refusal or `headOffice.unreachable`, thrown into what was asked for. */
export class Failed extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(code)
    this.code = code
  }
}

/**
 * Where a terminal's work can be interrupted: `between` two operations others may run or the process
 * may die, `inside` one (between its two commits) it may only die; `rest` ends a round. A request
 * waits for its reply.
 */
export type Pause = 'between' | 'inside' | 'rest' | ModelRequest

/** Work that pauses; a reply (null: head office cannot be reached) is handed in after a request. */
export type Work = Generator<Pause, void, ModelReply | null | undefined>

/** Part of some work, with what comes of it. */
export type Part<Result> = Generator<Pause, Result, ModelReply | null | undefined>

/** The open session of a terminal. */
export interface Session {
  epoch: number
  token: number
}

/** A snapshot on its way; survives a kill. */
export interface Staging {
  name: string
  cursor: Cursor
  parts: (readonly CustomerRow[] | null)[]
}

/** What the disk of a terminal holds. */
export interface Disk {
  journal: Journal
  cache: Cache | null
  staging: Staging | null
}

/** Codes that say: only a snapshot brings this cache forward. */
export const snapshotCodes = new Set<ErrorCode>(['cursor.stale', 'cursor.otherEpoch'])
/** Codes that stop pushing until somebody has looked. */
export const incidents = new Set<ErrorCode>(['command.gap', 'command.cloned', 'device.incident'])
/** Codes after which the session is another one. */
export const newSessionCodes = new Set<ErrorCode>([
  'headOffice.unreachable',
  'cursor.otherEpoch',
  'session.required',
  'device.revoked',
])
