import type { Contact } from '#domain/customers/contact.ts'
import type { Consent, Customer, Relation, RiskAssessment } from '#domain/customers/records.ts'
import { idCheckCharacter } from '#domain/customers/id-number.ts'
import type { CustomerNeed } from '#domain/next-action/records.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { practiceId, type PracticeGround, wanFen } from './ground.ts'
import type { Person } from './people.ts'

/** The county of all invented identity numbers; no such county exists. */
const county = '990199'
/** A range of mobile numbers that no operator has. */
const mobileRange = '154'

/** Id of the customer of that name. */
export const customerIdOf = (name: string): string => practiceId('customer', name)

const initialsOf = (pinyin: string) =>
  pinyin
    .split(' ')
    .map((part) => part[0] ?? '')
    .join('')

function birthDate({ age, story }: Person, on: Day, serial: number): Day {
  const year = Number(on.slice(0, 4)) - age
  if (story === 'birthday') return `${year}${addDays(on, 2).slice(4)}`.replace('-02-29', '-02-28')
  const month = ((serial * 7) % 9) + 1
  return `${year}-0${month}-${String(((serial * 11) % 27) + 1).padStart(2, '0')}`
}

/** The record of an invented customer; tier and summary are reckoned from the positions. */
export function customerOf(
  person: Person,
  serial: number,
  { branchId, on }: Pick<PracticeGround, 'branchId' | 'on'>,
): Omit<Customer, 'tier'> {
  const { name, pinyin, sex, story } = person
  const born = birthDate(person, on, serial)
  const first17 = `${county}${born.replaceAll('-', '')}${String(serial * 2 + (sex === 'M' ? 1 : 0)).padStart(3, '0')}`
  const known = story !== 'gaps'
  return {
    branch_id: branchId,
    id: customerIdOf(name),
    customer_no: `9900${String(serial).padStart(6, '0')}`,
    name,
    name_pinyin: pinyin,
    name_initials: initialsOf(pinyin),
    name_origin: 'source',
    sex,
    birth_date: born,
    nationality: '中国',
    occupation: known ? person.occupation : null,
    address: known ? `练溪县新桥路${serial * 3 + 2}号` : null,
    mobile: `${mobileRange}${String(20_000_000 + serial * 7_919_321).slice(0, 8)}`,
    id_type: '居民身份证',
    id_no: first17 + idCheckCharacter(first17),
    id_expiry: addDays(on, story === 'paper_expires' ? 21 : 900 + serial * 40),
    email: null,
    employer: person.employer === '无' ? null : person.employer,
    industry: person.employer === '无' ? null : '批发和零售业',
    opening_branch_id: branchId,
    customer_since: addDays(on, -(900 + serial * 83)),
    is_staff: false,
    do_not_contact: false,
    tier_state: 'normal',
    deceased_on: null,
  }
}

/** The marriages among the invented customers, from both sides. */
export function marriages(everybody: readonly Person[], ground: PracticeGround): Relation[] {
  return everybody.flatMap(({ name, spouse }) =>
    spouse === undefined
      ? []
      : [
          {
            branch_id: ground.branchId,
            id: practiceId('relation', name),
            from_customer_id: customerIdOf(name),
            to_customer_id: customerIdOf(spouse),
            to_name: spouse,
            kind: 'spouse' as const,
            source: 'customer' as const,
            valid_from: addDays(ground.on, -600),
            valid_to: null,
          },
        ],
  )
}

/** Suitability assessment of a customer; none of who has no more than savings. */
export function assessmentOf(
  { name, wan, age, story }: Person,
  { branchId, on }: PracticeGround,
): RiskAssessment[] {
  if (wan < 5) return []
  const level = age >= 65 ? 2 : wan >= 60 ? 4 : 3
  const valid_to = addDays(on, story === 'test_expires' ? 6 : 210)
  return [
    {
      branch_id: branchId,
      id: practiceId('assessment', name),
      customer_id: customerIdOf(name),
      assessed_on: addDays(valid_to, -365),
      level,
      score: level * 20,
      channel: 'counter',
      valid_to,
    },
  ]
}

