import type { Relation } from '../customers/records.ts'
import { plainName } from '../flow/movement.ts'
import { isOrganisation } from '../flow/names.ts'
import { employerOf } from './employers.ts'
import type { Evidence, Tie } from './kinds.ts'
import { recordReason, relationReason, transferReason } from './reasons.ts'
import { sharablePhone } from './shared-phone.ts'
import type { TransferSide } from './transfers.ts'

/** What stands at the end of an edge; `phone` is a number that more share than are named. */
export const nodeKinds = ['customer', 'person', 'organisation', 'phone'] as const

/** From how many others on an employer's people, or those with one number, are counted and not named. */
export const mostNamed = 5

/** Customers who have something in common with another one. */
export interface Crowd {
  /** Without the customer; the count may end at a bound. */
  count: number
  /** All of them where they are at most {@link mostNamed}; else empty. */
  ids: readonly string[]
}

/** A relation of a customer as the ties are made from. */
export type BookRelation = Pick<Relation, 'kind' | 'source' | 'valid_from' | 'to_name'> & {
  to_customer_id: string | null
}

/** A customer's own book: everything his or her ties are made from. */
export interface Book {
  customerId: string
  employer: string | null
  mobile: string | null
  relations: readonly BookRelation[]
  colleagues: Crowd
  sharers: Crowd
  /** `customerId` is the owner of the account the transfers name, where it is one of this branch. */
  transfers: readonly (TransferSide & { customerId: string | null })[]
}

/** Somebody at the end of a tie, before it is decided what of it a viewer may see. */
export interface TieEnd {
  key: string
  kind: (typeof nodeKinds)[number]
  customerId: string | null
  name: string
  /** Whether somebody told of it; names that only stand on payments are masked. */
  told: boolean
  /** Customers with the same employer or number beside the one whose book it is; null elsewhere. */
  others: number | null
}

/** Key of a customer's node. */
export const customerKey = (customerId: string): string => `c ${customerId}`

/** A person's name repeats: without an account it tells one only inside one book. */
const personKey = (book: Book, name: string) => `p ${book.customerId} ${plainName(name)}`

/** An organisation is one wherever it is named. */
const organisationKey = (name: string) => `o ${plainName(name)}`

function endOfRelation(book: Book, { kind, to_name: name, to_customer_id: id }: BookRelation) {
  const firm = kind === 'employer' || isOrganisation(name, false)
  const end: TieEnd = {
    key: id === null ? (firm ? organisationKey(name) : personKey(book, name)) : customerKey(id),
    kind: id === null ? (firm ? 'organisation' : 'person') : 'customer',
    customerId: id,
    name,
    told: true,
    others: null,
  }
  return end
}

function endOfTransfer(book: Book, side: Book['transfers'][number]): TieEnd {
  const { customerId, organisation, name, bank, account } = side
  if (customerId !== null) {
    const key = customerKey(customerId)
    return { key, kind: 'customer', customerId, name, told: false, others: null }
  }
  const person = `t ${book.customerId} ${account ?? `${plainName(name)} ${bank ?? ''}`}`
  return {
    key: organisation ? organisationKey(name) : person,
    kind: organisation ? 'organisation' : 'person',
    customerId: null,
    name,
    told: organisation,
    others: null,
  }
}

const customerEnd = (id: string): TieEnd => ({
  key: customerKey(id),
  kind: 'customer',
  customerId: id,
  name: '',
  told: false,
  others: null,
})

/**
 * All ties that one customer's book tells of, with their ends. What is named like somebody told of is
 * that one; people of an employer and of a number are named while few, else the employer or the number
 * is one end with their count. Ties to the customer him- or herself are left out.
 */
export function tiesOfBook(book: Book): { ties: Tie[]; ends: TieEnd[] } {
  const self = customerKey(book.customerId)
  const ends: TieEnd[] = []
  const ties: Tie[] = []
  const named = new Map<string, TieEnd>()
  const tie = (from: string, end: TieEnd, evidence: Evidence): void => {
    if (end.key === self || plainName(end.key) === '') return
    ends.push(end)
    ties.push({ from, to: end.key, evidence })
  }
  // Sorted, so that of two of one name the same one is meant whatever the order they are read in.
  const relations = [...book.relations]
    .map((relation) => ({ relation, end: endOfRelation(book, relation) }))
    .filter(({ relation }) => plainName(relation.to_name) !== '')
    .filter(({ relation }) => relation.kind !== 'employer' || employerOf(relation.to_name) !== null)
    .sort((a, b) => (a.end.key === b.end.key ? 0 : a.end.key < b.end.key ? -1 : 1))
  for (const { relation, end } of relations) {
    tie(self, end, relationReason(relation))
    const name = plainName(relation.to_name)
    if (end.key !== self && !named.has(name)) named.set(name, end)
  }
  const employer = employerOf(book.employer)
  if (employer !== null) {
    const known = named.get(employer)
    const end: TieEnd = {
      key: known?.key ?? organisationKey(employer),
      kind: known?.kind ?? 'organisation',
      customerId: known?.customerId ?? null,
      name: employer,
      told: true,
      others: book.colleagues.count,
    }
    tie(self, end, recordReason('employer'))
    for (const id of book.colleagues.ids) tie(end.key, customerEnd(id), recordReason('employer'))
  }
  const phone = sharablePhone(book.mobile)
  if (phone !== null && book.sharers.count > 0) {
    const { ids, count } = book.sharers
    for (const id of ids) tie(self, customerEnd(id), recordReason('phone'))
    if (ids.length === 0) {
      const end: TieEnd = {
        key: `m ${phone}`,
        kind: 'phone',
        customerId: null,
        name: phone,
        told: true,
        others: count,
      }
      tie(self, end, recordReason('phone'))
    }
  }
  for (const { customerId, ...side } of book.transfers) {
    const known = customerId === null ? named.get(plainName(side.name)) : undefined
    const end = known ?? endOfTransfer(book, { customerId, ...side })
    const { inFen, outFen, count, lastOn } = side
    tie(self, end, transferReason({ inFen, outFen, count, lastOn }))
  }
  return { ties, ends }
}

/** Ends by their keys: one that was told of before one that was not, then the shorter name. */
export function endsByKey(ends: readonly TieEnd[]): Map<string, TieEnd> {
  const known = new Map<string, TieEnd>()
  for (const end of ends) {
    const other = known.get(end.key)
    if (!other) {
      known.set(end.key, end)
      continue
    }
    const told = other.told || end.told
    const better = end.told === other.told ? betterName(end, other) : end.told ? end : other
    const others = Math.max(end.others ?? -1, other.others ?? -1)
    known.set(end.key, { ...better, told, others: others < 0 ? null : others })
  }
  return known
}

function betterName(a: TieEnd, b: TieEnd): TieEnd {
  if (a.name === '' || b.name === '') return a.name === '' ? b : a
  if (a.name.length !== b.name.length) return a.name.length < b.name.length ? a : b
  return a.name <= b.name ? a : b
}
