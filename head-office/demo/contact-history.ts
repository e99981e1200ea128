import type { Contact } from '#domain/customers/contact.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import { formatWan } from '#domain/money/money.ts'
import { addDays, ageOn, type Day, dayNumber, dayOfNumber, instantOfDay } from '#domain/time/day.ts'
import type { TaskKind } from '#domain/workbench/task.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { statutoryCalendar } from './calendar.ts'
import { refusal, stories, type Step, type Story, type Topic } from './contact-stories.ts'
import type { Person } from './people.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { WealthPlan } from './wealth.ts'

/** A contact with the kind of task it was made for. */
export interface ToldContact {
  contact: Contact
  task: TaskKind | null
}

/** Money that ended or will: days since 1970, 分. */
export interface Ending {
  /** Id of the account or holding. */
  positionId: string
  product: string
  fen: number
  endsOn: number
}

/** What the stories must agree with. */
export interface StoryFacts {
  businessDate: Day
  /** Terms and products that ended lately, or will soon, in order of time. */
  endings: readonly Ending[]
}

/** Contacts are kept for so many days. */
const keptDays = 540

const closed = new Set(
  statutoryCalendar()
    .filter(({ working }) => !working)
    .map(({ day }) => day),
)

/** The same day or the last one before it on which outlets are open: no Sunday, no holiday. */
export function openDay(day: Day): Day {
  return dayNumber(day) % 7 === 3 || closed.has(day) ? openDay(addDays(day, -1)) : day
}

/** What there is to talk about with a customer at any time. */
function topicsOf({ calling, customer }: Person, plan: WealthPlan, today: Day): Topic[] {
  const age = ageOn(customer.birth_date ?? today, today)
  const topics: Topic[] = ['service', 'service', 'service', 'records', 'savings', 'savings']
  if (plan.holdings.length > 0) topics.push('owned', 'owned', 'owned')
  else if (age < 65) topics.push('advice')
  const { rhythm } = calling
  if (rhythm === 'grain' || rhythm === 'tea' || rhythm === 'crab') topics.push('farm', 'farm')
  if (rhythm === 'shop' || rhythm === 'firm') topics.push('shop', 'shop')
  if (rhythm === 'away') topics.push('away', 'away', 'away')
  if (age >= 65) topics.push('elder', 'elder')
  if (age >= 28 && age <= 45) topics.push('child')
  if (plan.loan) topics.push('loan')
  return topics
}

const byTopic = Map.groupBy(stories, ({ topic }) => topic)
const onTopic = (topic: Topic): readonly Story[] => byTopic.get(topic) ?? []

/** Tells stories of one customer, backwards in time. */
class Teller {
  readonly told: ToldContact[] = []
  readonly #person: Person
  readonly #staffId: string
  readonly #businessDate: Day
  readonly #random: Chance

  constructor(person: Person, staffId: string, businessDate: Day, random: Chance) {
    this.#person = person
    this.#staffId = staffId
    this.#businessDate = businessDate
    this.#random = random
  }

