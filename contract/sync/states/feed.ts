import type { ErrorCode } from '../../errors.ts'

/** A version and how many rows and tombstones carry it. */
export interface VersionRows {
  ver: number
  rows: number
}

/** What head office knows of a scope when a cursor comes. */
export interface FeedPlace {
  /** Version the cursor stands at. */
  after: number
  head: number
  /** Tombstones up to here are gone. */
  floor: number
}

/**
 * Whether a cursor can be served from the feed, before its rows are counted: `cursor.otherEpoch`
 * where it is ahead of the head (a database with another history), `cursor.stale` where tombstones
 * it needs are gone.
 */
export function cursorVerdict({ after, head, floor }: FeedPlace): 'serve' | ErrorCode {
  if (after > head) return 'cursor.otherEpoch'
  return after < floor ? 'cursor.stale' : 'serve'
}

/** What a page of changes covers. */
export interface PageSpan {
  /** Rows with versions up to here are in the page; the cursor after it stands here. */
  reached: number
  more: boolean
}

/**
 * A page ends where a version ends: at the boundary at which it holds `pageRows` rows, or at the
 * head. Null where more than `mostRows` lie beyond the cursor: a snapshot is the shorter way.
 */
export function pageSpan(
  versions: readonly VersionRows[],
  head: number,
  pageRows: number,
  mostRows: number,
): PageSpan | null {
  if (versions.reduce((sum, { rows }) => sum + rows, 0) > mostRows) return null
  let rows = 0
  for (const [index, version] of versions.entries()) {
    rows += version.rows
    const more = index + 1 < versions.length
    if (rows >= pageRows && more) return { reached: version.ver, more }
  }
  return { reached: head, more: false }
}

/** A page as far as its place in the feed goes. */
export interface PagePlace {
  epoch: string
  scope: string
  /** Cursor the page follows. */
  after: string
  /** What the request was marked with: no two are the same. */
  asked: string
}

/**
 * Whether a page is the one that was asked for. One of another epoch says that the database behind
 * head office changed; one of another scope or cursor, or that answers another request, is refused: a
 * copy that some middlebox kept is older than the answers that a pull is trusted to cover.
 */
export function pageVerdict(asked: PagePlace, page: PagePlace): 'fits' | ErrorCode {
  if (page.epoch !== asked.epoch) return 'cursor.otherEpoch'
  const fits =
    page.scope === asked.scope && page.after === asked.after && page.asked === asked.asked
  return fits ? 'fits' : 'headOffice.refused'
}

/** Whether a tombstone removes the row: not one that came back in a newer version. */
export function tombstoneRemoves(rowVer: number, tombstoneVer: number): boolean {
  return rowVer <= tombstoneVer
}
