import type { Customer } from '#domain/customers/records.ts'
import { addDays, ageOn, type Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { avoidedNames, generationOf, givenNames } from '../names/given-names.ts'
import { searchKeys } from '../names/pinyin.ts'
import { surnameWeights } from '../names/surnames.ts'
import { type Calling, callings, childhood } from './callings.ts'
import { drawAddress } from './county.ts'
import { drawEmployer } from './employers.ts'
import type { Outlet } from './outlet.ts'
import { type Chance, wheel } from '#platform/chance/chance.ts'

/** A made-up customer and what he or she lives on. */
export interface Person {
  customer: Customer
  calling: Calling
  /** Lives in a village or small town. */
  rural: boolean
}

/** What is known of a person before he or she is drawn. */
export interface Given {
  rural?: boolean
  calling?: Calling
  fields?: Partial<Customer>
}

const surnames = wheel(surnameWeights)

/** A made-up name for somebody born in a year; never one of a person everybody knows. */
export function drawName(
  sex: 'F' | 'M',
  birthYear: number,
  random: Chance,
  surname?: string,
): string {
  const head = surname ?? surnames(random)
  const name = head + random.pick(givenNames[sex][generationOf(birthYear)])
  return avoidedNames.has(name) ? drawName(sex, birthYear, random, surname) : name
}

/** Every calling that somebody of an age may have, as often as it is in town or country. */
function drawCalling(age: number | null, rural: boolean, random: Chance): Calling {
  if (age !== null && age < 14) return childhood
  const fitting = callings.filter(
    ({ ages: [from, to] }) => age === null || (age >= from - 1 && age <= to + 1),
  )
  const list = fitting.length > 0 ? fitting : callings
  return random.weighted(list.map((one) => [one, rural ? one.village : one.town] as const))
}

function drawBirth({ ages: [from, to] }: Calling, businessDate: Day, random: Chance): Day {
  const years = from + ((to - from) * (random.next() + random.next())) / 2
  return addDays(businessDate, -Math.ceil(years * 365.25) - random.int(1, 300))
}

/** ID cards run 5, 10 or 20 years by age, for ever from 46; a few have run out or soon will. */
function drawExpiry(age: number, businessDate: Day, random: Chance): Day | null {
  if (random.hit(0.015)) return null
  if (age >= 47 && random.hit(0.84)) return '2099-12-31'
  if (random.hit(0.05)) return addDays(businessDate, random.int(-420, 75))
  const years = age < 16 ? 5 : age < 26 ? 10 : 20
  return addDays(businessDate, random.int(76, years * 365 - 60))
}

/** Occupations that say nothing: data-quality cases. */
function drawOccupation({ occupation }: Calling, age: number, random: Chance): string | null {
  if (age < 6) return '学龄前儿童'
  const draw = random.next()
  return draw < 0.025 ? '其他' : draw < 0.031 ? '不详' : draw < 0.045 ? null : occupation
}

function drawMobile(age: number, mobile: string, random: Chance): string | null {
  if (random.hit(age > 76 ? 0.14 : 0.025)) return null
  const draw = random.next()
  // A digit too few or too many, as somebody typed it.
  return draw < 0.003 ? mobile.slice(0, 10) : draw < 0.005 ? `${mobile}0` : mobile
}

function drawEmail(pinyin: string, age: number, rural: boolean, random: Chance): string | null {
  if (rural || age < 22 || age > 55 || !random.hit(0.16)) return null
  return `${pinyin.replaceAll(' ', '')}${random.int(1, 99)}@example.com`
}

/** Of how many grown-up people of a town one moved here from elsewhere. */
const oneMovedIn = 14

/** Draws a customer: believable, repeatable, nobody real. `tier` is set when balances are known. */
export function drawPerson(outlet: Outlet, random: Chance, given: Given = {}): Person {
  const { businessDate, branchId, county } = outlet
  const { customerNo, idMs, mobile } = outlet.nextCustomer()
  const { fields = {} } = given
  const rural = given.rural ?? random.hit(outlet.plan.ruralShare)
  const knownAge = fields.birth_date ? ageOn(fields.birth_date, businessDate) : null
  const calling = given.calling ?? drawCalling(knownAge, rural, random)
  const sex = fields.sex ?? (random.hit(0.5) ? 'F' : 'M')
  const birth = fields.birth_date ?? drawBirth(calling, businessDate, random)
  const age = ageOn(birth, businessDate)
  const name = fields.name ?? drawName(sex, Number(birth.slice(0, 4)), random)
  const keys = searchKeys(name)
  const occupation = drawOccupation(calling, age, random)
  const known = occupation === calling.occupation
  const addressDraw = random.next()
  const movedHere = !rural && age >= 18 && Number(customerNo.slice(-4)) % oneMovedIn === 0
  const oldest = Math.min(5400, Math.max(200, (age < 18 ? age : age - 16) * 365 - 40))
  const customer: Customer = {
    branch_id: branchId,
    id: uuidV7(idMs, random.bytes),
    customer_no: customerNo,
    name,
    name_pinyin: keys.pinyin,
    name_initials: keys.initials,
    name_origin: 'source',
    sex,
    birth_date: birth,
    nationality: '中国',
    occupation,
    address:
      addressDraw < 0.018 ? '同上' : addressDraw < 0.03 ? null : drawAddress(county, rural, random),
    mobile: drawMobile(age, mobile, random),
    id_type: '居民身份证',
    id_no: (movedHere ? outlet.idNumberElsewhere : outlet.idNumber)(birth, sex),
    id_expiry: drawExpiry(age, businessDate, random),
    email: drawEmail(keys.pinyin, age, rural, random),
    employer:
      calling.employer && known && !random.hit(0.12)
        ? drawEmployer(calling.employer, county, random)
        : null,
    industry: !known || random.hit(0.08) ? null : calling.industry,
    opening_branch_id: branchId,
    customer_since: addDays(businessDate, -random.int(120, oldest)),
    is_staff: false,
    do_not_contact: random.hit(0.012),
    tier: 'standard',
    tier_state: 'normal',
    deceased_on: null,
    ...fields,
  }
  return { customer, calling, rural }
}
