import type pg from 'pg'
import { nameBasedId, uuidV7 } from '#platform/ids/uuid.ts'
import { sqlState } from '../store/transaction.ts'
import type { SourceEntry } from './profile.ts'
import { ImportRefusal } from './reasons.ts'

/** Id of a source in the registry. */
export function sourceId(system: string): string {
  return nameBasedId(system, 'source', system)
}

/** Enters a source into the registry, or brings its entry up to date. */
export async function registerSource(
  db: pg.Pool,
  entry: SourceEntry,
  nowMs: number,
): Promise<void> {
  await db.query(
    `insert into source (id, system, owner, grade, refresh, trust_rank, as_of, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (system) do update
       set owner = excluded.owner, grade = excluded.grade, refresh = excluded.refresh,
           trust_rank = excluded.trust_rank, as_of = excluded.as_of`,
    [
      sourceId(entry.system),
      entry.system,
      entry.owner,
      entry.grade,
      entry.refresh,
      entry.trustRank,
      entry.asOf,
      new Date(nowMs),
    ],
  )
}

/** Notes that an import begins; returns its id. */
export async function beginRun(
  db: pg.Pool,
  system: string,
  profile: string,
  path: string,
  nowMs: number,
): Promise<string> {
  const id = uuidV7(nowMs)
  await db.query(
    `insert into import_run (id, source_id, profile, path, state, started_at)
     values ($1, $2, $3, $4, 'running', $5)`,
    [id, sourceId(system), profile, path, new Date(nowMs)],
  )
  return id
}

/**
 * Makes this transaction the only import of a source. Runs that were killed are marked as failed.
 * Refuses while another import of the source is at work.
 */
export async function lockSource(
  client: pg.ClientBase,
  system: string,
  runId: string,
): Promise<void> {
  try {
    await client.query(`set local lock_timeout = '10s'`)
    await client.query('select id from source where system = $1 for update', [system])
    await client.query('set local lock_timeout = 0')
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error
    throw new ImportRefusal(
      `另一个 ${system} 导入正在进行，请等它结束。`,
      `Another import of ${system} is at work; please wait for its end.`,
    )
  }
  await client.query(
    `update import_run set state = 'failed', ended_at = now()
     where source_id = $1 and state = 'running' and id <> $2`,
    [sourceId(system), runId],
  )
}

/** Notes how an import ended; `report` is its JSON. */
export async function endRun(
  db: pg.Pool | pg.ClientBase,
  runId: string,
  state: 'done' | 'failed',
  report: string | null,
  nowMs: number,
): Promise<void> {
  await db.query('update import_run set state = $2, ended_at = $3, report = $4 where id = $1', [
    runId,
    state,
    new Date(nowMs),
    report,
  ])
}
