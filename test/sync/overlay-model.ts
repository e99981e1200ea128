import {
  type CommandName,
  commandDefinitions,
  type CommandResult,
} from '#contract/sync/commands.ts'
import type { RowBatch, Tombstone } from '#contract/sync/rows/batch.ts'
import { packBatch } from '#contract/sync/rows/batch.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import type { Row } from '#db/cache/rows.ts'
import { cacheKey } from '#db/schema/columns.ts'
import type { LocalRows } from '#main/sync/effects/effect.ts'
import { applyEffect } from '#main/sync/effects/list.ts'

/** Rows by `table`, then by the JSON of their key. */
export type State = Map<TableName, Map<string, Row>>

/** Tables the model looks at. */
export const modelTables = [
  'customer',
  'customer_summary',
  'contact',
  'task',
  'correction',
] as const

export const keyText = (table: TableName, row: Row) =>
  JSON.stringify(cacheKey(tableNamed(table)).map((column) => row[column] ?? null))

export function copy(state: State): State {
  return new Map([...state].map(([table, rows]) => [table, new Map(rows)]))
}

/** Local rows over a plain map: the reference of what an overlay does. */
export function mapRows(state: State): LocalRows {
  const rowsOf = (table: TableName) => {
    const rows = state.get(table) ?? new Map<string, Row>()
    state.set(table, rows)
    return rows
  }
  return {
    get: (table, ...key) => rowsOf(table).get(JSON.stringify(key)),
    where: (table, column, value) =>
      [...rowsOf(table).values()].filter((row) => row[column] === value),
    put(table, row) {
      const key = keyText(table, row)
      const before = rowsOf(table).get(key)
      rowsOf(table).set(key, { ver: before?.['ver'] ?? 0, rev: before?.['rev'] ?? 0, ...row })
    },
    patch(table, key, changes) {
      const before = rowsOf(table).get(JSON.stringify(key))
      if (before) rowsOf(table).set(JSON.stringify(key), { ...before, ...changes })
    },
  }
}

/** A command as the model keeps it. */
export interface ModelCommand {
  commandId: string
  name: CommandName
  payload: unknown
  staffId: string
  givenAtMs: number
}

/** Applies local effects of commands to a copy of a base. */
export function overlaid(base: State, commands: readonly ModelCommand[], branchId: string): State {
  const state = copy(base)
  for (const { name, payload, staffId, givenAtMs } of commands) {
    const { version } = commandDefinitions[name]
    applyEffect({ name, version, payload }, { staffId, branchId, givenAtMs }, mapRows(state))
  }
  return state
}

/** A head office of one branch, in memory, with the real feed's rules: ver per scope, rev per row. */
export class ModelServer {
  state: State = new Map()
  ver = 0
  readonly history: State[] = [new Map<TableName, Map<string, Row>>()]
  readonly #tombstones: Tombstone[] = []
  readonly #revs = new Map<string, number>()
  readonly #answers = new Map<number, CommandResult>()
  readonly branchId: string

  constructor(branchId: string) {
    this.branchId = branchId
  }

  /** Writes or removes (`row` null) rows in one version. Returns the revs of what was written. */
  write(
    changes: { table: TableName; key: WireValue[]; row: Row | null }[],
  ): Record<string, number> {
    this.ver += 1
    const revs: Record<string, number> = {}
    for (const { table, key, row } of changes) {
      const rows = this.state.get(table) ?? new Map<string, Row>()
      this.state.set(table, rows)
      const text = JSON.stringify(key)
      const rev = (this.#revs.get(`${table}${text}`) ?? 0) + 1
      this.#revs.set(`${table}${text}`, rev)
      if (row) {
        rows.set(text, { ...row, ver: this.ver, rev })
        revs[`${table}:${key.join(',')}`] = rev
      } else if (rows.delete(text)) {
        const named = tableNamed(table).key.map((column) =>
          column === 'branch_id' ? this.branchId : (key.shift() ?? null),
        )
        this.#tombstones.push({ table, key: named, ver: this.ver, reason: 'deleted' })
      }
    }
    this.history[this.ver] = copy(this.state)
    return revs
  }

  /** Executes a command once; the same number gets the stored answer. */
  execute(seq: number, command: ModelCommand, refuse: boolean): CommandResult {
    const known = this.#answers.get(seq)
    if (known) return known
    const before = copy(this.state)
    const after = overlaid(this.state, [command], this.branchId)
    const changes = modelTables.flatMap((table) =>
      [...(after.get(table) ?? [])]
        .filter(([key, row]) => before.get(table)?.get(key) !== row)
        .map(([key, row]) => ({ table, key: JSON.parse(key) as WireValue[], row })),
    )
    const rejected = refuse || changes.length === 0
    const result: CommandResult = {
      seq,
      commandId: command.commandId,
      outcome: rejected ? 'rejected' : 'applied',
      code: rejected ? 'task.alreadyClosed' : null,
      conflicts: [],
      revs: rejected ? {} : this.write(changes),
      ver: rejected ? 0 : this.ver,
      decidedAtMs: 1,
    }
    this.#answers.set(seq, result)
    return result
  }

  /** What a terminal at version `after` is sent. */
  page(after: number): { batches: RowBatch[]; tombstones: Tombstone[]; head: number } {
    const batches = [...this.state].flatMap(([name, rows]) => {
      const table = tableNamed(name)
      const changed = [...rows.values()].filter((row) => Number(row['ver']) > after)
      if (changed.length === 0) return []
      return [
        packBatch(
          table,
          changed.map((row) => ({
            values: table.columns.map((column) => row[column.name] ?? null),
            ver: Number(row['ver']),
            rev: Number(row['rev']),
          })),
        ),
      ]
    })
    const tombstones = this.#tombstones.filter(({ ver }) => ver > after)
    return { batches, tombstones, head: this.ver }
  }
}
