import type { Contact } from '#domain/customers/contact.ts'
import { classesFor, unsettled } from '#domain/next-action/needs.ts'
import type { CustomerNeed, Refusal } from '#domain/next-action/records.ts'
import { usualEnd } from '#domain/next-action/refusals.ts'
import { defaultNextActionRule } from '#domain/next-action/rule.ts'
import {
  type NeedKind,
  type RefusalReason,
  refusalReasons,
  unmetReasons,
} from '#domain/next-action/words.ts'
import type { AssetClass, Product } from '#domain/products/records.ts'
import { addDays, ageOn, type Day, dayNumber, dayOfInstant, dayOfNumber } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { ToldContact } from './contact-history.ts'
import type { Person } from './people.ts'
import type { WealthPlan } from './wealth.ts'

/** Customers who said what they need, and refusals among the talks in which somebody said no. */
const needShare = 0.09
const refusalShare = 0.4
/** Talks to be taken up again in which the manager judged what was suggested not suitable. */
const misfitShare = 0.08
/** Needs are of so many days; older ones than the second are settled. */
const keptDays = 240
const openDays = 45

/** What people say, by what it is about. */
const words: Readonly<Record<NeedKind, readonly string[]>> = {
  saving: ['想要稳一点、利息比活期高的', '手里这笔钱一年内不用，问存哪种划算'],
  education: ['孩子过几年上大学，想先备学费', '想给孩子每年存一笔教育金'],
  retirement: ['想为退休多存一点', '担心退休金不够用，想按月领钱'],
  housing: ['打算给儿子在县城买房，问首付和贷款', '明年想换房，问按揭怎么办'],
  business: ['店里进货要周转，问小额贷款', '年底备货，想要一笔短期周转'],
  insurance: ['家里主要靠一人挣钱，想要份保障', '问有没有适合老人的保险'],
  transfers: ['常给外地家人转钱，想少跑网点', '每月发工资转账麻烦，想批量办'],
  service: ['排队时间长，希望能预约', '短信提醒收不全，希望改好'],
  other: ['想开通养老金账户，先问手续'],
}

/** What somebody in this place of life speaks about. */
function kindsFor({ calling, customer }: Person, today: Day): NeedKind[] {
  const age = ageOn(customer.birth_date ?? today, today)
  const kinds: NeedKind[] = ['saving', 'saving', 'insurance', 'service', 'other']
  if (age >= 28 && age <= 48) kinds.push('education', 'education', 'housing')
  if (age >= 45) kinds.push('retirement', 'retirement', 'retirement')
  if (calling.rhythm === 'shop' || calling.rhythm === 'firm') kinds.push('business', 'business')
  if (calling.rhythm === 'away') kinds.push('transfers', 'transfers')
  return kinds
}

/** What the customer refused and needs, said in contacts that took place. */
export interface Wants {
  refusals: Refusal[]
  needs: CustomerNeed[]
}

interface Ground {
  person: Person
  plan: WealthPlan
  told: readonly ToldContact[]
  shelf: readonly Product[]
  businessDate: Day
  random: Chance
}

/** A class the customer does not hold, with a product of it that was spoken about. */
function spokenOf({ plan, shelf, random }: Ground): Product | null {
  const held = new Set<AssetClass>(plan.holdings.map(({ product }) => product.record.asset_class))
  const others = shelf.filter(
    ({ asset_class: name }) => name !== 'deposit' && name !== 'trust' && !held.has(name),
  )
  return others.length === 0 ? null : random.pick(others)
}

/** What a manager writes who did not propose what was suggested. */
const misfits: readonly [RefusalReason, string][] = [
  ['timing', '家里正办丧事，过一阵再谈'],
  ['timing', '货款月底才回笼，此时不谈'],
  ['other', '客户只做存款，多次表示不看理财'],
  ['elsewhere', '同类产品已在他行持有，占比不低'],
  ['no_need', '资金三个月内要用，不宜买定期限产品'],
]

/** 不合适: a manager judged that what was suggested does not suit, in a talk that ended well. */
function misfitOf(ground: Ground, told: ToldContact): Refusal | null {
  const refusal = refusalOf(ground, told)
  if (refusal === null) return null
  const [reason, note] = ground.random.pick(misfits)
  const until = usualEnd(reason, dayOfInstant(told.contact.at), defaultNextActionRule)
  return { ...refusal, said_by: 'manager', reason, note, until }
}

