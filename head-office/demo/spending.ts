import type { Flow } from './cash-account.ts'
import { springFestival } from './festival.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { flow, type Month, type Surroundings } from './rhythms.ts'
import type { WealthPlan } from './wealth.ts'
import { shop, type Spending } from './words.ts'

/** Usual amount of a payment, 元, spread of its logarithm, the largest, and how often there is one. */
const kinds: Readonly<
  Record<Spending, { yuan: number; spread: number; most: number; often: number }>
> = {
  shopping: { yuan: 85, spread: 0.9, most: 3800, often: 10 },
  dining: { yuan: 36, spread: 0.75, most: 620, often: 8 },
  utilities: { yuan: 96, spread: 0.55, most: 480, often: 3 },
  medical: { yuan: 120, spread: 0.9, most: 4200, often: 2 },
  education: { yuan: 420, spread: 0.7, most: 4800, often: 1 },
}

const drawnKinds = Object.entries(kinds).map(
  ([kind, { often }]) => [kind as Spending, often] as const,
)

const minutes = (random: Chance) => random.int(7 * 60, 21 * 60)

/** Most of the balance that one small payment takes. */
const mostOfBalance = 0.4

function payment(day: number, times: number, random: Chance): Flow {
  const kind = random.weighted(drawnKinds)
  const { yuan, spread, most } = kinds[kind]
  const drawn = Math.min(most, yuan * Math.exp(spread * random.normal())) * times
  const fen =
    kind === 'dining' || random.hit(0.3) ? Math.round(drawn) * 100 : Math.round(drawn * 100)
  return flow(day, minutes(random), (balance) => -small(fen, balance), {
    operation: 'card_payment',
    purpose: kind,
    channel: random.hit(0.75) ? 'mobile' : 'pos',
    counterparty: shop(kind, random),
  })
}

/** Who has little pays little, and nothing under five 元. */
function small(fen: number, balance: number): number {
  const paid = Math.min(fen, Math.floor(balance * mostOfBalance))
  return paid < 500 ? 0 : paid
}

/** How fast money beyond the usual balance goes: at once with a wage, slowly after a harvest. */
function haste({ calling: { rhythm } }: WealthPlan): number {
  if (['grain', 'tea', 'crab', 'away'].includes(rhythm)) return 0.16
  return rhythm === 'firm' ? 0.4 : 0.62
}

const hundreds = (fen: number) => Math.floor(fen / 10_000) * 10_000

/**
 * Twice a month what lies beyond the usual balance goes out: as cash, to the family, or to an account
 * elsewhere.
 */
function level(plan: WealthPlan, at: Surroundings, day: number, random: Chance): Flow {
  const share = haste(plan) * (0.7 + 0.6 * random.next())
  const elder = plan.calling.rhythm === 'pension' || plan.calling.rhythm === 'farm_pension'
  const way = random.weighted([
    ['cash', elder ? 6 : 3],
    ['family', 3],
    ['elsewhere', elder ? 1 : 4],
  ] as const)
  const most = way === 'cash' ? 2_000_000 : 20_000_000
  const amountFen = (balance: number): number => {
    const beyond = balance - plan.cashFen - at.reservedFen(day)
    return beyond >= 30_000 ? -Math.min(most, hundreds(beyond * share)) : 0
  }
  const minute = minutes(random)
  if (way === 'cash') {
    return flow(day, minute, amountFen, {
      operation: 'cash_withdrawal',
      purpose: null,
      channel: elder ? 'counter' : 'atm',
      counterparty: null,
    })
  }
  if (way === 'family') {
    return flow(day, minute, amountFen, {
      operation: 'transfer_out',
      purpose: 'household',
      channel: 'mobile',
      counterparty: random.pick(at.friends),
    })
  }
  return flow(day, minute, amountFen, {
    operation: 'transfer_out',
    purpose: 'own_transfer',
    channel: 'mobile',
    counterparty: at.ownElsewhere,
  })
}

/** Somebody with much too little left brings money back from elsewhere. */
function refill(plan: WealthPlan, at: Surroundings, day: number, random: Chance): Flow {
  const amountFen = (balance: number): number => {
    const missing = plan.cashFen + at.reservedFen(day) - balance
    return missing > 1_000_000 && missing > plan.cashFen * 0.4 ? hundreds(missing * 0.7) : 0
  }
  return flow(day, minutes(random), amountFen, {
    operation: 'transfer_in',
    purpose: 'own_transfer',
    channel: 'mobile',
    counterparty: at.ownElsewhere,
  })
}

/** More of everything around the festival, money in red envelopes, and fares afterwards. */
function festive(plan: WealthPlan, at: Surroundings, when: Month, random: Chance): Flow[] {
  const first = springFestival(when.year)
  if (when.month > 2 || plan.payments === 0) return []
  const away = plan.calling.rhythm === 'away'
  const flows: Flow[] = []
  const add = (day: number, one: () => Flow) => {
    if (day >= when.first && day < when.first + (when.month === 1 ? 31 : 29)) flows.push(one())
  }
  for (const before of [9, 5, 2]) {
    const day = first - before - random.int(0, 2)
    add(day, () => payment(day, away ? 4 : 2.5, random))
  }
  const gift = first - random.int(1, 2)
  const envelopes = hundreds(Math.min(800_000, plan.monthlyIncomeFen * (0.2 + 0.4 * random.next())))
  add(gift, () =>
    flow(
      gift,
      10 * 60 + random.int(0, 300),
      (balance) => -hundreds(Math.min(envelopes, balance / 2)),
      {
        operation: 'cash_withdrawal',
        purpose: null,
        channel: random.hit(0.6) ? 'atm' : 'counter',
        counterparty: null,
      },
    ),
  )
  const leaving = first + random.int(9, 18)
  if (away) {
    const taken = hundreds(plan.monthlyIncomeFen * (0.6 + 0.8 * random.next()))
    add(leaving, () =>
      flow(leaving, minutes(random), (balance) => -hundreds(Math.min(taken, balance / 2)), {
        operation: 'transfer_out',
        purpose: 'own_transfer',
        channel: 'mobile',
        counterparty: at.ownElsewhere,
      }),
    )
  }
  return flows
}

/** Everything somebody spends in a month. */
export function spendingFlows(
  plan: WealthPlan,
  at: Surroundings,
  when: Month,
  random: Chance,
): Flow[] {
  if (plan.calling.rhythm === 'minor') return []
  const flows = festive(plan, at, when, random)
  const late = when.first + random.int(22, 27)
  if (when.shown) {
    for (let nth = 0; nth < plan.payments; nth += 1) {
      flows.push(payment(when.first + random.int(0, 27), 1, random))
    }
    flows.push(level(plan, at, when.first + random.int(8, 13), random))
  } else {
    // Older bookings are not shown one by one: a single larger one gives the same balances.
    flows.push(payment(late, plan.payments, random))
  }
  flows.push(level(plan, at, late, random))
  if (random.hit(0.2)) flows.push(refill(plan, at, when.first + random.int(1, 27), random))
  return flows
}
