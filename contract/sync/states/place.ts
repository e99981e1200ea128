/** Where a number lies against the last one head office answered. */
export type Place = 'known' | 'next' | 'beyond'

/** What head office has of the command: at its place where that is known, else under its id. */
export type Stored = 'none' | 'same' | 'other'

/**
 * What is done with a command: `decide` it; `answer` as before; `adopt` the answer it got under an
 * earlier enrolment and give it the place; `cloned`: two terminals share one identity; `gap`: an
 * earlier number is missing; `broken`: the ledger contradicts itself.
 */
export type PlaceVerdict = 'decide' | 'answer' | 'adopt' | 'cloned' | 'gap' | 'broken'

/** The table of docs/sync.md, "Commands at head office". */
export const placeTable: Readonly<Record<Place, Readonly<Record<Stored, PlaceVerdict>>>> = {
  known: { none: 'broken', same: 'answer', other: 'cloned' },
  next: { none: 'decide', same: 'adopt', other: 'cloned' },
  beyond: { none: 'gap', same: 'gap', other: 'gap' },
}

/** Where a number lies; `last` is the highest one answered, 0 before the first. */
export function placeOf(seq: number, last: number): Place {
  if (seq <= last) return 'known'
  return seq === last + 1 ? 'next' : 'beyond'
}

/** What is done with a command at a place. */
export function placeVerdict(place: Place, stored: Stored): PlaceVerdict {
  return placeTable[place][stored]
}