function refusalOf(ground: Ground, { contact, task }: ToldContact): Refusal | null {
  const { person, random } = ground
  const product = task === 'idle_cash' ? null : spokenOf(ground)
  if (task !== 'idle_cash' && product === null) return null
  const reason = random.pick(refusalReasons)
  return {
    branch_id: person.customer.branch_id,
    id: uuidV7(contact.at, random.bytes),
    customer_id: person.customer.id,
    action: task === 'idle_cash' ? 'idle_cash' : 'product_gap',
    task_id: null,
    asset_class: product?.asset_class ?? null,
    product_id: product?.id ?? null,
    said_by: 'customer',
    reason,
    until: usualEnd(reason, dayOfInstant(contact.at), defaultNextActionRule),
    note: null,
    staff_id: contact.staff_id,
    at: contact.at,
    taken_back_at: null,
    taken_back_by: null,
  }
}

type Settlement = Pick<CustomerNeed, 'settled_at' | 'settled_by'> & typeof unsettled

/** How a need ended: by a product that was bought, by a later talk, or not at all. */
function settlementOf(
  { plan, random, businessDate }: Ground,
  kind: NeedKind,
  stated: Contact,
  later: readonly Contact[],
): Settlement {
  const open: Settlement = { ...unsettled, settled_at: null, settled_by: null }
  const statedOn = dayOfInstant(stated.at)
  const bought = plan.holdings.find(
    ({ product, boughtOn }) =>
      classesFor(kind).includes(product.record.asset_class) && boughtOn >= dayNumber(statedOn),
  )
  const talk = later.find(({ outcome }) => outcome === 'done')
  const by = (day: Day, at: number) => ({
    ...open,
    state: 'met' as const,
    met_on: day,
    settled_at: Math.max(at, stated.at),
    settled_by: stated.staff_id,
  })
  if (bought) {
    const on = dayOfNumber(bought.boughtOn)
    const at = stated.at + (bought.boughtOn - dayNumber(statedOn)) * 86_400_000
    return { ...by(on, at), met_by: 'product', product_id: bought.product.record.id }
  }
  if (talk) {
    return { ...by(dayOfInstant(talk.at), talk.at), met_by: 'contact', contact_id: talk.id }
  }
  if (statedOn > addDays(businessDate, -openDays)) return open
  const settled = { settled_at: stated.at + 30 * 86_400_000, settled_by: stated.staff_id }
  return random.hit(0.6)
    ? { ...open, ...settled, state: 'unmet', reason: random.pick(unmetReasons) }
    : open
}

function needOf(ground: Ground, stated: Contact, later: readonly Contact[]): CustomerNeed {
  const { person, random, businessDate } = ground
  const kind = random.pick(kindsFor(person, businessDate))
  const money = kind !== 'service' && kind !== 'transfers' && kind !== 'other'
  const until = addDays(businessDate, random.int(5, 120))
  return {
    branch_id: person.customer.branch_id,
    id: uuidV7(stated.at, random.bytes),
    customer_id: person.customer.id,
    kind,
    words: random.pick(words[kind]),
    amount_fen: money && random.hit(0.7) ? random.int(1, 30) * 1_000_000 : null,
    by_day: random.hit(0.4) ? until : null,
    staff_id: stated.staff_id,
    stated_at: stated.at,
    ...settlementOf(ground, kind, stated, later),
  }
}

/** Draws what a customer refused and needs from the talks of the last months. */
export function drawWants(ground: Ground): Wants {
  const { person, told, businessDate, random } = ground
  const from = addDays(businessDate, -keptDays)
  const recent = told.filter(({ contact }) => dayOfInstant(contact.at) >= from)
  const refused = recent.filter(
    ({ contact: { outcome } }) => outcome === 'refused' || outcome === 'not_interested',
  )
  const refusals = refused.flatMap((talk) => {
    const refusal = random.hit(refusalShare) ? refusalOf(ground, talk) : null
    return refusal ? [refusal] : []
  })
  // A stream of its own: whatever else is drawn stays as it is.
  const aside = random.fork(`judged ${person.customer.customer_no}`)
  const judged = recent.flatMap((talk) => {
    const worth = talk.contact.outcome === 'again' && aside.hit(misfitShare)
    const misfit = worth ? misfitOf({ ...ground, random: aside }, talk) : null
    return misfit ? [misfit] : []
  })
  const said = [...refusals, ...judged]
  const spoken = recent
    .map(({ contact }) => contact)
    .filter(({ outcome }) => outcome !== 'no_answer')
  const grown = ageOn(person.customer.birth_date ?? businessDate, businessDate) >= 18
  if (!grown || spoken.length === 0 || !random.hit(needShare)) return { refusals: said, needs: [] }
  const index = random.int(0, spoken.length - 1)
  const stated = spoken[index]
  return {
    refusals: said,
    needs: stated ? [needOf(ground, stated, spoken.slice(index + 1))] : [],
  }
}
