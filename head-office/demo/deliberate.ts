import type { Customer } from '#domain/customers/records.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { type Calling, callings } from './callings.ts'
import type { Outlet } from './outlet.ts'
import { drawPerson, type Given, type Person } from './people.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { WealthPlan } from './wealth.ts'

/** What is wrong or out of the ordinary with a customer who is there on purpose. */
export const deliberateKinds = [
  'id_expired',
  'id_expiring',
  'id_expiry_missing',
  'occupation_placeholder',
  'address_placeholder',
  'mobile_missing',
  'mobile_too_short',
  'mobile_too_long',
  'shared_mobile',
  'shared_mobile_other',
  'same_person',
  'same_person_again',
  'rare_character_ji',
  'rare_character_jie',
  'very_long_name',
  'long_name',
  'three_character_surname',
  'latin_name',
  'no_account',
  'many_transactions',
  'dormant',
  'frozen',
  'dead',
  'nothing_but_a_name',
  'foreign_passport',
  'staff',
  'elder',
] as const
export type DeliberateKind = (typeof deliberateKinds)[number]

/** A customer who is there on purpose, and how the money differs. */
export interface Deliberate {
  kind: DeliberateKind
  person: Person
  hasAccount: boolean
  adjust: (plan: WealthPlan) => WealthPlan
  /** A last contact that says why. */
  note: string | null
}

/** Outlets with fewer customers have none of them. */
export const leastForDeliberate = 100

const named = (rhythm: Calling['rhythm']): Calling => {
  const found = callings.find((one) => one.rhythm === rhythm)
  if (!found) throw new Error(`no calling lives on ${rhythm}`)
  return found
}

interface Recipe {
  fields?: Partial<Customer>
  calling?: Calling
  rural?: boolean
  hasAccount?: boolean
  adjust?: (plan: WealthPlan) => WealthPlan
  note?: string
}

const bare = { terms: [], holdings: [], loan: null, creditCard: false, shock: null }

function standing(status: 'dormant' | 'frozen', silentFrom: number, cashFen: number) {
  return (plan: WealthPlan): WealthPlan => ({
    ...plan,
    ...bare,
    cashFen,
    payments: status === 'dormant' ? 0 : plan.payments,
    standing: { status, silentFrom },
  })
}

