import { tableNamed } from '#contract/sync/rows/tables.ts'
import { type AnsweredCommand, type CacheBase, isSettled } from '#contract/sync/states/command.ts'
import { overlayRow, undoOverlay, overlaidRows } from '#db/cache/overlay.ts'
import { keyOf, knownTable, readRow, type Row, rowsWhere } from '#db/cache/rows.ts'
import { cacheFact, scopeStates } from '#db/cache/scopes.ts'
import type { SqliteDatabase } from '#db/connection/open.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { type CommandRow, unsettledCommands } from '#db/journal/command-rows.ts'
import { setting } from '#db/journal/settings.ts'
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
  const { name, version } = command
  applyEffect(
    { name, version, payload: JSON.parse(command.payload) as unknown },
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

/** The base as settling looks at it; call on the bare base. */
function baseOf(cache: SqliteDatabase, epoch: string | null): CacheBase {
  return {
    covered: Number(cacheFact(cache, coveredAnswers) ?? 0),
    sameDatabase: scopeStates(cache).every((scope) => scope.epoch === epoch),
    rev: (name) => baseRev(cache, name),
  }
}

function answered(command: CommandRow): AnsweredCommand {
  const revs = JSON.parse(command.revs) as Record<string, number>
  const { state, answer_order: answerOrder, resend } = command
  return { state, answerOrder, again: resend === 1, revs }
}

/** What the journal holds that may not be in the base yet, and the epoch it speaks with now. */
export interface Unsettled {
  commands: readonly CommandRow[]
  epoch: string | null
}

/** The unsettled commands of a journal. */
export function unsettledOf(journal: ReadDatabase): Unsettled {
  return { commands: unsettledCommands(journal), epoch: setting(journal, 'epoch') }
}

/**
 * Brings the cache from one base to the next with the local effects on top: undo, change the base,
 * replay what is not settled. Part of the caller's transaction on the cache. Returns the ids of the
 * commands that are settled now.
 */
export function rebase(
  cache: SqliteDatabase,
  { commands, epoch }: Unsettled,
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
  const base = baseOf(cache, epoch)
  for (const command of commands) {
    ;(isSettled(answered(command), base) ? settled : open).push(command)
  }
  for (const command of open) applyCommand(cache, command, branchId, changes)
  return settled.map((command) => command.command_id)
}
