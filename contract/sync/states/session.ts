/** The epoch a new session names, against the one this terminal knows: `none` before the first. */
export type EpochRelation = 'none' | 'same' | 'other'

/**
 * The last number head office has of this terminal: `behind` what was answered here (it lost
 * answers), `level`, or `ahead` of what was sent from here (this PC was restored or copied).
 */
export type SequenceRelation = 'behind' | 'level' | 'ahead'

/** What a terminal does with a new session. */
export interface SessionVerdict {
  /** Which answered commands go up again: those head office does not know, and recent ones. */
  pushAgain: 'nothing' | 'lost' | 'lostAndRecent'
  /** Whether this terminal may push: not where somebody else has used its numbers. */
  trusted: boolean
}

/** The table of docs/sync.md, "A new session". */
export const sessionTable: Readonly<
  Record<EpochRelation, Readonly<Record<SequenceRelation, SessionVerdict>>>
> = {
  none: {
    behind: { pushAgain: 'lost', trusted: true },
    level: { pushAgain: 'nothing', trusted: true },
    ahead: { pushAgain: 'nothing', trusted: false },
  },
  same: {
    behind: { pushAgain: 'lost', trusted: true },
    level: { pushAgain: 'nothing', trusted: true },
    ahead: { pushAgain: 'nothing', trusted: false },
  },
  other: {
    behind: { pushAgain: 'lostAndRecent', trusted: true },
    level: { pushAgain: 'lostAndRecent', trusted: true },
    ahead: { pushAgain: 'lostAndRecent', trusted: false },
  },
}

/** What a terminal knows of itself when a session opens. */
export interface OwnPlace {
  /** Null before the first session. */
  epoch: string | null
  /** Highest number head office answered; 0 before the first. */
  answered: number
  /** Highest number given; 0 before the first. */
  sent: number
}

/** The verdict on a session that names an epoch and the last number head office has. */
export function sessionVerdict(
  own: OwnPlace,
  session: { epoch: string; lastSeq: number },
): SessionVerdict {
  const { lastSeq } = session
  const epoch = own.epoch === null ? 'none' : own.epoch === session.epoch ? 'same' : 'other'
  const sequence = lastSeq > own.sent ? 'ahead' : lastSeq < own.answered ? 'behind' : 'level'
  return sessionTable[epoch][sequence]
}
