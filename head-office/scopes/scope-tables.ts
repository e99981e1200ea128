import type { RowTable, WireValue } from '#contract/sync/rows/table.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import { nationalId } from '../store/scope-version.ts'

/** The tables a scope consists of, in order of fetching. */
export function tablesOfScope(branchId: string): readonly RowTable[] {
  const scope = branchId === nationalId ? 'national' : 'branch'
  return tables.filter((table) => table.scope === scope).sort((a, b) => a.priority - b.priority)
}

/**
 * Condition that keeps a statement inside one scope. The branch is always parameter 1; national
 * tables have no branch, so there the parameter is only compared with itself.
 */
export function inScope(table: RowTable, alias: string): string {
  return table.scope === 'branch' ? `${alias}.branch_id = $1` : '$1::uuid is not null'
}

/** A row as an array of wire values in column order, then `ver`, then `rev`. */
export type ScopeRow = WireValue[]

/** Splits what a `wireColumns` select returned into values, `ver` and `rev`. */
export function splitRow(row: ScopeRow): { values: WireValue[]; ver: number; rev: number } {
  return { values: row.slice(0, -2), ver: Number(row.at(-2)), rev: Number(row.at(-1)) }
}
