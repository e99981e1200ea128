import type { ClientBase } from 'pg'
import type { Column, RowTable } from '#contract/sync/rows/table.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import { rowKey } from './row-key.ts'
import { lockScopes, nextVersions } from './scope-version.ts'

/** A record's field as the driver binds it: instants (ms) become dates. */
function bound(column: Column, value: unknown): unknown {
  return column.wire === 'instant' && typeof value === 'number' ? new Date(value) : value
}

/** Fields of a record of `domain`, by column name. */
export type RecordFields = Record<string, string | number | boolean | null>

function columnNamed(table: RowTable, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name)
  if (!column) throw new Error(`${table.name} has no column ${name}`)
  return column
}

/**
 * Writes rows of one branch whose scope this transaction has locked. All rows carry the one version
 * taken at the first write; a branch in which nothing was written keeps its version.
 */
export class BranchWriter {
  readonly branchId: string
  readonly #client: ClientBase
  #ver = 0
  readonly #revs: Record<string, number> = {}

  private constructor(client: ClientBase, branchId: string) {
    this.#client = client
    this.branchId = branchId
  }

  /** Locks the branch's scope: what is read from now on is what the writes meet. */
  static async lock(client: ClientBase, branchId: string): Promise<BranchWriter> {
    await lockScopes(client, [branchId])
    return new BranchWriter(client, branchId)
  }

  /** The same for two branches, in the order in which everybody locks them. */
  static async lockBoth(
    client: ClientBase,
    one: string,
    other: string,
  ): Promise<[BranchWriter, BranchWriter]> {
    await lockScopes(client, [one, other])
    return [new BranchWriter(client, one), new BranchWriter(client, other)]
  }

