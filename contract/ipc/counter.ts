import { z } from 'zod'
import { askableFields, counterReminders } from '#domain/counter/advice.ts'
import { referralReasons } from '#domain/counter/reasons.ts'
import { referralFailures, referralRoutes, referralStates } from '#domain/counter/referral.ts'
import { spokenKeys } from '#domain/counter/spoken.ts'
import { counterRoles, visitActs, visitCutOffs, visitStates } from '#domain/counter/visit.ts'
import { tiers } from '#domain/customers/records.ts'
import { channel } from './channel.ts'

const lobbyRoles = ['lobby_manager', 'branch_head'] as const

/** Fields that may be corrected with the customer there. */
export const counterFields = ['mobile', 'id_expiry', ...askableFields] as const

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const sex = z.enum(['F', 'M']).nullable()

const offered = { spoken: z.enum(spokenKeys), done: z.boolean() }

/** An action with the sentence that goes with it. `tail` is the phone's, for comparing only. */
export const counterActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refer'),
    reason: z.enum(referralReasons),
    days: z.int().nullable(),
    ...offered,
  }),
  z.strictObject({
    kind: z.literal('mobile'),
    known: z.boolean(),
    tail: z.string().max(4).nullable(),
    ...offered,
  }),
  z.strictObject({ kind: z.literal('document'), expired: z.boolean(), ...offered }),
  z.strictObject({ kind: z.literal('field'), field: z.enum(askableFields), ...offered }),
])
export type CounterActionView = z.infer<typeof counterActionSchema>

/**
 * Everything a person at the counter may know of the customer in front of him: no full name, no
 * balance, no holding, no number but two tails. Good until `openUntilMs`.
 */
export const counterVisitSchema = z.strictObject({
  visitId: z.string(),
  surname: z.string(),
  sex,
  tier: z.enum(tiers),
  idTail: z.string().max(4).nullable(),
  /** Whole years with the bank. */
  years: z.int(),
  managerName: z.string().nullable(),
  /** To whom a referral would go. */
  referTo: z.strictObject({ name: z.string(), route: z.enum(referralRoutes) }).nullable(),
  /** The referral another one would join. */
  openReferral: z
    .strictObject({ toName: z.string(), state: z.enum(referralStates), on: day })
    .nullable(),
  actions: z.array(counterActionSchema).max(3),
  reminders: z.array(z.enum(counterReminders)),
  acts: z.array(z.enum(visitActs)),
  openedAtMs: z.int(),
  openUntilMs: z.int(),
  /** Business date of what the actions were made from. */
  asOf: day,
})
export type CounterVisit = z.infer<typeof counterVisitSchema>

/** Somebody a tail and a name may mean; `key` is good once, for this search. */
export const counterCandidateSchema = z.strictObject({
  key: z.string(),
  name: z.string(),
  sex,
  idTail: z.string().max(4).nullable(),
})
export type CounterCandidate = z.infer<typeof counterCandidateSchema>

/** What a search at the counter gives. */
export const counterFoundSchema = z.discriminatedUnion('found', [
  z.strictObject({ found: z.literal('visit'), visit: counterVisitSchema }),
  z.strictObject({
    found: z.literal('candidates'),
    candidates: z.array(counterCandidateSchema),
  }),
  z.strictObject({ found: z.literal('none') }),
  z.strictObject({ found: z.literal('tooMany') }),
])
export type CounterFound = z.infer<typeof counterFoundSchema>

/** A customer the person received today, masked. */
export const receptionSchema = z.strictObject({
  visitId: z.string(),
  atMs: z.int(),
  name: z.string(),
  acts: z.array(z.enum(visitActs)),
  state: z.enum(visitStates),
  cutOff: z.enum(visitCutOffs).nullable(),
  suggested: z.int(),
  referral: z.strictObject({ toName: z.string(), state: z.enum(referralStates) }).nullable(),
})
export type Reception = z.infer<typeof receptionSchema>

