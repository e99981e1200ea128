import type { StandingOrder } from '#domain/accounts/records.ts'
import type { Counterparty, Flow } from './cash-account.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { flow, monthsBetween } from './rhythms.ts'
import type { WealthPlan } from './wealth.ts'
import { foreignAccount, otherBanks } from './words.ts'

/** A payment that the bank makes by itself every month. */
export interface StandingPlan {
  amountFen: number
  purpose: 'leasing' | 'household' | 'insurance'
  /** Day of the month, 1 to 28. */
  payDay: number
  to: Counterparty & { bank: string; account: string }
}

/** Customers with a regular income who have one. */
const orderShare = 0.12

const payees = { leasing: '房屋租赁服务中心', insurance: '金桂保险' } as const

/** Draws a standing order of at most a tenth of what comes in every month; mostly there is none. */
export function drawStandingOrder(
  plan: WealthPlan,
  friends: readonly Counterparty[],
  random: Chance,
): StandingPlan | null {
  const { rhythm } = plan.calling
  const regular = rhythm === 'salary' || rhythm === 'pension'
  if (!regular || plan.standing.status !== 'normal' || !random.hit(orderShare)) return null
  const purpose = random.weighted([
    ['leasing', 3],
    ['household', 4],
    ['insurance', 3],
  ] as const)
  const amountFen =
    Math.floor((plan.monthlyIncomeFen * (0.04 + 0.06 * random.next())) / 1000) * 1000
  if (amountFen < 5000) return null
  const name = purpose === 'household' ? random.pick(friends).name : payees[purpose]
  const to = { name, bank: random.pick(otherBanks), account: foreignAccount(random) }
  return { amountFen, purpose, payDay: random.int(1, 28), to }
}

/** The payments from the first shown day on; one that finds no money is left out. */
export function standingFlows(
  order: StandingPlan | null,
  { firstDay, businessDay }: { firstDay: number; businessDay: number },
): Flow[] {
  if (!order) return []
  return monthsBetween(firstDay, businessDay, firstDay)
    .map(({ first }) => first + order.payDay - 1)
    .filter((day) => day > firstDay && day <= businessDay)
    .map((day) =>
      flow(day, 5 * 60, -order.amountFen, {
        operation: 'transfer_out',
        purpose: order.purpose,
        channel: 'system',
        counterparty: order.to,
      }),
    )
}

/** The order as the bank keeps it. */
export function standingRecord(
  order: StandingPlan,
  owned: { branch_id: string; id: string },
  accountId: string,
): StandingOrder {
  return {
    ...owned,
    account_id: accountId,
    counterparty_bank: order.to.bank,
    counterparty_account: order.to.account,
    amount_fen: order.amountFen,
    purpose: order.purpose,
  }
}
