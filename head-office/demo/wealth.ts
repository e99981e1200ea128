import { ageOn, type Day, dayNumber } from '#domain/time/day.ts'
import type { AssetClass } from '#domain/products/records.ts'
import type { Calling } from './callings.ts'
import type { Flow } from './cash-account.ts'
import type { LoanPlan } from './loans.ts'
import { drawLoan } from './loans.ts'
import type { Person } from './people.ts'
import type { DemoProduct } from './products.ts'
import type { Chance } from '#platform/chance/chance.ts'

/** A fixed-term deposit that renews itself: the present one began on `openedOn`. */
export interface TermPlan {
  product: DemoProduct
  principalFen: number
  openedOn: number
}

/** Money in a product. `fromSavings`: it lay on the current account before, else it came from elsewhere. */
export interface HoldingPlan {
  product: DemoProduct
  costFen: number
  boughtOn: number
  fromSavings: boolean
}

/** What became of the current account: dormant ones sleep, frozen ones stand still from a day on. */
export interface Standing {
  status: 'normal' | 'dormant' | 'frozen'
  /** Nothing moves after this day, days since 1970; null while the account is used. */
  silentFrom: number | null
}

/** What a customer owns and does with money. Days are counted since 1970, money in 分. */
export interface WealthPlan {
  calling: Calling
  cashFen: number
  monthlyIncomeFen: number
  incomeDay: number
  /** Small payments a month. */
  payments: number
  /** Receipts of a shop in a month where they are extraordinarily many. */
  receipts?: number
  terms: TermPlan[]
  holdings: HoldingPlan[]
  loan: LoanPlan | null
  creditCard: boolean
  /** A large movement of the last months, as a share of all money; negative leaves the bank. */
  shock: { dayNumber: number; share: number } | null
  standing: Standing
  /** Transfers that are there on purpose, and the number of the current account that others know. */
  planted?: { accountNo: string; flows: readonly Flow[] }
}

const wan = 1_000_000

/** Assets and monthly income of somebody with a calling, 分: who earns more usually has more. */
export function drawMeans(
  { assets: [medianWan, spread, mostWan], monthly: [yuan, incomeSpread] }: Calling,
  random: Chance,
): { assetsFen: number; monthlyFen: number } {
  const luck = random.normal()
  const assetsFen = Math.min(mostWan * wan, Math.round(medianWan * wan * Math.exp(spread * luck)))
  const both = 0.6 * luck + 0.8 * random.normal()
  const monthlyFen = Math.round((yuan * Math.exp(incomeSpread * both)) / 10) * 1000
  return { assetsFen, monthlyFen }
}

function cashShare(assetsFen: number, random: Chance): number {
  if (assetsFen < 5 * wan) return 0.25 + 0.75 * random.next()
  if (assetsFen < 20 * wan) return 0.1 + 0.35 * random.next()
  if (assetsFen < 50 * wan) return 0.06 + 0.24 * random.next()
  return 0.04 + 0.16 * random.next()
}

function classWeights(assetsFen: number, cautious: boolean): [AssetClass, number][] {
  const rich = assetsFen >= 50 * wan
  return [
    ['deposit', cautious ? 78 : rich ? 42 : 62],
    ['wealth', cautious ? 8 : rich ? 24 : 17],
    ['fund', cautious ? 1 : rich ? 11 : 7],
    ['insurance', rich ? 10 : 6],
    ['bond', 6],
    ['metal', cautious ? 0 : 2],
    ['trust', assetsFen >= 300 * wan && !cautious ? 8 : 0],
  ]
}

/** Amounts people put away: whole thousands, from 10 万 on whole ten thousands. */
function tidy(fen: number): number {
  const step = fen >= 10 * wan ? wan : 100_000
  return Math.floor(fen / step) * step
}

/** What is bought of, and since when. */
export interface Market {
  businessDay: number
  /** Nobody buys anything before this day. */
  earliest: number
  shelf: readonly DemoProduct[]
  random: Chance
}

