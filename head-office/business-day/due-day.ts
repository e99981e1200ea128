import type pg from 'pg'
import { addDays, type Day, dayOfInstant } from '#domain/time/day.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { openBusinessDay, type OpeningOptions } from './open-business-day.ts'

/** The last day that has closed at a moment (ms UTC): yesterday in UTC+8. */
export function lastClosedDay(nowMs: number): Day {
  return addDays(dayOfInstant(nowMs), -1)
}

/**
 * Opens the last closed day where the database's calendar runs and that day, or the one begun before,
 * is not open yet; days that were missed are not opened one by one. Returns the day it opened, or
 * null where there was nothing to do.
 */
export async function openDueDay(
  pool: pg.Pool,
  nowMs: number,
  options: Pick<OpeningOptions, 'signal' | 'onProgress'> = {},
): Promise<Day | null> {
  const info = await readDatabaseInfo(pool)
  if (info?.calendar !== 'running') return null
  const closed = lastClosedDay(nowMs)
  const due = closed > info.businessDate ? closed : info.businessDate
  if (info.openedDay !== null && info.openedDay >= due) return null
  const { complete } = await openBusinessDay(pool, due, options)
  return complete ? due : null
}
