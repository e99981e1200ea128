import { markAges } from '../customers/marks.ts'
import { type Tier, tiers } from '../customers/tiers.ts'
import { addDays, type Day, daysBetween } from '../time/day.ts'
import { type GivenPromise, promisesOf } from './promises.ts'

/** Occasions to thank a customer, or to apologise, in the order in which they are said. */
export const momentKinds = [
  'promiseBroken',
  'promiseKept',
  'loanRepaid',
  'firstSalary',
  'tierReached',
  'anniversary',
  'tierKept',
  'childOfAge',
  'relativeElder',
] as const
/** A word of the closed list {@link momentKinds}. */
export type MomentKind = (typeof momentKinds)[number]

/** Version of the rules that find moments. */
export const momentRuleVersion = 'recognition-1'

/** Years with the bank that are marked. */
export const markedYears = [1, 3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50] as const

/** For how many days a moment is shown: before its day, and after. */
export const momentDays: Readonly<Record<MomentKind, { before: number; after: number }>> = {
  promiseBroken: { before: 0, after: 60 },
  promiseKept: { before: 0, after: 14 },
  loanRepaid: { before: 0, after: 30 },
  firstSalary: { before: 0, after: 30 },
  tierReached: { before: 0, after: 30 },
  anniversary: { before: 7, after: 14 },
  tierKept: { before: 0, after: 14 },
  childOfAge: { before: 14, after: 14 },
  relativeElder: { before: 14, after: 14 },
}

/** The lowest tier whose keeping for a year is a moment. */
const keptFrom: Tier = 'gold'
/** Ages of relatives that are a family's milestones. */
const familyAges = { child: markAges.minorBelow, elder: 60 } as const

/** What moments are read from; everything stands in the customer's record. */
export interface MomentFacts {
  deceased: boolean
  /** Whether a complaint is open; null where no source says. */
  openComplaint: boolean | null
  customerSince: Day
  /** The first account that is known. */
  firstAccountOn: Day | null
  tier: Tier
  /** The last decision that changed the tier; null where none is known. */
  tierChange: { on: Day; raised: boolean } | null
  /** Loans paid off and first wages, as key transactions of the last months. */
  events: readonly { event: 'loan_payoff' | 'payroll_start'; on: Day; amountFen: number }[]
  promises: readonly GivenPromise[]
  /** Days with a contact that somebody answered. */
  contactDays: readonly Day[]
  /** Relatives whom the viewer looks after too. */
  family: readonly { kind: 'child' | 'parent' | 'spouse'; name: string; birthDate: Day }[]
}

/** A moment with its day and what it rests on. */
export interface Moment {
  kind: MomentKind
  on: Day
  /** Years, or days a promise is late; null where the kind has none. */
  count: number | null
  /** What was promised, or a relative's name. */
  word: string | null
  /** The day from which years count, or on which the promise was given. */
  since: Day | null
  amountFen: number | null
}

/** Why there are no moments at all: the dead are not congratulated, and a complaint comes first. */
export const momentSilences = ['deceased', 'complaint'] as const
/** A word of the closed list {@link momentSilences}. */
export type MomentSilence = (typeof momentSilences)[number]

/** Why nothing may be said; null where something may. */
export function whyNoMoments({
  deceased,
  openComplaint,
}: Pick<MomentFacts, 'deceased' | 'openComplaint'>): MomentSilence | null {
  if (deceased) return 'deceased'
  return openComplaint === true ? 'complaint' : null
}

/** The same day so many years later; of 29 February in other years 1 March. */
export function yearsAfter(day: Day, years: number): Day {
  const year = Number(day.slice(0, 4)) + years
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day.endsWith('-02-29') && !leap ? `${year}-03-01` : `${year}${day.slice(4)}`
}

function moment(kind: MomentKind, on: Day, own: Partial<Moment> = {}): Moment {
  return { kind, on, count: null, word: null, since: null, amountFen: null, ...own }
}

function isNear({ kind, on }: Moment, today: Day): boolean {
  const { before, after } = momentDays[kind]
  return on <= addDays(today, before) && on >= addDays(today, -after)
}

/** Years from a day that are marked, or every year. */
function anniversaries(
  kind: MomentKind,
  since: Day,
  today: Day,
  marked: readonly number[] | null,
): Moment[] {
  const reached = Number(today.slice(0, 4)) - Number(since.slice(0, 4))
  return [reached, reached + 1].flatMap((years) =>
    years > 0 && (marked === null || marked.includes(years))
      ? [moment(kind, yearsAfter(since, years), { count: years, since })]
      : [],
  )
}

function ofPromises(facts: MomentFacts, today: Day): Moment[] {
  return promisesOf(facts.promises, facts.contactDays, today).flatMap((promise) => {
    const { state, givenOn: since, promisedOn, keptOn, text: word } = promise
    if (state === 'broken') {
      const count = daysBetween(promisedOn, today)
      return [moment('promiseBroken', promisedOn, { since, word, count })]
    }
    return keptOn === null ? [] : [moment('promiseKept', keptOn, { since, word })]
  })
}

function ofTier({ tier, tierChange }: MomentFacts, today: Day): Moment[] {
  if (tierChange === null) return []
  const reached = tierChange.raised ? [moment('tierReached', tierChange.on)] : []
  const high = tiers.indexOf(tier) >= tiers.indexOf(keptFrom)
  return high ? [...reached, ...anniversaries('tierKept', tierChange.on, today, null)] : reached
}

function ofFamily({ family }: MomentFacts): Moment[] {
  return family.map(({ kind, name, birthDate }) => {
    const child = kind === 'child'
    const count = child ? familyAges.child : familyAges.elder
    const on = yearsAfter(birthDate, count)
    return moment(child ? 'childOfAge' : 'relativeElder', on, { count, word: name })
  })
}

/**
 * Moments of a customer on a day, what is said first standing first; none of the dead, and none while a
 * complaint is open.
 */
export function momentsOf(facts: MomentFacts, today: Day): Moment[] {
  if (whyNoMoments(facts) !== null) return []
  const { customerSince, firstAccountOn } = facts
  const since =
    firstAccountOn !== null && firstAccountOn < customerSince ? firstAccountOn : customerSince
  const found = [
    ...ofPromises(facts, today),
    ...facts.events.map(({ event, on, amountFen }) =>
      moment(event === 'loan_payoff' ? 'loanRepaid' : 'firstSalary', on, { amountFen }),
    ),
    ...ofTier(facts, today),
    ...anniversaries('anniversary', since, today, markedYears),
    ...ofFamily(facts),
  ].filter((each) => isNear(each, today))
  return found.sort(
    (a, b) =>
      momentKinds.indexOf(a.kind) - momentKinds.indexOf(b.kind) ||
      (a.on === b.on ? 0 : a.on > b.on ? -1 : 1),
  )
}
