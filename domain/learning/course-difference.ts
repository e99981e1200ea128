import type { z } from 'zod'
import type { cardSchema, Course, Question, Unit } from './course.ts'

type Card = z.infer<typeof cardSchema>

/** How a part of a course stands to the version before. */
export type PartState = 'same' | 'added' | 'changed' | 'removed'

/** What a course says of itself beside its units and its bank. */
export const courseFacts = [
  'title',
  'summary',
  'roles',
  'mandatory',
  'validMonths',
  'quiz',
] as const
/** One of {@link courseFacts}. */
export type CourseFact = (typeof courseFacts)[number]

/** A card or a question and what became of it; the part itself is that of the later version where there is one. */
export interface PartChange<Part> {
  state: PartState
  part: Part
  /** What it was; null where it was not changed. */
  was: Part | null
}

/** A unit and what became of it and of its cards. */
export interface UnitChange extends PartChange<Unit> {
  cards: PartChange<Card>[]
  practice: PartState
}

/** What is new in a version of a course against the one before. */
export interface CourseDifference {
  facts: CourseFact[]
  /** In the order of the later version, what was removed at the end. */
  units: UnitChange[]
  bank: PartChange<Question>[]
}

/** The same text for equal parts, whatever the order in which their fields were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

const alike = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const allOf = <Part>(parts: readonly Part[], state: PartState): PartChange<Part>[] =>
  parts.map((part) => ({ part, state, was: null }))

function byId<Part extends { id: string }>(
  before: readonly Part[],
  after: readonly Part[],
): PartChange<Part>[] {
  const known = new Map(before.map((part) => [part.id, part]))
  const kept = new Set(after.map(({ id }) => id))
  return [
    ...after.map((part): PartChange<Part> => {
      const old = known.get(part.id)
      if (!old) return { part, state: 'added', was: null }
      const same = alike(old, part)
      return { part, state: same ? 'same' : 'changed', was: same ? null : old }
    }),
    ...allOf(
      before.filter(({ id }) => !kept.has(id)),
      'removed',
    ),
  ]
}

/**
 * Cards have no id: one is the same card where nothing of it changed, else a changed one where its sentence
 * stayed, else where the cards around it stayed and it stands in the place of one that is gone.
 */
function cardChanges(before: readonly Card[], after: readonly Card[]): PartChange<Card>[] {
  const left = [...before]
  const take = (fits: (card: Card) => boolean): Card | null => {
    const at = left.findIndex(fits)
    return at < 0 ? null : (left.splice(at, 1)[0] ?? null)
  }
  const changes = after.map((part): PartChange<Card> => {
    const same = take((old) => alike(old, part)) !== null
    return { part, state: same ? 'same' : 'added', was: null }
  })
  const match = (fits: (old: Card, card: Card) => boolean) => {
    for (const change of changes) {
      if (change.state !== 'added') continue
      change.was = take((old) => fits(old, change.part))
      if (change.was) change.state = 'changed'
    }
  }
  match((old, card) => old.heading.zh === card.heading.zh)
  if (before.length === after.length) match(() => true)
  return [...changes, ...allOf(left, 'removed')]
}

function unitChange({ part, state, was }: PartChange<Unit>): UnitChange {
  if (!was) {
    const practice = part.practice === null ? 'same' : state
    return { part, state, was, cards: allOf(part.cards, state), practice }
  }
  const practice = alike(was.practice, part.practice)
    ? 'same'
    : !was.practice
      ? 'added'
      : part.practice
        ? 'changed'
        : 'removed'
  return { part, state, was, cards: cardChanges(was.cards, part.cards), practice }
}

/** What is new in `after` against `before`; against nothing everything is. */
export function courseDifference(before: Course | null, after: Course): CourseDifference {
  return {
    facts: before ? courseFacts.filter((fact) => !alike(before[fact], after[fact])) : [],
    units: byId(before?.units ?? [], after.units).map(unitChange),
    bank: byId(before?.bank ?? [], after.bank),
  }
}

/** How many parts of one kind are new, changed and gone. */
export interface ChangeCount {
  added: number
  changed: number
  removed: number
}

/** The same in numbers: units, cards and questions that are scored. */
export interface DifferenceCount {
  facts: number
  units: ChangeCount
  cards: ChangeCount
  questions: ChangeCount
}

function countOf(changes: readonly { state: PartState }[]): ChangeCount {
  const of = (wanted: PartState) => changes.filter(({ state }) => state === wanted).length
  return { added: of('added'), changed: of('changed'), removed: of('removed') }
}

/** Counts what {@link courseDifference} found. */
export function differenceCount({ facts, units, bank }: CourseDifference): DifferenceCount {
  return {
    facts: facts.length,
    units: countOf(units),
    cards: countOf(units.flatMap(({ cards }) => cards)),
    questions: countOf(bank),
  }
}
