import type { Customer } from '#domain/customers/records.ts'
import { addDays, ageOn, type Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { avoidedNames, givenNames } from '../names/given-names.ts'
import { searchKeys } from '../names/pinyin.ts'
import { surnameWeights } from '../names/surnames.ts'
import { inventedIdNumber, inventedMobile } from './identity.ts'
import type { Chance } from './random.ts'
import { employers, estates, occupations, streets } from './words.ts'

/** What a made-up customer is drawn from. */
export interface PersonDraw {
  branchId: string
  customerNo: string
  businessDate: Day
  /** Milliseconds in the id; ids then sort by customer number. */
  idMs: number
}

/** A made-up name; never one of a person everybody knows. */
export function drawName(sex: 'F' | 'M', random: Chance, surname?: string): string {
  const head = surname ?? random.weighted(surnameWeights)
  const name = head + random.pick(givenNames[sex])
  return avoidedNames.has(name) ? drawName(sex, random, surname) : name
}

function drawAddress(random: Chance): string | null {
  if (random.hit(0.04)) return random.hit(0.5) ? '同上' : null
  const street = `湖北省黄冈市麻城市${random.pick(streets)} ${random.int(1, 220)} 号`
  return `${street}${random.pick(estates)} ${random.int(1, 18)} 栋 ${random.int(1, 3)} 单元 ${random.int(1, 18)}0${random.int(1, 4)} 室`
}

/** ID cards run 10 or 20 years, for ever from 46; some have run out or soon will. */
function drawExpiry(age: number, businessDate: Day, random: Chance): Day | null {
  if (random.hit(0.03)) return null
  if (age >= 50 && random.hit(0.8)) return '2099-12-31'
  const days = random.hit(0.05) ? random.int(-400, 90) : random.int(91, 3600)
  return addDays(businessDate, days)
}

/** Grown-up people from 18 to about 90, most of them around 47. */
function drawBirth(businessDate: Day, random: Chance): Day {
  const years = Math.min(89, Math.max(18, 47 + random.normal() * 15))
  return addDays(businessDate, -Math.ceil(years * 365.25) - random.int(1, 300))
}

/** Draws a customer: believable, repeatable, nobody real. `tier` is set when balances are known. */
export function drawPerson(draw: PersonDraw, random: Chance, given?: Partial<Customer>): Customer {
  const sex = given?.sex ?? (random.hit(0.5) ? 'F' : 'M')
  const name = given?.name ?? drawName(sex, random)
  const birth = given?.birth_date ?? drawBirth(draw.businessDate, random)
  const age = ageOn(birth, draw.businessDate)
  const [occupation, industry] = random.weighted(
    occupations.map(([word, field, weight]) => [[word, field] as const, weight] as const),
  )
  const retired = age >= 60
  const young = age < 23
  const employed = ['企业职工', '技术人员', '公司管理人员'].includes(occupation)
  const keys = searchKeys(name)
  return {
    branch_id: draw.branchId,
    id: uuidV7(draw.idMs, random.bytes),
    customer_no: draw.customerNo,
    name,
    name_pinyin: keys.pinyin,
    name_initials: keys.initials,
    name_origin: 'source',
    sex,
    birth_date: birth,
    nationality: '中国',
    occupation: retired ? '离退休人员' : young ? '学生' : random.hit(0.03) ? null : occupation,
    address: drawAddress(random),
    mobile: random.hit(0.04) ? null : inventedMobile(random),
    id_type: '居民身份证',
    id_no: inventedIdNumber(birth, sex, random),
    id_expiry: drawExpiry(age, draw.businessDate, random),
    email: null,
    employer: employed && !retired && !young ? random.pick(employers) : null,
    industry: retired || young || random.hit(0.1) ? null : industry,
    opening_branch_id: draw.branchId,
    customer_since: addDays(draw.businessDate, -random.int(120, Math.min(5400, (age - 16) * 365))),
    is_staff: false,
    do_not_contact: random.hit(0.012),
    tier: 'standard',
    tier_state: 'normal',
    deceased_on: null,
    ...given,
  }
}
