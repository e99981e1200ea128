import { z } from 'zod'
import { tiers } from '#domain/customers/records.ts'
import { viewingDecisions, viewingReasons, viewingWords } from '#domain/customers/viewing.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'

const id = z.string().max(64)
const customerId = z.strictObject({ customerId: id })
const given = z.strictObject({ commandId: z.string() })
const words = z.string().trim().min(viewingWords.least).max(viewingWords.most)

/** Where a request stands. `granted`: head office has yet to say until when. */
export const viewingStates = [
  'waiting',
  'lapsed',
  'granted',
  'open',
  'refused',
  'expired',
  'ended',
] as const

/** 查看申请 as a screen shows it; whoever asked sees the customer's name masked until it is open. */
export const viewingViewSchema = z.strictObject({
  id: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  tier: z.enum(tiers),
  state: z.enum(viewingStates),
  /** Whether it is the viewer's own request. */
  own: z.boolean(),
  askedByName: z.string(),
  askedAtMs: z.int(),
  reason: z.enum(viewingReasons),
  words: z.string(),
  days: z.int(),
  /** Until when the branch head can decide, while it waits. */
  lapsesAtMs: z.int(),
  decidedByName: z.string().nullable(),
  decidedAtMs: z.int().nullable(),
  answer: z.string().nullable(),
  /** The moment a granted look ends. */
  untilMs: z.int().nullable(),
  endedByName: z.string().nullable(),
  endedAtMs: z.int().nullable(),
  openings: z.int(),
  openedAtMs: z.int().nullable(),
  /** What was given on this PC and waits for head office. */
  queued: z.boolean(),
})
export type ViewingView = z.infer<typeof viewingViewSchema>

/** For how many days one may ask. */
export const viewingLimitsSchema = z.strictObject({ usualDays: z.int(), mostDays: z.int() })

/** Requests: the own ones; of the whole branch for the branch head, who decides. */
export const viewingsSchema = z.strictObject({
  decides: z.boolean(),
  limits: viewingLimitsSchema,
  items: z.array(viewingViewSchema),
})
export type Viewings = z.infer<typeof viewingsSchema>

/** 申请查看: asking to see somebody else's customer, and what becomes of it. Works without head office. */
export const customerViewingChannels = {
  'customers.viewings': channel(bookRoles, z.null(), viewingsSchema, 'customers'),
  'customers.askViewing': channel(
    ['customer_manager'],
    customerId.extend({ reason: z.enum(viewingReasons), words, days: z.int() }),
    given,
    'customers',
  ),
  'customers.decideViewing': channel(
    ['branch_head'],
    z.strictObject({
      viewingId: id,
      decision: z.enum(viewingDecisions),
      answer: words,
      days: z.int(),
    }),
    given,
    'customers',
  ),
  'customers.endViewing': channel(bookRoles, z.strictObject({ viewingId: id }), given, 'customers'),
}
