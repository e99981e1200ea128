import type pg from 'pg'
import type { Day } from '#domain/time/day.ts'
import { readDatabaseInfo, setBusinessDate, setOpenedDay } from '../database/info.ts'
import type { LoadCounts } from '../store/bulk-load.ts'
import { openBranch } from './open-branch.ts'

/** Why and how a day is opened; without options in an ordinary night. */
export interface OpeningOptions {
  /**
   * Rows came in bulk: the database's statistics are made anew (without them the plans take ten times
   * as long), and branches that stand for the day already are computed again.
   */
  loaded?: boolean
  /** Gives customers their tiers, as if the last year had been lived here: after a first load. */
  assignTiers?: boolean
  /** Ends the opening after the branch under way; a later one completes it. */
  signal?: AbortSignal
  onProgress?: (done: number, total: number) => void
}

/** What an opening came to. */
export interface Opening extends LoadCounts {
  /** Whether every branch stands for the day now. */
  complete: boolean
}

async function branchesWithCustomers(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select distinct branch_id::text as id from customer_directory order by id',
  )
  return rows.map(({ id }) => id)
}

/**
 * Opens a business day, in this order: rules see the new date; statistics after a bulk load; the
 * steps of every branch, one transaction and one version a branch; the day counts as opened. Run
 * again it changes nothing; killed at any place it is completed by the next run. A day before the
 * one that stands is not opened.
 */
export async function openBusinessDay(
  pool: pg.Pool,
  date: Day,
  options: OpeningOptions = {},
): Promise<Opening> {
  const { loaded = false, assignTiers = false, signal, onProgress } = options
  const opening: Opening = { inserted: 0, updated: 0, unchanged: 0, complete: false }
  await setBusinessDate(pool, date)
  const info = await readDatabaseInfo(pool)
  if (info?.businessDate !== date) return opening
  if (loaded) await pool.query('analyze')
  const branchIds = await branchesWithCustomers(pool)
  for (const [index, branchId] of branchIds.entries()) {
    if (signal?.aborted) return opening
    const counts = await openBranch(pool, {
      branchId,
      date,
      again: loaded,
      firstTiers: assignTiers,
    })
    opening.inserted += counts.inserted
    opening.updated += counts.updated
    opening.unchanged += counts.unchanged
    onProgress?.(index + 1, branchIds.length)
  }
  await setOpenedDay(pool, date)
  return { ...opening, complete: true }
}
