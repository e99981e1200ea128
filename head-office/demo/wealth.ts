import type { AssetClass } from '#domain/products/records.ts'
import type { Chance } from './random.ts'
import type { DemoProduct } from './products.ts'

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

/** A loan with equal monthly instalments on a day of the month. */
export interface LoanPlan {
  principalFen: number
  months: number
  rateBp: number
  grantedOn: number
  payDay: number
}

/** What a customer owns and does with money. Days are counted since 1970, money in 分. */
export interface WealthPlan {
  cashFen: number
  monthlyIncomeFen: number
  incomeDay: number
  retired: boolean
  /** Everyday payments a month. */
  activity: number
  terms: TermPlan[]
  holdings: HoldingPlan[]
  loan: LoanPlan | null
  /** A large movement of the last weeks, as a share of all money; negative leaves the bank. */
  shock: { dayNumber: number; share: number } | null
}

const wan = 1_000_000

/** Assets of a customer: lognormal with median 3 万 and σ 1.7, so that tiers look like a bank's. */
export function drawAssets(random: Chance): number {
  return Math.min(1500 * wan, Math.round(3 * wan * Math.exp(1.7 * random.normal())))
}

function cashShare(assetsFen: number, random: Chance): number {
  if (assetsFen < 5 * wan) return 0.25 + 0.75 * random.next()
  if (assetsFen < 20 * wan) return 0.1 + 0.35 * random.next()
  if (assetsFen < 50 * wan) return 0.06 + 0.24 * random.next()
  return 0.04 + 0.16 * random.next()
}

function classWeights(assetsFen: number): [AssetClass, number][] {
  const rich = assetsFen >= 50 * wan
  return [
    ['deposit', rich ? 42 : 66],
    ['wealth', rich ? 24 : 15],
    ['fund', rich ? 11 : 6],
    ['insurance', rich ? 10 : 6],
    ['bond', 5],
    ['metal', 2],
    ['trust', assetsFen >= 300 * wan ? 8 : 0],
  ]
}

/** Amounts people put away: whole thousands, from 10 万 on whole ten thousands. */
function tidy(fen: number): number {
  const step = fen >= 10 * wan ? wan : 100_000
  return Math.floor(fen / step) * step
}

interface Draft {
  businessDay: number
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

function drawTerm({ businessDay, shelf, random }: Draft, amountFen: number): TermPlan | null {
  const product = random.weighted(
    shelf
      .filter(
        ({ record }) => record.asset_class === 'deposit' && record.min_amount_fen <= amountFen,
      )
      .map((item) => [item, termWeights[item.record.code] ?? 2]),
  )
  const days = product.record.term_days ?? 365
  return { product, principalFen: amountFen, openedOn: businessDay - random.int(0, days - 1) }
}

function drawHolding(
  { businessDay, shelf, random }: Draft,
  assetClass: AssetClass,
  amountFen: number,
): HoldingPlan | null {
  const fitting = shelf.filter(
    ({ record }) => record.asset_class === assetClass && record.min_amount_fen <= amountFen,
  )
  if (fitting.length === 0) return null
  const product = random.pick(fitting)
  const oldest = Math.min(product.record.term_days ?? 1400, 1400)
  return {
    product,
    costFen: amountFen,
    boughtOn: businessDay - random.int(1, oldest - 1),
    fromSavings: random.hit(0.6),
  }
}

function drawLoan(assetsFen: number, { businessDay, random }: Draft): LoanPlan | null {
  if (!random.hit(assetsFen >= 20 * wan ? 0.16 : 0.1)) return null
  const home = random.hit(0.6)
  return {
    principalFen: tidy((home ? random.int(15, 60) : random.int(3, 15)) * wan),
    months: home ? random.pick([120, 180, 240, 360]) : random.pick([12, 24, 36, 60]),
    rateBp: home ? random.int(320, 420) : random.int(400, 560),
    grantedOn: businessDay - random.int(40, home ? 2500 : 330),
    payDay: random.int(3, 26),
  }
}

/** Draws what a customer of a given age owns and does. */
export function drawWealth(
  assetsFen: number,
  age: number,
  businessDay: number,
  shelf: readonly DemoProduct[],
  random: Chance,
): WealthPlan {
  const draft: Draft = { businessDay, shelf, random }
  const terms: TermPlan[] = []
  const holdings: HoldingPlan[] = []
  let left = assetsFen * (1 - cashShare(assetsFen, random))
  const most = assetsFen >= 50 * wan ? 7 : assetsFen >= 20 * wan ? 4 : 2
  while (left >= 0.5 * wan && terms.length + holdings.length < most) {
    const amount = tidy(left * (0.3 + 0.7 * random.next()))
    if (amount < 0.2 * wan) break
    const assetClass = random.weighted(classWeights(assetsFen))
    if (assetClass === 'deposit') {
      const term = drawTerm(draft, amount)
      if (term) terms.push(term)
      left -= amount
    } else {
      const holding = drawHolding(draft, assetClass, amount)
      if (holding) {
        holdings.push(holding)
        left -= amount
      } else left -= 0.1 * wan
    }
  }
  const put = [...terms.map((t) => t.principalFen), ...holdings.map((h) => h.costFen)]
  const retired = age >= 60
  const income = Math.exp(0.5 * random.normal()) * (retired ? 260_000 : 430_000)
  return {
    cashFen: Math.max(2_000, Math.round(assetsFen - put.reduce((sum, fen) => sum + fen, 0))),
    monthlyIncomeFen: Math.round((income * (1 + assetsFen / (60 * wan))) / 100) * 100,
    incomeDay: retired ? 15 : random.pick([5, 8, 10, 15, 20, 25]),
    retired,
    activity: random.weighted([
      [1, 40],
      [4, 40],
      [9, 20],
    ]),
    terms,
    holdings,
    loan: retired ? null : drawLoan(assetsFen, draft),
    shock:
      assetsFen >= 6 * wan && random.hit(0.07)
        ? {
            dayNumber: businessDay - random.int(0, 27),
            share: random.hit(0.55) ? -(0.25 + 0.4 * random.next()) : 0.3 + 0.6 * random.next(),
          }
        : null,
  }
}

/** Monthly instalment of a loan, 分, rounded to 分: P·i·(1+i)^n ÷ ((1+i)^n − 1). */
export function instalmentFen(loan: LoanPlan): number {
  const rate = loan.rateBp / 120_000
  const growth = (1 + rate) ** loan.months
  return Math.round((loan.principalFen * rate * growth) / (growth - 1))
}

/** What is still owed after `paid` instalments, 分. */
export function owedFen(loan: LoanPlan, paid: number): number {
  const rate = loan.rateBp / 120_000
  let owed = loan.principalFen
  const payment = instalmentFen(loan)
  for (let month = 0; month < paid && owed > 0; month += 1) {
    owed = Math.max(0, owed + Math.round(owed * rate) - payment)
  }
  return owed
}
