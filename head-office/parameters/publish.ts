import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import {
  type ParameterKey,
  parameters,
  type ParameterValue,
} from '#domain/administration/parameters.ts'
import type { Parameter } from '#domain/administration/records.ts'
import type { Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { lockScopes, nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'

/** A new version of a parameter. */
export interface Publication<Key extends ParameterKey> {
  key: Key
  value: ParameterValue<Key>
  /** Business date from which it is in force. */
  effectiveFrom: Day
  /** Staff number of whoever publishes. */
  actor: string
}

/**
 * Publishes the next version of a parameter to every terminal; it is in force from its business date
 * on, at head office and in the branches alike. Returns the version. Throws where the value does not
 * fit the parameter's schema.
 */
export async function publishParameter<Key extends ParameterKey>(
  pool: pg.Pool,
  { key, value, effectiveFrom, actor }: Publication<Key>,
  nowMs: number,
): Promise<number> {
  const json = JSON.stringify(parameters[key].schema.parse(value))
  return inTransaction(pool, 'write', async (client) => {
    await lockScopes(client, [nationalId])
    const { rows } = await client.query<{ version: number }>(
      'select coalesce(max(version), 0) + 1 as version from parameter where key = $1',
      [key],
    )
    const version = rows[0]?.version ?? 1
    const record: Parameter = {
      id: uuidV7(nowMs),
      key,
      version,
      effective_from: effectiveFrom,
      value: json,
    }
    await stageRows(client, 'parameter', [wireRow(tableNamed('parameter'), record)])
    await mergeStaged(client)
    await recordAudit(
      client,
      { branchId: nationalId, actor, action: 'parameter.publish', object: `${key}:${version}` },
      nowMs,
    )
    return version
  })
}