/** How often a deposit of a term is chosen, by product code. */
const termWeights: Readonly<Record<string, number>> = {
  DQ03: 1,
  DQ06: 2,
  DQ12: 8,
  DQ24: 4,
  DQ36: 7,
}

function drawTerm({ businessDay, earliest, shelf, random }: Market, amountFen: number): TermPlan {
  const product = random.weighted(
    shelf
      .filter(
        ({ record }) => record.asset_class === 'deposit' && record.min_amount_fen <= amountFen,
      )
      .map((item) => [item, termWeights[item.record.code] ?? 2]),
  )
  const days = product.record.term_days ?? 365
  // Deposits begin in the weeks after harvest and festival: many end around the same days.
  const oldest = Math.min(days - 1, Math.max(1, businessDay - earliest))
  const back = random.hit(0.05)
    ? oldest - random.int(0, Math.min(30, oldest))
    : random.int(0, oldest)
  return { product, principalFen: amountFen, openedOn: businessDay - back }
}

/** Some bought a week or a month ago: they are due for a call after the sale. */
function daysSincePurchase(oldest: number, random: Chance): number {
  if (oldest > 32 && random.hit(0.03)) return random.pick([6, 7, 8, 29, 30, 31])
  return random.int(1, oldest)
}

function drawHolding(
  { businessDay, earliest, shelf, random }: Market,
  assetClass: AssetClass,
  amountFen: number,
): HoldingPlan | null {
  const fitting = shelf.filter(
    ({ record }) => record.asset_class === assetClass && record.min_amount_fen <= amountFen,
  )
  if (fitting.length === 0) return null
  const product = random.pick(fitting)
  const longest = Math.min(product.record.term_days ?? 1400, 1400, businessDay - earliest) - 1
  return {
    product,
    costFen: amountFen,
    boughtOn: businessDay - daysSincePurchase(Math.max(1, longest), random),
    fromSavings: random.hit(0.6),
  }
}

/** What people keep at hand, 分. */
const enoughFen = 2.2 * wan

function invest(
  assetsFen: number,
  calling: Calling,
  cautious: boolean,
  market: Market,
): Pick<WealthPlan, 'terms' | 'holdings'> {
  const { random } = market
  const terms: TermPlan[] = []
  const holdings: HoldingPlan[] = []
  if (calling.rhythm === 'allowance') return { terms, holdings }
  const cashFen = assetsFen * cashShare(assetsFen, random)
  let left = assetsFen - cashFen
  const most = assetsFen >= 50 * wan ? 7 : assetsFen >= 20 * wan ? 4 : 2
  while (left >= 0.5 * wan && terms.length + holdings.length < most) {
    const amount = tidy(left * (0.3 + 0.7 * random.next()))
    if (amount < 0.2 * wan) break
    const assetClass = random.weighted(classWeights(assetsFen, cautious))
    if (assetClass === 'deposit' || calling.rhythm === 'minor') {
      terms.push(drawTerm(market, amount))
      left -= amount
      continue
    }
    const holding = drawHolding(market, assetClass, amount)
    if (holding) holdings.push(holding)
    left -= holding ? amount : 0.1 * wan
  }
  // More than somebody needs at hand does not stay on the current account, except with a few.
  const spare = left + cashFen - enoughFen * Math.exp(0.5 * random.normal())
  if (spare >= 0.5 * wan && !random.hit(0.12)) terms.push(drawTerm(market, tidy(spare)))
  return { terms, holdings }
}

/** Some of those who take much take nearly everything: a few of them are lost to the bank. */
const lossFrom = -0.6
const lossTimes = 3