/** Consents: most were asked, some only for the use of their data. */
export function consentsOf(
  { name, story }: Person,
  serial: number,
  { branchId, on, staffId }: PracticeGround,
): Consent[] {
  if (story === 'gaps') return []
  const purposes: Consent['purpose'][] =
    serial % 6 === 5 ? ['data_use'] : ['marketing_call', 'marketing_sms', 'data_use', 'profiling']
  return purposes.map((purpose) => ({
    branch_id: branchId,
    id: practiceId('consent', `${name}:${purpose}`),
    customer_id: customerIdOf(name),
    purpose,
    channel: 'counter',
    given_on: addDays(on, -200),
    withdrawn_on: null,
    text_version: '2024-11',
    way: 'signed',
    given_at: instantOfDay(addDays(on, -200)) + 36_000_000,
    given_by: staffId,
    withdrawn_channel: null,
    withdrawn_at: null,
    withdrawn_by: null,
  }))
}

const talks: readonly (readonly [Contact['outcome'], string])[] = [
  ['interested', '问了半年期理财的收益和风险等级，等产品说明。'],
  ['again', '在外地，说月底回来再谈存款到期怎么安排。'],
  ['done', '来网点办了定期续存，对利率没有异议。'],
  ['not_interested', '暂时不考虑基金，想先留着现金给孩子交学费。'],
  ['no_answer', ''],
  ['interested', '想了解养老年金，约好带老伴一起来。'],
]

/** Contacts of the last months; who is silent was last reached long ago. */
export function contactsOf(
  { name, story }: Person,
  staffId: string,
  { branchId, on }: PracticeGround,
  chance: Chance,
): Contact[] {
  const silent = story === 'silent'
  const days = silent ? [210] : story === 'promised' ? [9, 70] : [chance.int(12, 28), 95, 170]
  return days.map((back, nth) => {
    const promised = story === 'promised' && nth === 0
    const [outcome, summary] = promised
      ? (['again', '想把活期转一部分做稳健理财，约定今天下午给答复。'] as const)
      : chance.pick(nth === 0 && !silent ? talks.slice(0, 4) : talks)
    return {
      branch_id: branchId,
      id: practiceId('contact', `${name}:${back}`),
      customer_id: customerIdOf(name),
      staff_id: staffId,
      at: instantOfDay(addDays(on, -back)) + chance.int(9 * 60, 17 * 60) * 60_000,
      channel: nth % 2 === 0 ? 'phone' : 'visit',
      outcome,
      summary,
      next_on: promised ? on : null,
      duration_minutes: outcome === 'no_answer' ? null : chance.int(3, 20),
      origin: 'demo',
    }
  })
}

/** What one of them said to need. */
export function needsOf(everybody: readonly Person[], ground: PracticeGround): CustomerNeed[] {
  return everybody
    .filter(({ story }) => story === 'near_tier' || story === 'promised')
    .map(({ name, story }) => ({
      branch_id: ground.branchId,
      id: practiceId('need', name),
      customer_id: customerIdOf(name),
      kind: story === 'promised' ? ('saving' as const) : ('education' as const),
      words: story === 'promised' ? '活期里的钱想找个稳当的去处' : '孩子两年后上大学，想备一笔学费',
      amount_fen: story === 'promised' ? wanFen(10) : wanFen(15),
      by_day: story === 'promised' ? addDays(ground.on, 30) : addDays(ground.on, 650),
      state: 'open' as const,
      staff_id: ground.staffId,
      stated_at: instantOfDay(addDays(ground.on, -9)) + 54_000_000,
      settled_at: null,
      settled_by: null,
      met_by: null,
      met_on: null,
      product_id: null,
      contact_id: null,
      reason: null,
      note: null,
    }))
}