  #day(ago: number): Day {
    return openDay(addDays(this.#businessDate, -Math.max(1, ago)))
  }

  /** Whether somebody spoke with the customer within some days of a day of the past. */
  spokeAround(ago: number, days: number): boolean {
    const from = instantOfDay(this.#day(ago + days))
    const to = instantOfDay(this.#day(Math.max(1, ago - days))) + 86_400_000
    return this.told.some(({ contact: { at } }) => at >= from && at <= to)
  }

  #add(step: Step, on: Day, nextOn: Day | null, text: string, task: TaskKind | null): void {
    const { customer } = this.#person
    if (on <= addDays(customer.customer_since, 10)) return
    this.told.push({
      task,
      contact: {
        branch_id: customer.branch_id,
        id: uuidV7(instantOfDay(on), this.#random.bytes),
        customer_id: customer.id,
        staff_id: this.#staffId,
        at: instantOfDay(on) + this.#random.int(9 * 60, 17 * 60) * 60_000,
        channel: this.#random.pick(step.channels),
        outcome: step.outcome,
        summary: text,
        next_on: nextOn,
        duration_minutes: step.outcome === 'no_answer' ? null : this.#random.int(2, 28),
        origin: 'demo',
      },
    })
  }

  /** The day somebody promised to call again, which lies ahead: few promises are forgotten. */
  #promised(on: Day): Day | null {
    const day = addDays(on, this.#random.int(3, 16))
    return day >= this.#businessDate || this.#random.hit(0.12) ? day : null
  }

  /**
   * Tells a story whose last told step was `ago` days before the business date, without its last
   * `cut` steps; returns how long ago it began.
   */
  tell({ steps, task }: Story, ago: number, cut: number, ending?: Ending): number {
    const kept = steps.slice(0, steps.length - cut)
    let back = ago
    let next: Day | null = null
    for (const [nth, step] of [...kept.entries()].reverse()) {
      const on = this.#day(back)
      const last = nth === kept.length - 1
      const open = step.outcome === 'interested' || step.outcome === 'again'
      if (last && (cut > 0 || open)) next = this.#promised(on)
      const text = step.text
        .replace('{product}', ending?.product ?? '定期存款')
        .replace('{amount}', formatWan(ending?.fen ?? 0))
      this.#add(step, on, next, text, last && cut === 0 ? task : null)
      next = on
      back += this.#random.int(2, 9)
    }
    return back
  }
}

/** What happened is told as it happened: money that ended, and money that will. */
function tellEndings(teller: Teller, facts: StoryFacts, random: Chance): void {
  const businessDay = dayNumber(facts.businessDate)
  const maturities = onTopic('maturity')
  for (const ending of facts.endings) {
    const ago = businessDay - ending.endsOn
    if (ago > 0 && ago < keptDays && random.hit(ago < 70 ? 0.75 : 0.5)) {
      teller.tell(random.pick(maturities), Math.max(1, ago - random.int(0, 2)), 0, ending)
    } else if (ago <= 0 && ago > -20 && random.hit(0.35)) {
      const longer = maturities.filter(({ steps }) => steps.length > 1)
      teller.tell(random.pick(longer), random.int(1, 6), 1, ending)
    }
  }
}

/** Purchases are told as they were made. */
function tellPurchases(teller: Teller, { holdings }: WealthPlan, today: Day, random: Chance): void {
  for (const { product, costFen, boughtOn } of holdings) {
    const ago = dayNumber(today) - boughtOn
    if (ago < 1 || ago > keptDays || openDay(dayOfNumber(boughtOn)) !== dayOfNumber(boughtOn))
      continue
    if (!random.hit(0.6)) continue
    const what = { positionId: '', product: product.record.name, fen: costFen, endsOn: boughtOn }
    teller.tell(random.pick(onTopic('purchase')), ago, 0, what)
  }
}

/** Birthdays of the last weeks, of customers whom somebody looks after. */
function tellBirthday(teller: Teller, { customer }: Person, today: Day, random: Chance): void {
  if (customer.birth_date === null || customer.tier === 'standard' || !random.hit(0.5)) return
  const day = customer.birth_date.slice(4).replace('-02-29', '-02-28')
  const thisYear = `${today.slice(0, 4)}${day}`
  const last = thisYear < today ? thisYear : `${Number(today.slice(0, 4)) - 1}${day}`
  const ago = dayNumber(today) - dayNumber(last)
  if (ago >= 1 && !teller.spokeAround(ago, 2)) teller.tell(random.pick(onTopic('birthday')), ago, 0)
}

function tellShock(teller: Teller, { shock }: WealthPlan, today: Day, random: Chance): void {
  const ago = shock ? dayNumber(today) - shock.dayNumber - random.int(2, 4) : 0
  if (!shock || ago < 3 || !random.hit(0.7)) return
  const kind = shock.share < 0 ? 'outflow' : 'inflow'
  const told = stories.find(({ task }) => task === kind)
  if (told) teller.tell(told, ago, 0)
}

/** Draws the contacts with a customer, in order of time. */
export function drawHistory(
  person: Person,
  plan: WealthPlan,
  staffId: string,
  facts: StoryFacts,
  random: Chance,
): ToldContact[] {
  const { customer, calling } = person
  const { businessDate } = facts
  const teller = new Teller(person, staffId, businessDate, random)
  if (calling.rhythm === 'minor' || plan.standing.status !== 'normal') return []
  if (customer.do_not_contact) {
    const told: Story = { topic: 'service', task: null, steps: [refusal] }
    teller.tell(told, random.int(40, 300), 0)
    return teller.told
  }
  const cycle = contactCycleDays[customer.tier]
  const late = random.hit(0.05)
  if (!late) {
    tellEndings(teller, facts, random)
    tellPurchases(teller, plan, businessDate, random)
    tellShock(teller, plan, businessDate, random)
    tellBirthday(teller, person, businessDate, random)
  }
  const topics = topicsOf(person, plan, businessDate)
  let newest = true
  let back = Math.round(cycle * (late ? 1.1 + random.next() : random.next()))
  while (back < keptDays) {
    const story = random.pick(onTopic(random.pick(topics)))
    const cut = newest && story.steps.length > 1 && random.hit(0.4) ? 1 : 0
    if (!teller.spokeAround(back, 8)) back = teller.tell(story, back, cut)
    newest = false
    back += Math.round(cycle * (0.5 + random.next()))
  }
  return teller.told.sort((a, b) => a.contact.at - b.contact.at)
}
