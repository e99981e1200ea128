import type { QuietMovement } from '#contract/ipc/key-transactions.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { movementsOf } from '#db/customers/flow.ts'
import { customerRecord } from '#db/customers/record.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { cardCounts, monthCounts, returnedSums, waitingSums } from '#db/key-transactions/cards.ts'
import { aumAtClose, meansBefore, movedAccounts, quietDays } from '#db/key-transactions/days.ts'
import { keyThresholdsInForce } from '#db/parameters/key-thresholds.ts'
import { judgeDay } from '#domain/key-transactions/judge-day.ts'
import { type KeyThresholds, leastKeyFen } from '#domain/key-transactions/thresholds.ts'
import { addDays, dayOfInstant, monthStart } from '#domain/time/day.ts'
import { reportCurrency } from '../customers/assets.ts'
import { flowGroundOf } from '../customers/fund-flow.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { tabCounts } from './rows.ts'

/** Days back within which it is told why nobody was told. */
const quietSpan = 1
/** Days that are looked at for it. */
const mostQuiet = 5

/**
 * The latest large sum that raised no card, judged here by the same rule as at head office, with what it
 * was compared with. Sums of events that counted are not named: their card is on its way.
 */
function quietMovement(
  db: ReadDatabase,
  scope: CustomerScope,
  currency: string,
  thresholds: KeyThresholds,
): QuietMovement | null {
  const least = { leastFen: leastKeyFen(thresholds), currency }
  const since = addDays(scope.on, -quietSpan)
  for (const found of quietDays(db, scope, { since, ...least }, mostQuiet)) {
    const { customer_id: customerId, posted_on: day } = found
    const record = customerRecord(db, customerId, scope.on)
    if (!record) continue
    const { flow } = flowGroundOf(db, scope, customerId, record.customer.name)
    const { fired, silent } = judgeDay(
      {
        day,
        tier: record.customer.tier,
        birthDate: record.customer.birth_date,
        deceased: record.customer.deceased_on !== null,
        aumBeforeFen: aumAtClose(db, customerId, currency, addDays(day, -1)),
        dailyMeanFen: meansBefore(db, customerId, day),
        movements: movementsOf(db, customerId, { from: day, to: day, on: day }),
        ground: {
          day,
          currency,
          accounts: new Map(movedAccounts(db, customerId).map((each) => [each.id, each])),
          flow,
          lastSalaryOn: null,
          salaryKnown: false,
          loanPaidOff: false,
          endedProducts: new Set(),
        },
        payrollStopped: null,
      },
      thresholds,
    )
    const [part] = silent
    if (fired.length > 0 || !part) continue
    const { atMs = null } = part.movements.at(-1) ?? {}
    return { customerId, name: found.name, day, atMs, part }
  }
  return null
}

/** `keyTransactions.open`: the figures of the caller's cards, and why the latest sum raised none. */
export const openKeyTransactions: Handler<'keyTransactions.open'> = (_request, context) => {
  const scope = scopeOf(context)
  const currency = reportCurrency(context)
  const nowMs = context.clock.now()
  return context.cache((db) => {
    const thresholds = keyThresholdsInForce(db, scope.on)
    const waiting = waitingSums(db, scope)
    const { lastArrivalMs, ...month } = monthCounts(
      db,
      scope,
      monthStart(dayOfInstant(nowMs)),
      nowMs,
    )
    const { nextDueMs: dueAtMs, nextName: name } = waiting
    return {
      businessDate: scope.on,
      whole: scope.kind === 'branch',
      lastArrivalMs,
      counts: tabCounts(cardCounts(db, scope)),
      facts: {
        next: dueAtMs === null || name === null ? null : { dueAtMs, name },
        inFen: waiting.inFen,
        outFen: waiting.outFen,
        insideFen: waiting.insideFen,
        month: { ...month, targetBp: thresholds.rule.onTimeBp },
        returned: returnedSums(db, scope),
      },
      quiet: quietMovement(db, scope, currency, thresholds),
    }
  })
}

/** `keyTransactions.waiting`: how many cards of the caller's scope wait. */
export const countWaiting: Handler<'keyTransactions.waiting'> = (_request, context) => {
  const scope = scopeOf(context)
  return context.cache((db) => {
    const { cards: waiting, fresh, nextDueMs } = waitingSums(db, scope)
    return { waiting, fresh, nextDueMs }
  })
}
