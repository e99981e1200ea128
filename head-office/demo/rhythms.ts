import { dayNumber, dayOfNumber } from '#domain/time/day.ts'
import type { Counterparty, Flow } from './cash-account.ts'
import { springFestival } from './festival.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { WealthPlan } from './wealth.ts'
import { ownBank, payer, settlement, trader } from './words.ts'

/** A month of the account: its first day (days since 1970) and its place in the year. */
export interface Month {
  first: number
  year: number
  /** 1 to 12. */
  month: number
  /** Its bookings are shown one by one; older ones are made fewer and larger. */
  shown: boolean
}

/** A customer's surroundings: who pays, who is paid, how far back to go. */
export interface Surroundings {
  firstDay: number
  firstBookedDay: number
  businessDay: number
  employer: string | null
  /** The county's name without 县. */
  county: string
  friends: readonly Counterparty[]
  ownElsewhere: Counterparty
  /** Money on the current account on a day that is meant for something later, 分. */
  reservedFen: (dayNumber: number) => number
}

/** The months from `from` to `to`, days since 1970; those that end after `shownFrom` are shown. */
export function monthsBetween(from: number, to: number, shownFrom: number): Month[] {
  const months: Month[] = []
  let [year = 0, month = 0] = dayOfNumber(from).split('-').map(Number)
  for (;;) {
    const first = dayNumber(`${year}-${String(month).padStart(2, '0')}-01`)
    if (first > to) return months
    months.push({ first, year, month, shown: first >= shownFrom - 31 })
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
}

/** Money in or out with what most flows have in common. */
export function flow(
  day: number,
  minute: number,
  amountFen: Flow['amountFen'],
  rest: Pick<Flow, 'operation' | 'purpose' | 'channel' | 'counterparty'>,
): Flow {
  return { dayNumber: day, minute, amountFen, otherwise: 'skip', ...rest }
}

const hours = (random: Chance, from: number, to: number) => random.int(from * 60, to * 60)
/** Around an amount, ± a share, in whole 元. */
const around = (fen: number, share: number, random: Chance) =>
  Math.round((fen * (1 - share + 2 * share * random.next())) / 100) * 100
const wholeHundreds = (fen: number) => Math.round(fen / 10_000) * 10_000

function paid(
  day: number,
  amountFen: number,
  purpose: Flow['purpose'],
  counterparty: Counterparty,
  random: Chance,
): Flow {
  return flow(day, hours(random, 9, 17), amountFen, {
    operation: amountFen > 0 ? 'transfer_in' : 'transfer_out',
    purpose,
    channel: counterparty.bank === ownBank ? 'system' : amountFen > 0 ? 'online' : 'mobile',
    counterparty,
  })
}

/** Wages on the pay day, a bonus before the festival, and a rise every year. */
function salary(plan: WealthPlan, at: Surroundings, { first, year, month }: Month, random: Chance) {
  const years = (at.businessDay - first) / 365
  const base = plan.monthlyIncomeFen / 1.04 ** Math.floor(Math.max(0, years))
  const from = payer(at.employer ?? '代发工资')
  const wages = [
    paid(first + plan.incomeDay - 1, around(base, 0.03, random), 'salary', from, random),
  ]
  const bonusDay = springFestival(year) - 16
  const due = bonusDay >= first && bonusDay < first + 28 && month <= 2
  if (due && plan.calling.employer !== 'build') {
    wages.push(paid(bonusDay, around(base * 1.3, 0.5, random), 'salary', from, random))
  }
  return wages
}

function pension(plan: WealthPlan, at: Surroundings, { first }: Month, random: Chance): Flow[] {
  const from = payer(`${at.county}社会保险中心`)
  return [paid(first + plan.incomeDay - 1, plan.monthlyIncomeFen, 'pension', from, random)]
}

/** The basic pension of the countryside, and what children send now and then. */
function farmPension(plan: WealthPlan, at: Surroundings, { first, month }: Month, random: Chance) {
  const from = payer(`${at.county}社会保险中心`)
  const flows = [paid(first + 9, Math.round(plan.monthlyIncomeFen * 0.5), 'pension', from, random)]
  if (random.hit(0.3)) {
    const sent = wholeHundreds(around(80_000, 0.6, random))
    flows.push(paid(first + random.int(2, 26), sent, 'transfer', random.pick(at.friends), random))
  }
  if (month === 4) flows.push(subsidy(at, first, random))
  return flows
}

function subsidy(at: Surroundings, first: number, random: Chance): Flow {
  const from = payer(`${at.county}惠农补贴专户`)
  return paid(first + 18 + random.int(0, 4), around(90_000, 0.6, random), 'subsidy', from, random)
}

interface Harvest {
  buyer: 'grain' | 'tea' | 'crab'
  /** Share of the year's income and number of sales, by month. */
  sales: Readonly<Record<number, readonly [share: number, count: number]>>
  /** Share of the year's income that seed, feed and fertiliser take, by month. */
  costs: Readonly<Record<number, number>>
}

const harvests: Readonly<Record<'grain' | 'tea' | 'crab', Harvest>> = {
  grain: {
    buyer: 'grain',
    sales: { 6: [0.25, 1], 9: [0.2, 1], 10: [0.45, 2], 11: [0.1, 1] },
    costs: { 3: 0.07, 5: 0.06, 7: 0.03 },
  },
  tea: {
    buyer: 'tea',
    sales: { 3: [0.15, 2], 4: [0.45, 5], 5: [0.2, 3], 6: [0.05, 1], 9: [0.1, 2], 10: [0.05, 1] },
    costs: { 2: 0.07, 7: 0.04, 11: 0.05 },
  },
  crab: {
    buyer: 'crab',
    sales: { 9: [0.2, 3], 10: [0.4, 5], 11: [0.3, 4], 12: [0.1, 1] },
    costs: { 3: 0.18, 5: 0.04, 6: 0.05, 7: 0.05, 8: 0.05 },
  },
}

function harvest(kind: Harvest, plan: WealthPlan, at: Surroundings, when: Month, random: Chance) {
  const yearFen = plan.monthlyIncomeFen * 12
  const flows: Flow[] = []
  const [share, count] = kind.sales[when.month] ?? [0, 0]
  for (let sale = 0; sale < count; sale += 1) {
    const day = when.first + Math.floor((27 * (sale + random.next())) / count)
    const amount = around((yearFen * share) / count, 0.25, random)
    flows.push(paid(day, amount, 'business', trader(kind.buyer, random), random))
  }
  const cost = kind.costs[when.month] ?? 0
  if (cost > 0) {
    const amount = -around(yearFen * cost, 0.3, random)
    const day = when.first + random.int(3, 22)
    flows.push(paid(day, amount, 'business', trader('farmSupply', random), random))
  }
  if (when.month === 4) flows.push(subsidy(at, when.first, random))
  return flows
}

/** How much a shop takes in a month compared with the year's mean. */
const shopSeason = [1.35, 1.25, 0.9, 0.9, 1, 0.9, 0.85, 0.9, 1.05, 1.1, 0.95, 1.1]

/** Takings through the payment codes, and goods bought from wholesalers. */
function shopTrade(plan: WealthPlan, when: Month, random: Chance): Flow[] {
  const season = shopSeason[when.month - 1] ?? 1
  const takings = (plan.monthlyIncomeFen / 0.28) * season
  const count = when.shown ? (plan.receipts ?? Math.ceil(plan.payments * 0.9 + 3)) : 1
  const flows: Flow[] = []
  for (let day = 0; day < count; day += 1) {
    const on = when.first + Math.floor((27.9 * (day + random.next())) / count)
    const amountFen = Math.round((takings / count) * (0.6 + 0.8 * random.next()))
    flows.push(
      flow(on, 6 * 60 + random.int(0, 40), amountFen, {
        operation: 'transfer_in',
        purpose: 'business',
        channel: 'system',
        counterparty: settlement,
      }),
    )
  }
  const purchases = when.shown ? 3 : 1
  for (let nth = 0; nth < purchases; nth += 1) {
    const on = when.first + Math.floor((27.9 * (nth + random.next())) / purchases)
    const amount = -wholeHundreds(around((takings * 0.7) / purchases, 0.2, random))
    flows.push(paid(on, amount, 'business', trader('shopSupply', random), random))
  }
  return flows
}

/** A firm that its owner runs through the own account: few large receipts, suppliers, wages. */
function firmTrade(plan: WealthPlan, when: Month, random: Chance): Flow[] {
  const turnover = plan.monthlyIncomeFen / 0.25
  const receipts = when.shown ? random.int(2, 4) : 1
  const flows = Array.from({ length: receipts }, () => {
    const amount = wholeHundreds(around(turnover / receipts, 0.4, random))
    return paid(when.first + random.int(0, 27), amount, 'business', trader('firm', random), random)
  })
  for (const share of when.shown ? [0.34, 0.26] : [0.6]) {
    const amount = -wholeHundreds(around(turnover * share, 0.2, random))
    flows.push(
      paid(when.first + random.int(2, 27), amount, 'business', trader('firm', random), random),
    )
  }
  const wages = -wholeHundreds(around(turnover * 0.14, 0.1, random))
  flows.push(paid(when.first + 9, wages, 'business', payer('代发工资专户'), random))
  return flows
}

function gigs(plan: WealthPlan, at: Surroundings, { first, shown }: Month, random: Chance): Flow[] {
  const count = shown ? random.int(1, 4) : 1
  return Array.from({ length: count }, () => {
    const amount = around(plan.monthlyIncomeFen / count, 0.5, random)
    return paid(first + random.int(0, 27), amount, 'business', random.pick(at.friends), random)
  })
}

/**
 * People who work far away: part of the wages comes home month by month, the rest is settled before
 * the festival, with savings from an account there; after it money leaves again.
 */
function away(plan: WealthPlan, at: Surroundings, when: Month, random: Chance): Flow[] {
  const firm = { name: at.employer ?? '南湾劳务有限公司', bank: '甲州银行', account: null }
  const flows: Flow[] = []
  if (random.hit(0.75)) {
    const amount = around(plan.monthlyIncomeFen * 0.55, 0.15, random)
    flows.push(paid(when.first + plan.incomeDay - 1, amount, 'salary', firm, random))
  }
  const festival = springFestival(when.year)
  const homecoming = festival - random.int(6, 18)
  if (homecoming >= when.first && homecoming < when.first + 31 && when.month <= 2) {
    const yearFen = plan.monthlyIncomeFen * 12
    const settled = around(yearFen * 0.25, 0.3, random)
    const savings = wholeHundreds(around(yearFen * 0.12, 0.5, random))
    flows.push(
      paid(homecoming, settled, 'salary', firm, random),
      paid(homecoming + random.int(1, 3), savings, 'own_transfer', at.ownElsewhere, random),
    )
  }
  return flows
}

/** What parents send a student, and fees when a term begins. */
function allowance(plan: WealthPlan, at: Surroundings, { first, month }: Month, random: Chance) {
  if (month === 7 || month === 8) return []
  const parent = random.pick(at.friends)
  const sent = wholeHundreds(plan.monthlyIncomeFen)
  const flows = [paid(first + random.int(0, 4), sent, 'household', parent, random)]
  if (month === 9) {
    const fees = wholeHundreds(around(560_000, 0.15, random))
    flows.push(paid(first, fees + 20_000, 'household', parent, random))
    flows.push(
      paid(first + 1, -fees, 'education', { ...payer('学费代收'), bank: '乙江银行' }, random),
    )
  }
  return flows
}

/** Children's money of the festival, brought to the counter by a parent. */
function childsMoney(plan: WealthPlan, { first, year }: Month, random: Chance): Flow[] {
  const day = springFestival(year) + random.int(8, 16)
  if (day < first || day >= first + 31) return []
  return [
    flow(
      day,
      hours(random, 9, 16),
      wholeHundreds(around(plan.monthlyIncomeFen * 16, 0.5, random)),
      {
        operation: 'cash_deposit',
        purpose: null,
        channel: 'counter',
        counterparty: null,
      },
    ),
  ]
}

/** What a calling brings in a month, and what its work costs. */
export function incomeFlows(
  plan: WealthPlan,
  at: Surroundings,
  when: Month,
  random: Chance,
): Flow[] {
  const { rhythm } = plan.calling
  switch (rhythm) {
    case 'salary':
      return salary(plan, at, when, random)
    case 'pension':
      return pension(plan, at, when, random)
    case 'farm_pension':
      return farmPension(plan, at, when, random)
    case 'grain':
    case 'tea':
    case 'crab':
      return harvest(harvests[rhythm], plan, at, when, random)
    case 'shop':
      return shopTrade(plan, when, random)
    case 'firm':
      return firmTrade(plan, when, random)
    case 'gig':
      return gigs(plan, at, when, random)
    case 'away':
      return away(plan, at, when, random)
    case 'allowance':
      return allowance(plan, at, when, random)
    case 'minor':
      return childsMoney(plan, when, random)
  }
}
