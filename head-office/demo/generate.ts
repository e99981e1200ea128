import type {
  Account,
  AccountParty,
  BalanceChange,
  Card,
  Holding,
  Loan,
  Transaction,
} from '#domain/accounts/records.ts'
import { averageBetween } from '#domain/accounts/average-balance.ts'
import type { CalendarDay, Parameter } from '#domain/administration/records.ts'
import type { Contact } from '#domain/customers/contact.ts'
import type {
  Consent,
  Customer,
  CustomerManager,
  Relation,
  RiskAssessment,
} from '#domain/customers/records.ts'
import { defaultTierFloors, tierOf } from '#domain/customers/tier.ts'
import type { OrgUnit, Staff, StaffRole } from '#domain/organisation/records.ts'
import type { Product } from '#domain/products/records.ts'
import {
  addDays,
  ageOn,
  type Day,
  dayNumber,
  dayOfNumber,
  instantOfDay,
  monthStart,
  addMonths,
} from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { statutoryCalendar } from './calendar.ts'
import type { Counterparty } from './cash-account.ts'
import { drawCare } from './care.ts'
import { drawHousehold } from './families.ts'
import {
  demoStaff,
  demoUnits,
  mainOutlet,
  managersOf,
  secondOutlet,
  staffId,
  unitId,
} from './organisation.ts'
import { drawName, type PersonDraw } from './people.ts'
import { buildPortfolio } from './portfolio.ts'
import type { PortfolioSetting } from './portfolio-builder.ts'
import { type DemoProduct, demoProducts } from './products.ts'
import { chance, type Chance } from './random.ts'
import { drawAssets, drawWealth, type WealthPlan } from './wealth.ts'
import { foreignAccount, otherBanks } from './words.ts'

/** Everything the demo bank holds, table by table. */
export interface DemoData {
  org_unit: OrgUnit[]
  calendar_day: CalendarDay[]
  parameter: Parameter[]
  product: Product[]
  staff: Staff[]
  staff_role: StaffRole[]
  customer: Customer[]
  customer_manager: CustomerManager[]
  contact: Contact[]
  relation: Relation[]
  risk_assessment: RiskAssessment[]
  consent: Consent[]
  account: Account[]
  account_party: AccountParty[]
  loan: Loan[]
  card: Card[]
  holding: Holding[]
  balance_change: BalanceChange[]
  bank_transaction: Transaction[]
}

/** How much to make. */
export interface DemoSize {
  mainCustomers: number
  secondCustomers: number
}

/** The size people see: three managers with about 1,000 customers each, and a second outlet. */
export const fullSize: DemoSize = { mainCustomers: 3060, secondCustomers: 620 }

const monthsShown = 24
const bookedDays = 100
/** Households nobody looks after yet: they wait to be allocated. */
const unallocatedShare = 0.02
const seed = 20_260_101

function emptyData(businessDate: Day, shelf: readonly DemoProduct[]): DemoData {
  const { staff, roles } = demoStaff()
  return {
    org_unit: demoUnits(),
    calendar_day: statutoryCalendar(),
    parameter: [
      {
        id: nameBasedId('demo', 'parameter', 'tier.floors:1'),
        key: 'tier.floors',
        version: 1,
        effective_from: addMonths(businessDate, -monthsShown),
        value: JSON.stringify(defaultTierFloors),
      },
    ],
    product: shelf.map(({ record }) => record),
    staff,
    staff_role: roles,
    customer: [],
    customer_manager: [],
    contact: [],
    relation: [],
    risk_assessment: [],
    consent: [],
    account: [],
    account_party: [],
    loan: [],
    card: [],
    holding: [],
    balance_change: [],
    bank_transaction: [],
  }
}

/** Nobody banks here later than their oldest deposit, product or loan. */
function begin(customer: Customer, plan: WealthPlan): Day {
  const days = [
    dayNumber(customer.customer_since),
    ...plan.terms.map(({ openedOn }) => openedOn - 30),
    ...plan.holdings.map(({ boughtOn }) => boughtOn - 30),
    ...(plan.loan ? [plan.loan.grantedOn - 30] : []),
  ]
  return dayOfNumber(Math.min(...days))
}

function someFriends(random: Chance): Counterparty[] {
  return Array.from({ length: 400 }, () => ({
    name: drawName(random.hit(0.5) ? 'F' : 'M', random),
    bank: random.pick(otherBanks),
    account: foreignAccount(random),
  }))
}

