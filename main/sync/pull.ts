import { AppError } from '#contract/errors.ts'
import { type ChangesReply, changesReplySchema } from '#contract/sync/changes.ts'
import { pageVerdict } from '#contract/sync/states/feed.ts'
import type { ScopeState } from '#db/cache/scopes.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { DeviceLink } from './device/link.ts'
import type { Transport } from './transport/exchange.ts'
import type { Pull } from './writing/apply-pull.ts'

/** What pulling needs. */
export interface PullNeeds {
  transport: Transport
  link: DeviceLink
  /** Wall clock, ms UTC. */
  now: () => number
  /** Order of the newest answer on disk. */
  lastAnswerOrder(): number
  /** Order of the newest answer that a pull applied to the cache has covered. */
  coveredAnswers(): number
  /** Writes a pull that brings something, in one transaction. */
  apply(pull: Pull): Promise<void>
}

/** Most pages of one pull; a server that never says it is done must not fill the memory. */
const mostPages = 1_000

async function fetchPages(
  needs: PullNeeds,
  state: ScopeState,
  signal: AbortSignal,
): Promise<ChangesReply[]> {
  const pages: ChangesReply[] = []
  let cursor = state.cursor
  do {
    const asked = uuidV7(needs.now())
    const query = `cursor=${encodeURIComponent(cursor)}&asked=${asked}`
    const path = `v1/scopes/${encodeURIComponent(state.scope)}/changes?${query}`
    const page = await needs.link.withToken(signal, (token) =>
      needs.transport.exchange({ path, reply: changesReplySchema, token, signal }),
    )
    const { epoch, scope } = state
    const verdict = pageVerdict({ epoch, scope, after: cursor, asked }, page)
    if (verdict !== 'fits') throw new AppError(verdict)
    if (pages.length >= mostPages) throw new AppError('headOffice.refused')
    pages.push(page)
    cursor = page.next
  } while (pages.at(-1)?.more)
  return pages
}

/**
 * Brings one scope to its head: pages are kept until the last one is here and applied with its
 * cursor in one transaction, so the cache only ever holds states that head office really had.
 * Throws `cursor.stale` or `cursor.otherEpoch` where only a snapshot helps.
 */
export async function pullScope(
  needs: PullNeeds,
  state: ScopeState,
  signal: AbortSignal,
): Promise<ScopeState> {
  const covered = needs.lastAnswerOrder()
  const pages = await fetchPages(needs, state, signal)
  const last = pages.at(-1)
  if (!last) return state
  const next: ScopeState = {
    scope: state.scope,
    epoch: state.epoch,
    cursor: last.next,
    version: last.head,
    business_date: last.businessDate,
    applied_at: needs.now(),
  }
  const carriesEffects = state.scope.startsWith('branch:')
  const covers = carriesEffects && covered > needs.coveredAnswers()
  const rows = pages.some(({ batches, tombstones }) => batches.length + tombstones.length > 0)
  const moved = next.cursor !== state.cursor || next.business_date !== state.business_date
  if (!rows && !moved && !covers) return next
  await needs.apply({
    after: state.cursor,
    state: next,
    pages: pages.map(({ batches, tombstones }) => ({ batches, tombstones })),
    covered: carriesEffects ? covered : null,
  })
  return next
}
