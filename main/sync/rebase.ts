import { tableNamed } from '#contract/sync/rows/tables.ts'
import { isSettled } from '#contract/sync/states/command.ts'
import { overlayRow, undoOverlay, overlaidRows } from '#db/cache/overlay.ts'
import { keyOf, knownTable, readRow, type Row, rowsWhere } from '#db/cache/rows.ts'
import { cacheFact } from '#db/cache/scopes.ts'
import type { SqliteDatabase } from '#db/connection/open.ts'
import type { CommandRow } from '#db/journal/command-rows.ts'
import type { ChangeCollector } from './changed-rows.ts'
import type { LocalRows } from './effects/effect.ts'
import { applyEffect } from './effects/list.ts'

/** Cache fact: the newest answer that a pull applied here has covered. */
export const coveredAnswers = 'covered_answers'

function localRows(cache: SqliteDatabase, commandId: string, changes: ChangeCollector): LocalRows {
  return {
    get: (table, ...key) => readRow(cache, tableNamed(table), key),
    where: (table, column, value) => rowsWhere(cache, tableNamed(table), column, value),
    put(name, row) {
      const table = tableNamed(name)
      const key = keyOf(table, row)
      const before = readRow(cache, table, key)
      const whole = { ver: before?.['ver'] ?? 0, rev: before?.['rev'] ?? 0, ...row }
      overlayRow(cache, commandId, table, key, whole)
      changes.add(name, whole)
    },
    patch(name, key, columns) {
      const table = tableNamed(name)
      const before = readRow(cache, table, key)
      if (!before) return
      overlayRow(cache, commandId, table, key, { ...before, ...columns })
      changes.add(name, before)
    },
  }
}

/** Applies the effect of one command on top of what the cache shows now. */
export function applyCommand(
  cache: SqliteDatabase,
  command: CommandRow,
  branchId: string,
  changes: ChangeCollector,
): void {
  applyEffect(
    command.name,
    JSON.parse(command.payload) as unknown,
    { staffId: command.staff_id, branchId, givenAtMs: command.given_at },
    localRows(cache, command.command_id, changes),
  )
}

function baseRev(cache: SqliteDatabase, name: string): number | null {
  const colon = name.indexOf(':')
  const table = knownTable(name.slice(0, colon))
  if (!table) return null
  const row: Row | undefined = readRow(cache, table, [name.slice(colon + 1)])
  const rev = row?.['rev']
  return typeof rev === 'number' ? rev : null
}

/** Whether the base holds the effect of a command already. Call on the bare base. */
function settledIn(cache: SqliteDatabase, command: CommandRow): boolean {
  const { state, answer_order: answerOrder } = command
  const revs = JSON.parse(command.revs) as Record<string, number>
  const covered = Number(cacheFact(cache, coveredAnswers) ?? 0)
  return isSettled({ state, answerOrder, revs }, covered, (name) => baseRev(cache, name))
}

/**
 * Brings the cache from one base to the next with the local effects on top: undo, change the base,
 * replay what is not settled. Part of the caller's transaction on the cache. Returns the ids of the
 * commands that are settled now.
 */
export function rebase(
  cache: SqliteDatabase,
  unsettled: readonly CommandRow[],
  branchId: string,
  changes: ChangeCollector,
  changeBase: () => void,
): string[] {
  for (const { table, key } of overlaidRows(cache)) {
    const row = readRow(cache, tableNamed(table), key)
    if (row) changes.add(table, row)
  }
  undoOverlay(cache)
  changeBase()
  const settled: CommandRow[] = []
  const open: CommandRow[] = []
  for (const command of unsettled) (settledIn(cache, command) ? settled : open).push(command)
  for (const command of open) applyCommand(cache, command, branchId, changes)
  return settled.map((command) => command.command_id)
}
