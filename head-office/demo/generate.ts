import { averageBetween } from '#domain/accounts/average-balance.ts'
import type { Customer, CustomerManager } from '#domain/customers/records.ts'
import { defaultTierFloors, defaultVipTier, tierOf, vipTiers } from '#domain/customers/tier.ts'
import {
  addDays,
  addMonths,
  type Day,
  dayNumber,
  dayOfNumber,
  instantOfDay,
  monthStart,
} from '#domain/time/day.ts'
import { chance } from '#platform/chance/chance.ts'
import { nameBasedId, uuidV7 } from '#platform/ids/uuid.ts'
import { statutoryCalendar } from './calendar.ts'
import { drawCare } from './care.ts'
import { openDay } from './contact-history.ts'
import { drawCorrections } from './corrections.ts'
import { type Deliberate, drawDeliberate, leastForDeliberate } from './deliberate.ts'
import { drawHousehold, drawSingle, type Household, mostMembers } from './families.ts'
import { planOrganisation, type Organisation, staffRecords, withRole } from './organisation.ts'
import { monthsShown, openOutlet, type Outlet } from './outlet.ts'
import { pastTasks } from './past-tasks.ts'
import { drawPerson, type Person } from './people.ts'
import { type Planted, plantedCalling, plantedCustomers, plantedTies } from './planted-flows.ts'
import { buildPortfolio, noPortfolio } from './portfolio.ts'
import { type DemoProduct, demoProducts } from './products.ts'
import { addRows, countRows, type DemoRows, demoTables, noRows } from './rows.ts'
import { defaultSize, type DemoSize } from './size.ts'
import { drawWants } from './wants.ts'
import { drawStanding, drawWealth, type WealthPlan } from './wealth.ts'

/** Households nobody looks after yet: they wait to be allocated. */
const unallocatedShare = 0.02
/** Couples with a deposit who hold one together. */
const jointShare = 0.25
/** First and last day of a manager's leave, days from the business date. */
const leaveDays = [-4, 10] as const
/** How far a manager's book may run ahead of the smallest one, of what each is to have. */
const unevenShare = 0.04
/** A batch is handed over when it has about so many rows: memory stays the same for any size. */
const rowsOfBatch = 30_000

