import type { Customer, Relation } from '#domain/customers/records.ts'
import { addDays, ageOn, type Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { drawName, drawPerson, type PersonDraw } from './people.ts'
import type { Chance } from './random.ts'

/** Customers that belong together, and what they are to each other. */
export interface Household {
  members: Customer[]
  relations: Relation[]
}

const doubleSurnames = /^(欧阳|令狐|上官|司马|尉迟|夏侯|诸葛)/

function surnameOf(name: string): string {
  return doubleSurnames.exec(name)?.[0] ?? [...name][0] ?? ''
}

/** The kind a relation has when it is told by the other one. */
const reverse = { spouse: 'spouse', parent: 'child', child: 'parent' } as const

/**
 * Draws one customer, at times with spouse and grown-up child who bank here too, or with a spouse
 * who does not and is known by name only. `kind` of a relation says what the other one is to the
 * customer; ties between customers stand in both directions.
 */
export function drawHousehold(
  nextDraw: () => PersonDraw,
  businessDate: Day,
  random: Chance,
): Household {
  const draw = nextDraw()
  const head = drawPerson(draw, random)
  const members = [head]
  const relations: Relation[] = []
  const relation = (from: Customer, to: Customer | null, toName: string, kind: Relation['kind']) =>
    relations.push({
      branch_id: from.branch_id,
      id: uuidV7(draw.idMs, random.bytes),
      from_customer_id: from.id,
      to_customer_id: to?.id ?? null,
      to_name: toName,
      kind,
      source: 'customer',
      valid_from: from.customer_since,
      valid_to: null,
    })
  const tie = (from: Customer, to: Customer, kind: keyof typeof reverse): void => {
    relation(from, to, to.name, kind)
    relation(to, from, from.name, reverse[kind])
  }
  const birth = head.birth_date ?? businessDate
  const age = ageOn(birth, businessDate)
  if (age < 26 || !random.hit(0.24)) return { members, relations }
  const otherSex = head.sex === 'F' ? 'M' : 'F'
  if (random.hit(0.4)) {
    relation(head, null, drawName(otherSex, random), 'spouse')
    return { members, relations }
  }
  const home = { address: head.address }
  const spouse = drawPerson(nextDraw(), random, {
    ...home,
    sex: otherSex,
    birth_date: addDays(birth, random.int(-1400, 1400)),
  })
  members.push(spouse)
  tie(head, spouse, 'spouse')
  if (age >= 50 && random.hit(0.35)) {
    const father = head.sex === 'M' ? head : spouse
    const sex = random.hit(0.5) ? 'F' : 'M'
    const child = drawPerson(nextDraw(), random, {
      ...home,
      sex,
      name: drawName(sex, random, surnameOf(father.name)),
      birth_date: addDays(
        father.birth_date ?? birth,
        365 * random.int(22, 26) + random.int(0, 300),
      ),
    })
    members.push(child)
    tie(head, child, 'child')
    tie(spouse, child, 'child')
  }
  return { members, relations }
}
