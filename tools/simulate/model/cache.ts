import { currentPayload } from '#contract/sync/earlier-versions.ts'
import { isSettled } from '#contract/sync/states/command.ts'
import { tombstoneRemoves } from '#contract/sync/states/feed.ts'
import type { Cursor, CustomerRow, ModelPage } from './facts.ts'
import { type Journal, type KeptCommand, unsettled } from './journal.ts'
import { memberId } from './members.ts'

/** The file that may be lost at any time. */
export interface Cache {
  cursor: Cursor
  /** What head office gave. */
  base: Map<string, CustomerRow>
  /** Newest answer that a pull applied here has covered. */
  covered: number
  /** Commands whose effects lie on top of the base. */
  shown: KeptCommand[]
  /** A row was changed by a fault of the disk that nothing noticed. */
  diverged: boolean
}

/** Whether this program can read what was given, under whatever version: else it shows nothing. */
function isReadable({ name, version, payload }: KeptCommand): boolean {
  if (name !== 'fact') return true
  return typeof currentPayload('counter.recordVisit', version, payload) !== 'string'
}

/** What is on the screen of a customer: the base with the effects shown on top; null: not here. */
export function shownRow(cache: Cache, customerId: string): CustomerRow | null {
  const row = cache.base.get(customerId)
  if (!row) return null
  let { value, effects } = row
  for (const command of cache.shown) {
    const own = command.customerId === customerId && command.name !== 'member'
    if (!own || !isReadable(command)) continue
    effects = [...effects, command.commandId]
    if (command.name === 'decision') value = command.to
  }
  return { ...row, value, effects }
}

/** Customers who are here, without where they stand in the group. */
export const customersHere = (cache: Cache): string[] =>
  [...cache.base.values()].filter(({ id }) => !id.includes('/')).map(({ id }) => id)

/** Where a customer who is here stands in the branch's group, on the screen; null: the row was never there. */
export function shownMember(cache: Cache, customerId: string): CustomerRow | null {
  const { branch } = cache.cursor
  const id = memberId(branch, customerId)
  let row = cache.base.get(id) ?? null
  if (!cache.base.has(customerId)) return row
  for (const { name, commandId, customerId: of, to } of cache.shown) {
    if (name !== 'member' || of !== customerId || (row?.value ?? 'out') === to) continue
    const effects: readonly string[] = [...(row?.effects ?? []), commandId]
    row = { id, branch, ver: row?.ver ?? 0, rev: row?.rev ?? 0, value: to, effects }
  }
  return row
}

/**
 * Brings the effects in line with the journal, on the bare base: what the base holds is settled, the
 * rest is put on top, in the order it was given. Returns what is settled now.
 */
export function rebase(cache: Cache, journal: Journal): KeptCommand[] {
  const settled: KeptCommand[] = []
  cache.shown = []
  const base = {
    covered: cache.covered,
    sameDatabase: cache.cursor.epoch === journal.epoch,
    rev: (name: string) => cache.base.get(name.slice(name.indexOf(':') + 1))?.rev ?? null,
  }
  for (const command of unsettled(journal)) {
    ;(isSettled(command, base) ? settled : cache.shown).push(command)
  }
  return settled
}

/** Rows of all pages, then what left, then the cursor: one commit with the rebase. */
export function applyPages(cache: Cache, pages: readonly ModelPage[]): void {
  for (const page of pages) for (const row of page.rows) cache.base.set(row.id, row)
  for (const { tombstones } of pages) {
    for (const { id, ver } of tombstones) {
      const row = cache.base.get(id)
      if (row && tombstoneRemoves(row.ver, ver)) cache.base.delete(id)
    }
  }
  const last = pages.at(-1)
  if (last) cache.cursor = last.next
}
