import { z } from 'zod'
import type { Role } from '../organisation/roles.ts'
import { id, instant, integer, text, word } from '../record/field.ts'

/** Who receives customers at the counter and in the lobby; the branch head stands in. */
export const counterRoles = ['teller', 'lobby_manager', 'branch_head'] as const satisfies Role[]

/** Whether a person may receive customers. */
export function mayReceive(roles: readonly Role[]): boolean {
  return counterRoles.some((role) => roles.includes(role))
}

/** How a customer was identified: identity document, account or card, tail and name. */
export const foundByWays = ['id_number', 'account', 'id_tail'] as const
export type FoundBy = (typeof foundByWays)[number]

/** What was done for a customer at the counter, the weightiest first. */
export const visitActs = ['referred', 'corrected', 'phone_confirmed', 'inconvenient'] as const
export type VisitAct = (typeof visitActs)[number]

/**
 * Stations of a visit, which only ever moves on: identified, waiting in the lobby, gone without
 * being served, served.
 */
export const visitStates = ['open', 'waiting', 'left', 'ended'] as const
export type VisitState = (typeof visitStates)[number]

/**
 * Why a visit ended that nobody ended: the screen locked, the person logged out, the login was taken
 * away, the program was closed, it died, or the visit's time was over.
 */
export const visitCutOffs = [
  'locked',
  'logged_out',
  'login_ended',
  'closed',
  'crashed',
  'ran_out',
] as const
export type VisitCutOff = (typeof visitCutOffs)[number]

/**
 * A customer received in the branch; a fact of the branch in which it happened. `acts` is a list of
 * {@link visitActs} joined by commas, `suggested` how many actions the screen offered.
 * `cut_off` is null where the person ended it.
 */
export const visitSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  staff_id: id(),
  opened_at: instant(),
  ended_at: instant().nullable(),
  found_by: word(foundByWays),
  suggested: integer(),
  acts: text(80),
  state: word(visitStates),
  cut_off: word(visitCutOffs).nullable(),
})
export type Visit = z.infer<typeof visitSchema>

/** The acts of a record's text; words it does not know are left out. */
export function actsOf(acts: string): VisitAct[] {
  const named = acts.split(',')
  return visitActs.filter((act) => named.includes(act))
}

/** All acts of both, once, as a record's text. */
export function joinActs(some: readonly VisitAct[], more: readonly VisitAct[]): string {
  return visitActs.filter((act) => some.includes(act) || more.includes(act)).join(',')
}

/** The later of two stations: reports of one visit may come in any order and any number of times. */
export function laterState(one: VisitState, other: VisitState): VisitState {
  return visitStates.indexOf(one) >= visitStates.indexOf(other) ? one : other
}
