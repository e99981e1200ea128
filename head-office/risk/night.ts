import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type pg from 'pg'
import type { CluesFound } from '#domain/risk-clues/find.ts'
import { clueRuleVersion } from '#domain/risk-clues/rules.ts'
import { type Day, dayNumber } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import type { ClueRequest } from './clue-worker.ts'
import { keepClues } from './keep-clues.ts'
import { readTransfers } from './read-transfers.ts'

/** What a night of the whole bank came to. */
export interface RiskNight {
  transfers: number
  clues: number
  /** Clues with a new case. */
  fresh: number
}

/** What was found, and by which published version of the rule. */
interface Searched {
  found: CluesFound
  ruleVersion: string
}

async function versionInForce(client: pg.ClientBase, date: Day): Promise<string> {
  const { rows } = await client.query<{ version: number | null }>(
    `select max(version) as version from parameter
     where key = 'risk.clue_rule' and effective_from <= $1`,
    [date],
  )
  return `${clueRuleVersion}/${rows[0]?.version ?? 0}`
}

/** How a night is looked at. */
export interface NightOptions {
  /** Looks once more at a day that is done, and changes only what differs. */
  again?: boolean
  signal?: AbortSignal
}

/** Reads the transfers of the bank into a thread and lets it search. */
async function search(
  pool: pg.Pool,
  date: Day,
  signal: AbortSignal | undefined,
): Promise<Searched> {
  const worker = new Worker(new URL('./clue-worker.ts', import.meta.url), { name: 'risk-clues' })
  const answer = once(worker, 'message', signal ? { signal } : {}) as Promise<[CluesFound]>
  // A thread that dies while transfers are read is told of when its answer is waited for.
  answer.catch(() => undefined)
  const tell = (request: ClueRequest) => worker.postMessage(request)
  try {
    const { rule, ruleVersion } = await inTransaction(pool, 'snapshot', async (client) => {
      await client.query(`set local statement_timeout = '10min'`)
      const inForce = await parameterInForce(client, 'risk.clue_rule', date)
      tell({ ask: 'begin' })
      await readTransfers(client, date, inForce.lookDays, (legs) => {
        signal?.throwIfAborted()
        tell({ ask: 'take', legs })
      })
      return { rule: inForce, ruleVersion: await versionInForce(client, date) }
    })
    tell({ ask: 'find', today: dayNumber(date), rule })
    const [found] = await answer
    return { found, ruleVersion }
  } finally {
    await worker.terminate()
  }
}

async function isDone(db: pg.Pool | pg.ClientBase, date: Day): Promise<boolean> {
  const { rows } = await db.query('select from risk_night where branch_id = $1 and day = $2', [
    nationalId,
    date,
  ])
  return rows.length > 0
}

/**
 * Looks for risk clues among all transfers of the bank as of a day, and keeps them with their cases in
 * one transaction; a night that was broken off leaves nothing and is done again. Returns null where
 * the day was looked at already. Aborted, it throws and leaves nothing.
 */
export async function findRiskClues(
  pool: pg.Pool,
  date: Day,
  nowMs: number,
  { again = false, signal }: NightOptions = {},
): Promise<RiskNight | null> {
  if (!again && (await isDone(pool, date))) return null
  const { found, ruleVersion } = await search(pool, date, signal)
  return inTransaction(pool, 'write', async (client) => {
    const fresh = await keepClues(client, found.clues, { date, ruleVersion, nowMs })
    await client.query(
      `insert into risk_night (branch_id, day, finished_at, rule_version, transfers, parties, hubs,
         clues, cut_short, set_aside)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (branch_id, day) do update set finished_at = excluded.finished_at,
         rule_version = excluded.rule_version, transfers = excluded.transfers,
         parties = excluded.parties, hubs = excluded.hubs, clues = excluded.clues,
         cut_short = excluded.cut_short, set_aside = excluded.set_aside`,
      [
        nationalId,
        date,
        new Date(nowMs),
        ruleVersion,
        found.transfers,
        found.parties,
        found.hubs,
        found.clues.length,
        found.cutShort,
        JSON.stringify(found.setAside),
      ],
    )
    const counts = { transfers: found.transfers, clues: found.clues.length, fresh }
    await recordAudit(
      client,
      { branchId: nationalId, actor: 'system', action: 'risk.night', object: date, detail: counts },
      nowMs,
    )
    return counts
  })
}

/** Looks for clues as of the last day that was opened; null where that is done. */
export async function findDueClues(
  pool: pg.Pool,
  nowMs: number,
  options: Pick<NightOptions, 'signal'> = {},
): Promise<RiskNight | null> {
  const day = (await readDatabaseInfo(pool))?.openedDay ?? null
  return day === null ? null : findRiskClues(pool, day, nowMs, options)
}
