import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { isAssessed, defaultScheme } from '#domain/assessment/scheme.ts'
import { addDays, addMonths, type Day, instantOfDay, monthStart } from '#domain/time/day.ts'
import { submitAppeal } from '../assessment/appeals.ts'
import { recordDuty } from '../assessment/duty.ts'
import { grantExemption } from '../assessment/exemptions.ts'
import { endMonth, lockMonth } from '../assessment/periods.ts'
import { workingDaysOf } from '../assessment/read-facts.ts'
import { reckonMonth } from '../assessment/reckon.ts'
import { takeSessions } from '../assessment/sessions.ts'
import { calendarExceptions } from '../key-transactions/stage-cards.ts'
import { inTransaction } from '../store/transaction.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { type OutletPlan, type Person, staffId } from './organisation.ts'
import { passCourses } from './past-courses.ts'
import { pastUse } from './past-use.ts'

/** Months that are told, the running one among them. */
const monthsTold = 6
const hour = 3_600_000

/** The line manager who ends and locks months, and decides. */
const lineManager = staffId('8110001')
/** Who appeals and who is on leave: people of the first outlet. */
const [appellant, onLeave] = ['8110104', '8110105']

interface Bank {
  businessDate: Day
  outlets: readonly OutletPlan[]
  seed: number
}

async function useOfOutlet(pool: pg.Pool, outlet: OutletPlan, bank: Bank, months: readonly Day[]) {
  const assessed = outlet.people.filter(({ role }) => isAssessed([role], defaultScheme))
  await inTransaction(pool, 'write', async (client) => {
    const exceptions = await calendarExceptions(client)
    const sessions = months.flatMap((month, nth) => {
      const working = workingDaysOf(month, exceptions)
      const back = months.length - 1 - nth
      const of = { month, working, until: bank.businessDate, back, seed: bank.seed }
      return assessed.flatMap((person: Person) => pastUse(person, of))
    })
    await takeSessions(client, outlet.id, sessions)
    await passCourses(client, outlet, bank)
  })
}

/** Ends a month a day after it was over, and locks it once nobody may appeal any more. */
async function closeMonth(pool: pg.Pool, month: Day): Promise<void> {
  const overMs = instantOfDay(addMonths(month, 1)) + 10 * hour
  await endMonth(pool, month, lineManager, overMs)
  await reckonMonth(pool, month, overMs)
  await lockMonth(pool, month, lineManager, overMs + 7 * 24 * hour)
}

/**
 * Half a year of the assessment, by the functions that head office works with: months that are locked, the
 * last one provisional with an appeal and a sign to decide, the running one with somebody on leave. Where
 * no line manager stands above all outlets, every month stays open.
 */
export async function assessPastMonths(pool: pg.Pool, bank: Bank, nowMs: number): Promise<void> {
  const running = monthStart(bank.businessDate)
  const months = Array.from({ length: monthsTold }, (_, nth) =>
    addMonths(running, nth + 1 - monthsTold),
  )
  for (const outlet of bank.outlets) await useOfOutlet(pool, outlet, bank, months)
  for (const month of months) await reckonMonth(pool, month, nowMs)
  const last = addMonths(running, -1)
  try {
    for (const month of months.filter((each) => each < last)) await closeMonth(pool, month)
    await endMonth(pool, last, lineManager, nowMs)
    await reckonMonth(pool, last, nowMs)
  } catch (error) {
    if (error instanceof AppError && error.code === 'request.forbidden') return
    throw error
  }
  const has = (no: string) => bank.outlets.some(({ people }) => people.some((one) => one.no === no))
  if (has(appellant)) {
    const reason = '上月中旬在市分行跟班三天，登录用的是分行电脑，没有算到我名下。'
    const appeal = { month: last, part: 'effective' as const, reason }
    await submitAppeal(pool, appeal, staffId(appellant), nowMs - 3 * hour)
  }
  if (has(onLeave)) {
    const exemption = {
      month: running,
      staffId: staffId(onLeave),
      scope: 'all' as const,
      kind: 'leave' as const,
      reason: '本月 9 日起休假，已报支行人力备案。',
    }
    await grantExemption(pool, exemption, lineManager, nowMs - 30 * hour)
    const duty = {
      id: nameBasedId('demo', 'duty_entry', onLeave),
      staffId: staffId(onLeave),
      fromDay: addDays(running, 8),
      untilDay: addDays(addMonths(running, 1), -1),
      tenths: 0,
      kind: 'leave' as const,
      reason: '年休假，已报支行人力备案。',
    }
    await recordDuty(pool, duty, lineManager, nowMs - 31 * hour)
  }
}
