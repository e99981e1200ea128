import type { CommandName, CommandPayload } from '#contract/sync/commands.ts'
import type { Row } from '#db/cache/rows.ts'
import type { WireValue } from '#contract/sync/rows/table.ts'
import type { TableName } from '#contract/sync/rows/tables.ts'

/** The rows an effect may look at and change; every change can be undone. Keys without `branch_id`. */
export interface LocalRows {
  get(table: TableName, ...key: WireValue[]): Row | undefined
  /** Rows with a value in a column; the column should have an index. */
  where(table: TableName, column: string, value: WireValue): Row[]
  /** Adds a row that head office does not know yet: `rev` 0 marks it. Replaces one with its key. */
  put(table: TableName, row: Row): void
  /** Changes columns of a row, keeping its `ver` and `rev`; nothing where the row is not here. */
  patch(table: TableName, key: WireValue[], changes: Row): void
}

/** Who gave a command, and when (ms UTC, the terminal's clock). */
export interface EffectContext {
  staffId: string
  branchId: string
  givenAtMs: number
}

/**
 * What a waiting command does to the rows on this PC until head office has answered and its rows
 * came down. Pure in its inputs and idempotent: after every pull it is applied again to newer rows.
 * Where the rows it needs are gone, it does nothing.
 */
export type Effect<Name extends CommandName> = (
  payload: CommandPayload<Name>,
  context: EffectContext,
  rows: LocalRows,
) => void
