import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm'
import { type TableName, tables } from '#contract/sync/rows/tables.ts'
import type { RowTable } from '#contract/sync/rows/table.ts'
import { cachedColumns, cacheKey, sqliteType, versionColumns } from './columns.ts'

/** A cached row as an entity: values as SQLite holds them, flags 0 and 1. */
export type CachedRow = Record<string, string | number | null>

function entity(table: RowTable): EntitySchema<CachedRow> {
  const key = cacheKey(table)
  const columns: Record<string, EntitySchemaColumnOptions> = {}
  for (const column of table.columns) {
    columns[column.name] = {
      type: sqliteType(column) === 'TEXT' ? 'text' : 'integer',
      nullable: column.nullable,
      ...(key.includes(column.name) ? { primary: true } : {}),
    }
  }
  for (const name of versionColumns) columns[name] = { type: 'integer' }
  return new EntitySchema<CachedRow>({ name: table.name, tableName: table.name, columns })
}

/** One entity a table of the contract; never leaves `db`, repositories return domain records. */
export const cacheEntities = new Map<TableName, EntitySchema<CachedRow>>(
  tables.map((table) => [table.name, entity(table)]),
)

/** Column order of a cached row. */
export { cachedColumns }