/** A customer who waits in the lobby, masked. */
export const waitingSchema = z.strictObject({
  visitId: z.string(),
  sinceMs: z.int(),
  name: z.string(),
  tier: z.enum(tiers),
  /** Whether this person put the customer on the list, and may take him or her off. */
  mine: z.boolean(),
})
export type Waiting = z.infer<typeof waitingSchema>

/** The person's day and month at the counter. */
export const counterDaySchema = z.strictObject({
  visits: z.array(receptionSchema),
  people: z.int(),
  referrals: z.int(),
  succeeded: z.int(),
  month: z.strictObject({ referrals: z.int(), succeeded: z.int() }),
  waiting: z.array(waitingSchema),
})
export type CounterDay = z.infer<typeof counterDaySchema>

const visitId = z.strictObject({ visitId: z.string().max(64) })
const given = z.strictObject({ visit: counterVisitSchema })

/** Receiving a customer who is present. All of them but `find` and `day` need an open visit. */
export const counterChannels = {
  /** By a whole number, or by the end of the identity number and the name. */
  'counter.find': channel(
    counterRoles,
    z.strictObject({ text: z.string().max(120) }),
    counterFoundSchema,
    'counter',
  ),
  'counter.pick': channel(
    counterRoles,
    z.strictObject({ key: z.string().max(64) }),
    given,
    'counter',
  ),
  /** The open visit; the same for every window. */
  'counter.current': channel(counterRoles, z.null(), counterVisitSchema.nullable()),
  'counter.refer': channel(
    counterRoles,
    visitId.extend({ reason: z.enum(referralReasons) }),
    given.extend({ toName: z.string(), joined: z.boolean() }),
    'counter',
  ),
  'counter.confirmPhone': channel(counterRoles, visitId, given, 'counter'),
  /** Proposes another value; the document's end is read by its reader, the rest the customer says. */
  'counter.correct': channel(
    counterRoles,
    visitId.extend({ field: z.enum(counterFields), to: z.string().max(200) }),
    given,
    'counter',
  ),
  /** Ends the visit: the customer has no time now. */
  'counter.inconvenient': channel(counterRoles, visitId, z.null(), 'counter'),
  'counter.end': channel(counterRoles, visitId, z.null(), 'counter'),
  /** Ends the visit for now: the customer waits in the lobby. */
  'counter.wait': channel(lobbyRoles, visitId, z.null(), 'counter'),
  /** Takes somebody off the list who has gone. */
  'counter.leave': channel(lobbyRoles, visitId, z.null(), 'counter'),
  'counter.day': channel(counterRoles, z.null(), counterDaySchema),
}

const bookRoles = ['customer_manager', 'branch_head', 'operations_supervisor'] as const

/** A referral as the manager sees it with the customer. */
export const referralViewSchema = z.strictObject({
  id: z.string(),
  customerId: z.string(),
  byName: z.string(),
  toName: z.string(),
  /** Whether this person may act on it. */
  mine: z.boolean(),
  atMs: z.int(),
  reason: z.enum(referralReasons),
  times: z.int(),
  state: z.enum(referralStates),
  stateAtMs: z.int(),
  failure: z.enum(referralFailures).nullable(),
  feedback: z.string().nullable(),
  queued: z.boolean(),
})
export type ReferralView = z.infer<typeof referralViewSchema>

/** Referrals of a customer, for who looks after him or her. */
export const referralChannels = {
  'referral.ofCustomer': channel(
    bookRoles,
    z.strictObject({ customerId: z.string().max(64) }),
    z.array(referralViewSchema),
  ),
  'referral.advance': channel(
    bookRoles,
    z.strictObject({
      referralId: z.string().max(64),
      to: z.enum(['accepted', 'returned', 'contacted', 'succeeded', 'failed']),
      failure: z.enum(referralFailures).nullable(),
      feedback: z.string().trim().max(200).nullable(),
    }),
    z.strictObject({ commandId: z.string() }),
    'counter',
  ),
}