function drawShock(assetsFen: number, businessDay: number, random: Chance): WealthPlan['shock'] {
  if (assetsFen < 6 * wan || !random.hit(0.09)) return null
  const daysAgo = random.hit(0.7) ? random.int(0, 27) : random.int(28, 80)
  const share = random.hit(0.55) ? -(0.25 + 0.4 * random.next()) : 0.3 + 0.6 * random.next()
  return {
    dayNumber: businessDay - daysAgo,
    share: share < lossFrom ? lossTimes * share : share,
  }
}

/** From this sum on a customer may have a credit card, 分. */
const creditCardFen = 4 * wan

/** First day on which somebody may own something: as a child soon after birth, else with 16. */
export function earliestDay(birth: Day, businessDate: Day): number {
  const born = dayNumber(birth)
  return ageOn(birth, businessDate) < 16 ? born + 60 : born + 16 * 366
}

/** Draws what a customer owns and does; `assetsFen` decides, where it is given. */
export function drawWealth(
  { customer, calling, rural }: Person,
  businessDate: Day,
  shelf: readonly DemoProduct[],
  random: Chance,
  given: { assetsFen?: number } = {},
): WealthPlan {
  const birth = customer.birth_date ?? '1980-01-01'
  const businessDay = dayNumber(businessDate)
  const age = ageOn(birth, businessDate)
  const means = drawMeans(calling, random)
  const assetsFen = given.assetsFen ?? means.assetsFen
  const market: Market = { businessDay, earliest: earliestDay(birth, businessDate), shelf, random }
  const cautious = age >= 65 || (rural && random.hit(0.6))
  const { terms, holdings } = invest(assetsFen, calling, cautious, market)
  const put = [...terms.map((t) => t.principalFen), ...holdings.map((h) => h.costFen)]
  const loan = random.hit(calling.borrows)
    ? drawLoan(calling, means.monthlyFen, businessDay, random)
    : null
  // Some who borrow live from hand to mouth: the next instalment is not always covered.
  const tight = loan !== null && random.hit(0.2)
  const cashFen = Math.max(2_000, Math.round(assetsFen - put.reduce((sum, fen) => sum + fen, 0)))
  const [few, usual, many] = calling.payments
  const shares = age >= 74 ? [70, 25, 5] : [30, 50, 20]
  return {
    calling,
    cashFen: tight ? Math.min(cashFen, 40_000) : cashFen,
    monthlyIncomeFen: means.monthlyFen,
    incomeDay: calling.rhythm === 'pension' ? 15 : random.pick([5, 8, 10, 15, 20, 25]),
    payments: random.weighted([
      [few, shares[0] ?? 1],
      [usual, shares[1] ?? 1],
      [many, shares[2] ?? 1],
    ]),
    terms,
    holdings,
    loan,
    creditCard:
      assetsFen >= creditCardFen && age >= 22 && age < 66 && random.hit(rural ? 0.1 : 0.3),
    shock: calling.rhythm === 'minor' ? null : drawShock(assetsFen, businessDay, random),
    standing: { status: 'normal', silentFrom: null },
  }
}

/** Share of customers with little money who have forgotten the account, and of those frozen. */
const dormantShare = 0.03
const frozenShare = 0.004

/** An account that sleeps, or that a court or a missing document has frozen: nothing else with us. */
export function drawStanding(plan: WealthPlan, businessDay: number, random: Chance): WealthPlan {
  const put = plan.terms.length + plan.holdings.length
  if (put > 0 || plan.loan || plan.cashFen > wan || plan.calling.rhythm === 'minor') return plan
  const draw = random.next()
  const bare = { creditCard: false, shock: null }
  if (draw < dormantShare) {
    const standing: Standing = { status: 'dormant', silentFrom: 0 }
    return { ...plan, ...bare, cashFen: random.int(15, 20_000), payments: 0, standing }
  }
  if (draw < dormantShare + frozenShare) {
    const silentFrom = businessDay - random.int(10, 400)
    return { ...plan, ...bare, standing: { status: 'frozen', silentFrom } }
  }
  return plan
}