function fixedRows(
  organisation: Organisation,
  businessDate: Day,
  shelf: readonly DemoProduct[],
): DemoRows {
  const { staff, roles } = staffRecords(organisation.people)
  return {
    ...noRows(),
    org_unit: organisation.units,
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

/** How the money of somebody who is there on purpose differs. */
type Special = Pick<Deliberate, 'adjust' | 'hasAccount' | 'note'>

/** Adds customers of one outlet to the batch that is being filled. */
class OutletWriter {
  rows: DemoRows = noRows()
  readonly #outlet: Outlet
  readonly #managers: readonly string[]
  readonly #proposers: readonly string[]
  /** Customers of each manager so far. */
  readonly #books: Map<string, number>
  readonly #uneven: number
  /** Who is on leave, and who stands in for his or her valued customers. */
  readonly #leave: { away: string; standIn: string } | null

  constructor(outlet: Outlet) {
    this.#outlet = outlet
    this.#managers = withRole(outlet.plan, 'customer_manager')
    this.#books = new Map(this.#managers.map((id) => [id, 0]))
    const each = outlet.plan.customers / Math.max(1, this.#managers.length)
    const [standIn, away] = this.#managers.slice(-2)
    const large = outlet.plan.customers >= leastForDeliberate
    this.#leave = large && standIn && away ? { away, standIn } : null
    this.#uneven = Math.max(1, Math.floor(each * unevenShare))
    this.#proposers = [...this.#managers, ...withRole(outlet.plan, 'teller')]
  }

  /** Somebody with about the fewest customers, so that books grow alike; null for nobody yet. */
  drawManager(): string | null {
    const { random } = this.#outlet
    if (random.hit(unallocatedShare)) return null
    const most = Math.min(...this.#books.values()) + this.#uneven
    return random.pick(this.#managers.filter((id) => (this.#books.get(id) ?? 0) <= most))
  }

  /** The manager whom visitors meet first. */
  get firstManager(): string | null {
    return this.#managers[0] ?? null
  }

  #addManagers(customer: Customer, managerId: string): void {
    const { random } = this.#outlet
    const { businessDate } = this.#outlet
    const leave = this.#leave?.away === managerId ? this.#leave : null
    const record = (staff: string, role: CustomerManager['role'], from: Day, to: Day | null) => ({
      branch_id: customer.branch_id,
      id: nameBasedId('demo', 'customer_manager', `${customer.customer_no} ${role}`),
      customer_id: customer.id,
      staff_id: staff,
      role,
      valid_from: from,
      valid_to: to,
    })
    const since = (days: number) => addDays(customer.customer_since, days)
    const add = (...all: CustomerManager[]) => addRows(this.rows, 'customer_manager', all)
    add(record(managerId, 'primary', since(7), null))
    const others = this.#managers.filter((id) => id !== managerId && id !== leave?.standIn)
    const valued = vipTiers(defaultVipTier).includes(customer.tier)
    if (valued && others.length > 0 && random.hit(0.2)) {
      add(record(random.pick(others), 'co', since(30), null))
    }
    if (leave && vipTiers('gold').includes(customer.tier)) {
      const [from, to] = leaveDays.map((days) => addDays(businessDate, days))
      if (from && to) add(record(leave.standIn, 'acting', from, to))
    }
  }

  /** Gives a customer money, a tier and a history. */
  add(person: Person, managerId: string | null, special?: Special): Customer {
    const { rows } = this
    const { businessDate, shelf, random } = this.#outlet
    const { customer } = person
    const drawn = drawWealth(person, businessDate, shelf, random)
    const plan = special
      ? special.adjust(drawn)
      : drawStanding(drawn, dayNumber(businessDate), random)
    customer.customer_since = begin(customer, plan)
    const portfolio =
      special?.hasAccount === false
        ? noPortfolio()
        : buildPortfolio(customer, plan, this.#outlet, random)
    const positions = portfolio.points.map(({ points }) => points)
    const average = averageBetween(positions, monthStart(businessDate), businessDate)
    customer.tier = tierOf(average, defaultTierFloors)
    const { endings } = portfolio
    const care = drawCare(person, plan, managerId, { businessDate, endings }, random)
    rows.customer.push(customer)
    addRows(rows, 'account', portfolio.accounts)
    addRows(rows, 'account_party', portfolio.parties)
    addRows(rows, 'holding', portfolio.holdings)
    addRows(rows, 'standing_order', portfolio.standingOrders)
    addRows(rows, 'loan', portfolio.loans)
    addRows(rows, 'card', portfolio.cards)
    addRows(rows, 'balance_change', portfolio.balances)
    addRows(rows, 'bank_transaction', portfolio.transactions)
    addRows(rows, 'contact', care.contacts)
    addRows(rows, 'consent', care.consents)
    addRows(rows, 'risk_assessment', care.assessments)
    addRows(rows, 'correction', drawCorrections(customer, this.#proposers, businessDate, random))
    if (managerId === null) return customer
    this.#books.set(managerId, (this.#books.get(managerId) ?? 0) + 1)
    this.#addManagers(customer, managerId)
    const wants = drawWants({
      person,
      plan,
      told: care.told,
      shelf: shelf.map(({ record }) => record),
      businessDate,
      random: random.fork(`wants ${customer.customer_no}`),
    })
    addRows(rows, 'refusal', wants.refusals)
    addRows(rows, 'customer_need', wants.needs)
    addRows(rows, 'task', pastTasks(customer, care, endings, businessDate, random))
    if (special?.note) this.#addNote(customer, managerId, special.note)
    return customer
  }

  #addNote(customer: Customer, staffId: string, summary: string): void {
    const { businessDate, random } = this.#outlet
    const on = openDay(addDays(businessDate, -random.int(5, 30)))
    this.rows.contact.push({
      branch_id: customer.branch_id,
      id: uuidV7(instantOfDay(on), random.bytes),
      customer_id: customer.id,
      staff_id: staffId,
      at: instantOfDay(on) + random.int(9 * 60, 17 * 60) * 60_000,
      channel: 'visit',
      outcome: 'done',
      summary,
      next_on: null,
      duration_minutes: 15,
      origin: 'demo',
    })
  }

  /** The members of a household, who have the same manager; parents may use children's accounts. */
  addHousehold({ members, relations, guardians }: Household): void {
    const managerId = this.drawManager()
    for (const person of members) {
      const before = this.rows.account.length
      const { id } = this.add(person, managerId)
      const guardian = guardians.get(id)
      if (!guardian) continue
      for (const { branch_id, id: account_id } of this.rows.account.slice(before)) {
        const customer_id = guardian.id
        this.rows.account_party.push({ branch_id, account_id, customer_id, role: 'authorised' })
      }
    }
    addRows(this.rows, 'relation', relations)
    const spouse = relations.find(({ kind, to_customer_id }) => kind === 'spouse' && to_customer_id)
    if (spouse?.to_customer_id) this.#shareDeposit(spouse.from_customer_id, spouse.to_customer_id)
  }

  /** Some couples hold a term deposit together; it counts with its first owner. */
  #shareDeposit(ownerId: string, spouseId: string): void {
    const deposit = this.rows.account.findLast(
      ({ customer_id, kind, status }) =>
        customer_id === ownerId && kind === 'term' && status === 'normal',
    )
    if (!deposit || !this.#outlet.random.hit(jointShare)) return
    const { branch_id, id: account_id } = deposit
    this.rows.account_party.push({
      branch_id,
      account_id,
      customer_id: spouseId,
      role: 'joint_owner',
    })
  }

  /** Hands the batch over and begins a new one. */
  take(): DemoRows {
    const { rows } = this
    this.rows = noRows()
    return rows
  }
}

/** Somebody who lives on little but the transfers that are there on purpose. */
function addPlanted(writer: OutletWriter, outlet: Outlet, planted: Planted): Customer {
  const { fields, accountNo, flows, cashFen, firstManagers } = planted
  const person = drawPerson(outlet, outlet.random, {
    rural: false,
    fields,
    ...(plantedCalling && { calling: plantedCalling }),
  })
  const bare = { terms: [], holdings: [], loan: null, creditCard: false, shock: null, payments: 2 }
  const manager = firstManagers ? writer.firstManager : writer.drawManager()
  return writer.add(person, manager ?? writer.firstManager, {
    hasAccount: true,
    note: null,
    adjust: (plan) => ({ ...plan, ...bare, cashFen, planted: { accountNo, flows } }),
  })
}

function* outletRows(outlet: Outlet, planted: readonly Planted[]): Generator<DemoRows> {
  const { plan, random } = outlet
  const drawnCustomers = plan.customers - planted.length
  const writer = new OutletWriter(outlet)
  let drawn = 0
  if (plan.customers >= leastForDeliberate) {
    for (const special of drawDeliberate(outlet, random.fork('deliberate'))) {
      writer.add(special.person, writer.firstManager, special)
      drawn += 1
    }
  }
  while (drawn < drawnCustomers) {
    const fits = drawnCustomers - drawn >= mostMembers
    const household = fits ? drawHousehold(outlet, random) : drawSingle(outlet, random)
    writer.addHousehold(household)
    drawn += household.members.length
    if (countRows(writer.rows) >= rowsOfBatch) yield writer.take()
  }
  const added = planted.map((one) => addPlanted(writer, outlet, one))
  addRows(writer.rows, 'relation', plantedTies(added))
  yield writer.take()
}

/**
 * Makes the demo bank as it stands at the close of `businessDate`, batch by batch, so that any size
 * fits into the same memory. The same date and size give the same rows on every machine.
 */
export function* generateDemo(
  businessDate: Day,
  size: DemoSize = defaultSize,
): Generator<DemoRows> {
  const organisation = planOrganisation(size)
  const shelf = demoProducts(businessDate)
  yield fixedRows(organisation, businessDate, shelf)
  const random = chance(size.seed).fork('planted')
  const planted = plantedCustomers(organisation.outlets, businessDate, random)
  for (const [index, plan] of organisation.outlets.entries()) {
    const outlet = openOutlet(plan, index, businessDate, shelf, size)
    yield* outletRows(outlet, planted.get(plan.code) ?? [])
  }
}

/** The whole bank at once: for sizes that fit into memory. */
export function collectDemo(businessDate: Day, size: DemoSize = defaultSize): DemoRows {
  const all = noRows()
  for (const batch of generateDemo(businessDate, size)) {
    for (const name of demoTables) addRows(all, name, batch[name] as never)
  }
  return all
}
