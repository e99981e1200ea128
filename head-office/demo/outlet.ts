import { addMonths, type Day, dayNumber, instantOfDay } from '#domain/time/day.ts'
import type { Counterparty } from './cash-account.ts'
import { type County, elsewhere } from './county.ts'
import { idNumbers, inventedMobile } from './identity.ts'
import type { OutletPlan } from './organisation.ts'
import { drawName } from './people.ts'
import type { PortfolioSetting } from './portfolio-builder.ts'
import type { DemoProduct } from './products.ts'
import { chance, type Chance } from '#platform/chance/chance.ts'
import type { DemoSize } from './size.ts'
import { foreignAccount, otherBanks } from './words.ts'

/** Months of balances that are made, whatever is kept of the bookings. */
export const monthsShown = 24

/** What the customers of one outlet share while they are drawn. */
export interface Outlet {
  plan: OutletPlan
  branchId: string
  county: County
  businessDate: Day
  businessDay: number
  setting: PortfolioSetting
  shelf: readonly DemoProduct[]
  random: Chance
  /** The next customer's number, milliseconds of the id, and mobile number. */
  nextCustomer: () => { customerNo: string; idMs: number; mobile: string }
  idNumber: ReturnType<typeof idNumbers>
  /** The same of people who moved here. */
  idNumberElsewhere: ReturnType<typeof idNumbers>
}

/** Counts numbers of one kind up from 1. */
function counter(): () => number {
  let last = 0
  return () => (last += 1)
}

function someFriends(random: Chance): Counterparty[] {
  return Array.from({ length: 600 }, () => ({
    name: drawName(random.hit(0.5) ? 'F' : 'M', random.int(1950, 2004), random),
    bank: random.pick(otherBanks),
    account: foreignAccount(random),
  }))
}

/** Mobile numbers below this one are a single outlet's. */
const mobilesOfOutlet = 1_500_000

/** Opens an outlet: everything drawn in it follows from the seed and its code. */
export function openOutlet(
  plan: OutletPlan,
  index: number,
  businessDate: Day,
  shelf: readonly DemoProduct[],
  size: DemoSize,
): Outlet {
  const random = chance(size.seed).fork(plan.code)
  const businessDay = dayNumber(businessDate)
  const firstDate = addMonths(businessDate, -monthsShown)
  const nextNumber = counter()
  const nextTransaction = counter()
  const idMs = instantOfDay(firstDate)
  return {
    plan,
    branchId: plan.id,
    county: plan.county,
    businessDate,
    businessDay,
    shelf,
    random,
    idNumber: idNumbers(plan.county.area, plan.place),
    idNumberElsewhere: idNumbers(elsewhere(plan.county), plan.place),
    nextCustomer: () => {
      const number = nextNumber()
      return {
        customerNo: `C${plan.code.slice(2)}${String(number).padStart(6, '0')}`,
        idMs: idMs + number,
        mobile: inventedMobile(index * mobilesOfOutlet + number),
      }
    },
    setting: {
      businessDay,
      firstDay: dayNumber(firstDate),
      firstBookedDay: Math.max(dayNumber(firstDate), businessDay - size.days),
      branchCode: plan.code,
      nextSerial: counter(),
      nextTransaction: () => `${plan.code}${String(nextTransaction()).padStart(9, '0')}`,
      idMs,
      friends: someFriends(random.fork('friends')),
    },
  }
}
