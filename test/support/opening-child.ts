/**
 * Opens a business day in a process of its own that kills itself after as many branches as a test
 * says: `OCRM_TEST_DIE_AFTER`; 0 dies as soon as the day is set.
 */
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { setBusinessDate } from '#head-office/database/info.ts'
import { openPool } from './pool.ts'

const pool = openPool(process.env['HEAD_OFFICE_DATABASE_URL'] ?? '')
const day = process.env['OCRM_TEST_DAY'] ?? ''
const dieAfter = Number(process.env['OCRM_TEST_DIE_AFTER'])
const die = () => process.kill(process.pid, 'SIGKILL')
if (dieAfter === 0) {
  await setBusinessDate(pool, day)
  die()
}
await openBusinessDay(pool, day, { onProgress: (done) => void (done === dieAfter && die()) })
