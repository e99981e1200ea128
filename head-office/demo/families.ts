import type { Customer, Relation } from '#domain/customers/records.ts'
import { chineseSurname } from '#domain/customers/surnames.ts'
import { addDays, ageOn, dayNumber } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { childhood } from './callings.ts'
import type { Outlet } from './outlet.ts'
import { drawName, drawPerson, type Given, type Person } from './people.ts'
import type { Chance } from '#platform/chance/chance.ts'

/** Customers that belong together, and what they are to each other. */
export interface Household {
  members: Person[]
  relations: Relation[]
  /** Children's customer ids with the parent who looks after their account. */
  guardians: Map<string, Customer>
}

/** The kind a relation has when it is told by the other one. */
const reverse = { spouse: 'spouse', parent: 'child', child: 'parent', sibling: 'sibling' } as const

/** Makes relations; ties between customers stand in both directions. */
class Ties {
  readonly relations: Relation[] = []
  readonly #idMs: number
  readonly #random: Chance

  constructor(idMs: number, random: Chance) {
    this.#idMs = idMs
    this.#random = random
  }

  add(from: Customer, to: Customer | null, toName: string, kind: Relation['kind']): void {
    this.relations.push({
      branch_id: from.branch_id,
      id: uuidV7(this.#idMs, this.#random.bytes),
      from_customer_id: from.id,
      to_customer_id: to?.id ?? null,
      to_name: toName,
      kind,
      source: 'customer',
      valid_from: from.customer_since,
      valid_to: null,
    })
  }

  tie(from: Customer, to: Customer, kind: keyof typeof reverse): void {
    this.add(from, to, to.name, kind)
    this.add(to, from, from.name, reverse[kind])
  }
}

const ageOf = ({ customer }: Person, { businessDate }: Outlet) =>
  ageOn(customer.birth_date ?? businessDate, businessDate)

/** Somebody of the same home. */
function drawMember(outlet: Outlet, random: Chance, head: Person, given: Given): Person {
  const fields = { ...given.fields, address: head.customer.address }
  return drawPerson(outlet, random, { ...given, rural: head.rural, fields })
}

function addChild(
  outlet: Outlet,
  random: Chance,
  parents: readonly [Person, Person | null],
  age: number,
  add: (child: Person) => void,
): void {
  const [one, other] = parents
  const father = one.customer.sex === 'M' ? one : (other ?? one)
  const sex = random.hit(0.5) ? 'F' : 'M'
  const born = addDays(outlet.businessDate, -Math.round(age * 365.25) - random.int(0, 300))
  const surname = chineseSurname(father.customer.name)
  const name = drawName(sex, Number(born.slice(0, 4)), random, surname)
  const fields: Partial<Customer> = { sex, name, birth_date: born }
  if (age < 14) {
    fields.mobile = random.hit(0.7) ? one.customer.mobile : null
    fields.employer = null
  }
  const since = one.customer.customer_since
  const child = drawMember(outlet, random, one, {
    fields: age < 14 ? { ...fields, customer_since: laterOf(since, addDays(born, 90)) } : fields,
    ...(age < 14 ? { calling: childhood } : {}),
  })
  add(child)
}

const laterOf = (a: string, b: string) => (a > b ? a : b)

/** A spouse who banks here too, or is known by name only. */
function addSpouse(outlet: Outlet, random: Chance, head: Person, ties: Ties): Person | null {
  const { customer } = head
  const sex = customer.sex === 'F' ? 'M' : 'F'
  const birth = customer.birth_date ?? outlet.businessDate
  const born = addDays(birth, random.int(-1400, 1400))
  const youngest = addDays(outlet.businessDate, -23 * 366)
  const birth_date = born > youngest ? youngest : born
  if (random.hit(0.4)) {
    ties.add(customer, null, drawName(sex, Number(birth_date.slice(0, 4)), random), 'spouse')
    return null
  }
  const spouse = drawMember(outlet, random, head, { fields: { sex, birth_date } })
  ties.tie(customer, spouse.customer, 'spouse')
  return spouse
}

/** Most members of a household who bank here. */
export const mostMembers = 3

/** Somebody on his or her own. */
export function drawSingle(outlet: Outlet, random: Chance): Household {
  return { members: [drawPerson(outlet, random)], relations: [], guardians: new Map() }
}

/**
 * Draws one customer, at times with spouse, grown-up child, small children or a brother or sister who
 * bank here too. `kind` of a relation says what the other one is to the customer.
 */
export function drawHousehold(outlet: Outlet, random: Chance, given: Given = {}): Household {
  const head = drawPerson(outlet, random, given)
  const members = [head]
  const guardians = new Map<string, Customer>()
  const ties = new Ties(outlet.setting.idMs, random)
  const age = ageOf(head, outlet)
  const household = { members, relations: ties.relations, guardians }
  if (age < 26 || !random.hit(0.27)) return household
  const spouse = addSpouse(outlet, random, head, ties)
  if (spouse) members.push(spouse)
  const parents = spouse ? [head, spouse] : [head]
  const younger = Math.min(...parents.map((parent) => ageOf(parent, outlet)))
  const addTo = (small: boolean) => (child: Person) => {
    members.push(child)
    for (const parent of parents) ties.tie(parent.customer, child.customer, 'child')
    if (small) guardians.set(child.customer.id, head.customer)
  }
  if (younger >= 28 && younger <= 47 && random.hit(0.32)) {
    const childAge = random.int(Math.max(1, younger - 38), Math.min(13, younger - 24))
    addChild(outlet, random, [head, spouse], Math.min(12.9, childAge), addTo(true))
  } else if (younger >= 46 && random.hit(0.33)) {
    const childAge = random.int(Math.max(19, younger - 36), younger - 22)
    addChild(outlet, random, [head, spouse], childAge, addTo(false))
  } else if (random.hit(0.06)) {
    const birth = dayNumber(head.customer.birth_date ?? outlet.businessDate)
    const gap = random.int(2, 7) * 365 * (age < 33 ? -1 : 1)
    const born = addDays('1970-01-01', birth + gap)
    const sex = random.hit(0.5) ? 'F' : 'M'
    const name = drawName(sex, Number(born.slice(0, 4)), random, chineseSurname(head.customer.name))
    const sibling = drawPerson(outlet, random, {
      rural: head.rural,
      fields: { sex, name, birth_date: born },
    })
    members.push(sibling)
    ties.tie(head.customer, sibling.customer, 'sibling')
  }
  return household
}