  /** The version taken (0 where nothing was written) and `rev` of each written row by `table:id`. */
  get written(): { ver: number; revs: Record<string, number> } {
    return { ver: this.#ver, revs: { ...this.#revs } }
  }

  /** The version that statements of one's own write into the rows of this branch. */
  version(): Promise<number> {
    return this.#version()
  }

  async #version(): Promise<number> {
    if (this.#ver === 0) {
      const versions = await nextVersions(this.#client, [this.branchId])
      this.#ver = versions.get(this.branchId) ?? 0
    }
    return this.#ver
  }

  /**
   * Adds a row; `branch_id` is this branch. Throws where the key exists. Its `rev` begins with 1; that of a row
   * that may have ended here before and `returns` begins with the version, above any it had: a terminal that
   * still holds the former row must not take it for this one.
   */
  async insert(
    tableName: TableName,
    id: string,
    fields: RecordFields,
    returns = false,
  ): Promise<void> {
    const table = tableNamed(tableName)
    const ver = await this.#version()
    const rev = returns ? ver : 1
    const names = Object.keys(fields)
    const values = names.map((name) => bound(columnNamed(table, name), fields[name]))
    await this.#client.query(
      `insert into ${table.name} (branch_id, ${names.join(', ')}, ver, rev)
       values ($1, ${names.map((_, index) => `$${index + 3}`).join(', ')}, $2, ${rev})`,
      [this.branchId, ver, ...values],
    )
    const key = table.key.map((name) => (name === 'branch_id' ? this.branchId : fields[name]))
    await this.#client.query(
      'delete from tombstone where branch_id = $1 and table_name = $2 and row_key = $3',
      [this.branchId, table.name, JSON.stringify(key)],
    )
    this.#revs[`${tableName}:${id}`] = rev
  }

  /** Changes fields of the row whose second key column is `id`; the row must exist. */
  async update(tableName: TableName, id: string, fields: RecordFields): Promise<void> {
    const table = tableNamed(tableName)
    const ver = await this.#version()
    const names = Object.keys(fields)
    const assignments = names.map((name, index) => `${name} = $${index + 4}`)
    const values = names.map((name) => bound(columnNamed(table, name), fields[name]))
    const { rows } = await this.#client.query<{ rev: number }>(
      `update ${table.name} set ${[...assignments, 'ver = $3', 'rev = rev + 1'].join(', ')}
       where branch_id = $1 and ${table.key[1] ?? ''} = $2 returning rev::float8`,
      [this.branchId, id, ver, ...values],
    )
    const rev = rows[0]?.rev
    if (rev === undefined) throw new Error(`${tableName} has no such row`)
    this.#revs[`${tableName}:${id}`] = rev
  }

  /**
   * Takes a row out of the branch and leaves a tombstone, from which terminals learn that it was
   * deleted or left their scope. The row must exist.
   */
  async remove(
    tableName: TableName,
    id: string,
    reason: 'deleted' | 'left_scope',
    nowMs: number,
  ): Promise<void> {
    const table = tableNamed(tableName)
    const ver = await this.#version()
    const { rows } = await this.#client.query<{ key: string[] }>(
      `delete from ${table.name} where branch_id = $1 and ${table.key[1] ?? ''} = $2
       returning array[${table.key.map((name) => `${name}::text`).join(', ')}] as key`,
      [this.branchId, id],
    )
    if (rows.length === 0) throw new Error(`${tableName} has no such row`)
    for (const { key } of rows) {
      await this.#client.query(
        `insert into tombstone (branch_id, table_name, row_key, ver, reason, left_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (branch_id, table_name, row_key) do update
           set ver = excluded.ver, reason = excluded.reason, left_at = excluded.left_at`,
        [this.branchId, table.name, JSON.stringify(key), ver, reason, new Date(nowMs)],
      )
    }
  }

  /**
   * Takes the rows whose `column` holds one of `ids` out of the branch; each leaves a tombstone. No version
   * is taken where there is none.
   */
  async removeAll(
    tableName: TableName,
    column: string,
    ids: readonly string[],
    reason: 'deleted' | 'left_scope',
    nowMs: number,
  ): Promise<void> {
    const table = tableNamed(tableName)
    const condition = `branch_id = $1 and ${columnNamed(table, column).name} = any($2::uuid[])`
    const found = await this.#client.query(`select from ${table.name} where ${condition} limit 1`, [
      this.branchId,
      ids,
    ])
    if (found.rowCount === 0) return
    await this.#client.query(
      `with gone as (delete from ${table.name} where ${condition} returning *)
       insert into tombstone (branch_id, table_name, row_key, ver, reason, left_at)
       select $1, $4, ${rowKey(table, 'g')}, $3, $5, $6 from gone g
       on conflict (branch_id, table_name, row_key) do update
         set ver = excluded.ver, reason = excluded.reason, left_at = excluded.left_at`,
      [this.branchId, ids, await this.#version(), table.name, reason, new Date(nowMs)],
    )
  }

  /**
   * Moves the rows whose `column` holds one of `ids` to the branch of another writer: there they are
   * rows like any other, with `rev` + 1; here each leaves a tombstone (`left_scope`). No version is
   * taken where there is nothing to move.
   */
  async moveTo(
    target: BranchWriter,
    tableName: TableName,
    column: string,
    ids: readonly string[],
    nowMs: number,
  ): Promise<void> {
    const table = tableNamed(tableName)
    const condition = `branch_id = $1 and ${columnNamed(table, column).name} = any($2::uuid[])`
    const found = await this.#client.query(`select from ${table.name} where ${condition} limit 1`, [
      this.branchId,
      ids,
    ])
    if (found.rowCount === 0) return
    const versions = [await this.#version(), await target.#version()]
    const names = table.columns.map(({ name }) => name).filter((name) => name !== 'branch_id')
    await this.#client.query(
      `with gone as (delete from ${table.name} where ${condition} returning *),
       arrived as (
         insert into ${table.name} (branch_id, ${names.join(', ')}, ver, rev)
         select $3::uuid, ${names.map((name) => `g.${name}`).join(', ')}, $5, g.rev + 1 from gone g
       ),
       back as (
         delete from tombstone where branch_id = $3::uuid and table_name = $6
           and row_key in (select ${rowKey(table, 'g', '$3::uuid')} from gone g)
       )
       insert into tombstone (branch_id, table_name, row_key, ver, reason, left_at)
       select $1, $6, ${rowKey(table, 'g')}, $4, 'left_scope', $7 from gone g
       on conflict (branch_id, table_name, row_key) do update
         set ver = excluded.ver, reason = excluded.reason, left_at = excluded.left_at`,
      [this.branchId, ids, target.branchId, ...versions, table.name, new Date(nowMs)],
    )
  }
}