/** How each kind is made; those that repeat somebody are given the one before. */
function recipes(
  outlet: Outlet,
  random: Chance,
  before: () => Customer | undefined,
): Record<DeliberateKind, () => Recipe> {
  const { businessDate, businessDay } = outlet
  const ago = (days: number): Day => addDays(businessDate, -days)
  const short = (): string => outlet.nextCustomer().mobile
  const adult = (year: number): Day => `${year}-0${random.int(1, 9)}-${random.int(10, 28)}`
  return {
    id_expired: () => ({ fields: { id_expiry: ago(random.int(5, 300)), birth_date: adult(1992) } }),
    id_expiring: () => ({
      fields: { id_expiry: ago(-random.int(3, 25)), birth_date: adult(1994) },
    }),
    id_expiry_missing: () => ({ fields: { id_expiry: null } }),
    occupation_placeholder: () => ({
      fields: { occupation: '其他', industry: null, employer: null, birth_date: adult(1984) },
    }),
    address_placeholder: () => ({ fields: { address: '同上' } }),
    mobile_missing: () => ({ fields: { mobile: null } }),
    mobile_too_short: () => ({ fields: { mobile: short().slice(0, 10) } }),
    mobile_too_long: () => ({ fields: { mobile: `${short()}8` } }),
    shared_mobile: () => ({ fields: { mobile: short(), birth_date: adult(1979) } }),
    shared_mobile_other: () => ({
      fields: { mobile: before()?.mobile ?? null, birth_date: adult(1961) },
    }),
    same_person: () => ({ fields: { birth_date: adult(1976) }, calling: named('shop') }),
    same_person_again: () => ({ fields: samePerson(before()), calling: named('shop') }),
    rare_character_ji: () => ({ fields: { name: '张𠮷祥', sex: 'M', birth_date: adult(1968) } }),
    rare_character_jie: () => ({ fields: { name: '李㛃', sex: 'F', birth_date: adult(1991) } }),
    very_long_name: () => ({
      fields: {
        name: '古丽巴哈尔·阿卜杜热西提·吐尔逊尼亚孜·麦麦提明',
        sex: 'F',
        birth_date: adult(1987),
      },
    }),
    long_name: () => ({
      fields: { name: '阿依努尔·买买提吐尔逊', sex: 'F', birth_date: adult(1993) },
    }),
    three_character_surname: () => ({
      fields: { name: '侯莫陈静怡', sex: 'F', birth_date: adult(1990) },
    }),
    latin_name: () => ({
      fields: {
        name: 'MARGARETHE VON ALTENBRUNN-HOLZMEISTER',
        sex: 'F',
        birth_date: adult(1985),
        nationality: '德国',
        id_type: '护照',
        id_no: `X0${outlet.plan.code}`,
        id_expiry: ago(-900),
      },
      calling: named('gig'),
      rural: false,
    }),
    no_account: () => ({ hasAccount: false }),
    many_transactions: () => ({
      calling: named('shop'),
      rural: false,
      fields: { occupation: '个体经营者', birth_date: adult(1981) },
      adjust: (plan) => ({
        ...plan,
        cashFen: 6_500_000,
        monthlyIncomeFen: 2_400_000,
        receipts: 4900,
        standing: { status: 'normal', silentFrom: null },
      }),
    }),
    dormant: () => ({
      fields: { customer_since: ago(4100), birth_date: adult(1970) },
      adjust: standing('dormant', 0, random.int(120, 9000)),
    }),
    frozen: () => ({
      fields: { birth_date: adult(1974) },
      adjust: standing('frozen', businessDay - random.int(30, 260), random.int(20_000, 900_000)),
    }),
    dead: () => {
      const days = random.int(40, 240)
      return {
        fields: {
          birth_date: adult(1941),
          do_not_contact: true,
          deceased_on: ago(days),
          customer_since: ago(3200),
          occupation: '离退休人员',
        },
        calling: named('pension'),
        adjust: standing('frozen', businessDay - days, 4_260_000),
        note: '家属到网点说明客户已去世，已登记止付，请勿再联系；继承手续待公证材料。',
      }
    },
    nothing_but_a_name: () => ({
      hasAccount: false,
      fields: {
        sex: null,
        nationality: null,
        occupation: null,
        address: null,
        mobile: null,
        id_type: null,
        id_no: null,
        id_expiry: null,
        employer: null,
        industry: null,
        email: null,
      },
    }),
    foreign_passport: () => ({
      fields: {
        name: '朴智英',
        sex: 'F',
        nationality: '韩国',
        id_type: '护照',
        id_no: `M1${outlet.plan.code}`,
        id_expiry: ago(-40),
        birth_date: adult(1988),
      },
      calling: named('gig'),
      rural: false,
    }),
    staff: () => ({ fields: { is_staff: true, employer: '知客银行', birth_date: adult(1989) } }),
    elder: () => ({ fields: { birth_date: adult(1935) }, calling: named('pension') }),
  }
}

/** What one person left twice: another customer number, older papers, a phone that has changed. */
function samePerson(other: Customer | undefined): Partial<Customer> {
  if (!other) return {}
  const { name, name_pinyin, name_initials, sex, birth_date, id_no, occupation, industry } = other
  const same = { name, name_pinyin, name_initials, sex, birth_date, id_no, occupation, industry }
  return { ...same, address: null }
}

/** Draws the customers that are there on purpose, one of each kind; see the list. */
export function drawDeliberate(outlet: Outlet, random: Chance): Deliberate[] {
  const drawn: Deliberate[] = []
  const all = recipes(outlet, random, () => drawn.at(-1)?.person.customer)
  for (const kind of deliberateKinds) {
    // One shop with thousands of receipts a month is enough for a bank.
    if (kind === 'many_transactions' && outlet.plan.place > 0) continue
    const { fields = {}, calling, rural, hasAccount = true, adjust, note } = all[kind]()
    const given: Given = {
      fields,
      ...(calling && { calling }),
      ...(rural !== undefined && { rural }),
    }
    drawn.push({
      kind,
      person: drawPerson(outlet, random, given),
      hasAccount,
      adjust: adjust ?? ((plan) => plan),
      note: note ?? null,
    })
  }
  return drawn
}
