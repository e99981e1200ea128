import type { ServerResponse } from 'node:http'
import type pg from 'pg'
import type { Clock } from '#platform/clock/clock.ts'
import type { SigningKeys } from '#platform/crypto/signature.ts'
import type { Logger } from '#platform/log/logger.ts'
import type { MasterKey } from '../keys/master-key.ts'
import type { ArrivalLimits } from './arrivals.ts'
import type { Pace } from './pace.ts'
import type { PokeLimits, Pokes } from './pokes.ts'
import type { Rate } from './token-bucket.ts'

/** Limits of the server; tests lower them to reach them. */
export interface Limits {
  /** Requests at work at once; the next ones are told to come back (429). */
  concurrentRequests: number
  /** Most rows a delta may carry; beyond that the terminal takes a snapshot. */
  maxDeltaRows: number
  /** Rows of a changes page where the terminal asks for the largest one. */
  rowsPerPage: number
  /** About how many characters of JSON go into one snapshot chunk before compression. */
  chunkCharacters: number
  /** Commands a branch may push; pages of changes it may pull. */
  push: Rate
  pull: Rate
  /** Bookings a source may deliver. */
  feed: Rate
  /** Usage records a branch may bring. */
  ledger: Rate
  arrivals: ArrivalLimits
  poke: PokeLimits
}

/** What routes, queries and commands work with. */
export interface HeadOffice {
  pool: pg.Pool
  dataDir: string
  clock: Clock
  logger: Logger
  master: MasterKey
  grantKeys: SigningKeys
  limits: Limits
  /** Serves loopback only, so a demo database may be served. */
  loopback: boolean
  pace: Pace
  pokes: Pokes
  /** Replies to requests at work; one that is only held is not at work. */
  atWork: Set<ServerResponse>
  /** Epoch as last read; every reply names it, also those that never reach the database. */
  life: { epoch: string }
}
