import type { ClientBase } from 'pg'

/** A parent row of a source as it was read; `data` is its JSON. */
export interface LandedRow {
  kind: string
  key: string
  data: string
}

const rowsAtOnce = 2000

/** All parent rows of a source that earlier imports took. */
export async function readLanding(client: ClientBase, sourceId: string): Promise<LandedRow[]> {
  const { rows } = await client.query<LandedRow>(
    'select kind, key, data from source_record where source_id = $1',
    [sourceId],
  )
  return rows
}

/** Writes parent rows that are new or changed. */
export async function writeLanding(
  client: ClientBase,
  sourceId: string,
  rows: readonly LandedRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const some = rows.slice(start, start + rowsAtOnce)
    await client.query(
      `insert into source_record (source_id, kind, key, data)
       select $1, * from unnest($2::text[], $3::text[], $4::text[])
       on conflict (source_id, kind, key) do update set data = excluded.data`,
      [sourceId, some.map((r) => r.kind), some.map((r) => r.key), some.map((r) => r.data)],
    )
  }
}
