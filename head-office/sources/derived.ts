import type { ClientBase } from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { createStage, stageRows } from '../store/bulk-load.ts'
import type { DerivedTable } from './profile.ts'
import { wireRow } from './wire-row.ts'

/**
 * Stages records that a profile derived. Columns to keep, and rows that only an empty place takes,
 * are settled against what stands, whichever branch it stands under: a correction made at a branch,
 * a tier or an allocation is not undone by the next delivery.
 */
export async function stageDerived(client: ClientBase, derived: DerivedTable): Promise<void> {
  const table = tableNamed(derived.table)
  const staged = await createStage(client, derived.table)
  await stageRows(
    client,
    derived.table,
    (function* () {
      for (const record of derived.records) yield wireRow(table, record)
    })(),
  )
  const identity = table.key.filter((name) => name !== 'branch_id' || table.key.length === 1)
  const same = identity.map((name) => `t.${name} = s.${name}`).join(' and ')
  if (derived.insertOnly) {
    await client.query(`delete from ${staged} s using ${derived.table} t where ${same}`)
  } else if (derived.keep && derived.keep.length > 0) {
    const kept = derived.keep.map((name) => `${name} = t.${name}`).join(', ')
    await client.query(`update ${staged} s set ${kept} from ${derived.table} t where ${same}`)
  }
}