/** Counts numbers of one kind up from 1. */
function counter(): () => number {
  let last = 0
  return () => (last += 1)
}

/** What the customers of one outlet share. */
interface Outlet {
  branchId: string
  businessDate: Day
  setting: PortfolioSetting
  shelf: readonly DemoProduct[]
  random: Chance
}

function openOutlet(code: string, businessDate: Day, shelf: readonly DemoProduct[]): Outlet {
  const random = chance(seed).fork(code)
  const businessDay = dayNumber(businessDate)
  const firstDate = addMonths(businessDate, -monthsShown)
  const nextNumber = counter()
  return {
    branchId: unitId(code),
    businessDate,
    shelf,
    random,
    setting: {
      businessDay,
      firstDay: dayNumber(firstDate),
      firstBookedDay: businessDay - bookedDays,
      branchCode: code,
      nextSerial: counter(),
      nextTransaction: () => `${code}${String(nextNumber()).padStart(9, '0')}`,
      idMs: instantOfDay(firstDate),
      friends: someFriends(random.fork('friends')),
    },
  }
}

/** Gives a customer money, a tier and a history, and adds all of it to the data. */
function addCustomer(
  data: DemoData,
  customer: Customer,
  managerId: string | null,
  { businessDate, setting, shelf, random }: Outlet,
): void {
  const age = ageOn(customer.birth_date ?? businessDate, businessDate)
  const plan = drawWealth(drawAssets(random), age, setting.businessDay, shelf, random)
  customer.customer_since = begin(customer, plan)
  const portfolio = buildPortfolio(customer, plan, setting, random)
  const positions = portfolio.points.map(({ points }) => points)
  const average = averageBetween(positions, monthStart(businessDate), businessDate)
  customer.tier = tierOf(average, defaultTierFloors)
  const risks = plan.holdings.map(({ product }) => product.record.risk_level)
  const care = drawCare(customer, managerId, Math.max(1, ...risks), businessDate, random)
  data.customer.push(customer)
  data.account.push(...portfolio.accounts)
  data.account_party.push(...portfolio.parties)
  data.holding.push(...portfolio.holdings)
  data.loan.push(...portfolio.loans)
  data.card.push(...portfolio.cards)
  data.balance_change.push(...portfolio.balances)
  data.bank_transaction.push(...portfolio.transactions)
  data.contact.push(...care.contacts)
  data.consent.push(...care.consents)
  data.risk_assessment.push(...care.assessments)
}

function addOutlet(data: DemoData, code: string, count: number, outlet: Outlet): void {
  const { branchId, businessDate, setting, random } = outlet
  const managers = managersOf(code).map(staffId)
  const nextCustomer = counter()
  const nextDraw = (): PersonDraw => {
    const number = nextCustomer()
    const customerNo = `C${code.slice(2)}${String(number).padStart(6, '0')}`
    return { branchId, customerNo, businessDate, idMs: setting.idMs + number }
  }
  const before = data.customer.length
  while (data.customer.length - before < count) {
    const household = drawHousehold(nextDraw, businessDate, random)
    data.relation.push(...household.relations)
    const managerId = random.hit(unallocatedShare) ? null : random.pick(managers)
    for (const customer of household.members) {
      addCustomer(data, customer, managerId, outlet)
      if (managerId === null) continue
      data.customer_manager.push({
        branch_id: branchId,
        id: nameBasedId('demo', 'customer_manager', customer.customer_no),
        customer_id: customer.id,
        staff_id: managerId,
        role: 'primary',
        valid_from: addDays(customer.customer_since, 7),
        valid_to: null,
      })
    }
  }
}

/**
 * Makes the demo bank as it stands at the close of `businessDate`. The same date and size give the
 * same rows on every machine.
 */
export function generateDemo(businessDate: Day, size: DemoSize = fullSize): DemoData {
  const shelf = demoProducts(businessDate)
  const data = emptyData(businessDate, shelf)
  const outlets = [
    [mainOutlet, size.mainCustomers],
    [secondOutlet, size.secondCustomers],
  ] as const
  for (const [code, count] of outlets) {
    addOutlet(data, code, count, openOutlet(code, businessDate, shelf))
  }
  return data
}
