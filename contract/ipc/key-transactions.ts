import { z } from 'zod'
import { contactOutcomes } from '#domain/customers/contact-words.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { keyEvents, keyRules } from '#domain/key-transactions/events.ts'
import { cardActs, keyPartSchema } from '#domain/key-transactions/records.ts'
import {
  cardNoteLength,
  cardStates,
  cardSteps,
  falseAlarmReasons,
} from '#domain/key-transactions/states.ts'
import { suggestionCodes } from '#domain/key-transactions/suggestion.ts'
import { needKinds } from '#domain/next-action/words.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const id = z.string().max(64)
const given = z.strictObject({ commandId: z.string() })

/** Tabs of the list: everything that waits, one state, or all. */
export const cardTabs = [
  'waiting',
  'new',
  'read',
  'contacted',
  'done',
  'false_alarm',
  'all',
] as const
export type CardTab = (typeof cardTabs)[number]

/** A card as the list shows it; money in 分. */
export const cardRowSchema = z.strictObject({
  id: z.string(),
  customerId: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  /** Who looks after the customer; empty for nobody. */
  managerName: z.string(),
  day,
  arrivedAtMs: z.int(),
  event: z.enum(keyEvents),
  priority: z.int(),
  /** Sum of the leading event, and AUM at the close of the day before. */
  amountFen: z.int(),
  aumBeforeFen: z.int(),
  antiFraud: z.boolean(),
  /** Age on the day; null where no birthday is known. */
  age: z.int().nullable(),
  suggestion: z.enum(suggestionCodes),
  state: z.enum(cardStates),
  dueAtMs: z.int(),
  /** Whether a step given on this PC waits for head office. */
  queued: z.boolean(),
  /** Whether bookings it rests on were reversed (冲正) last. */
  reversed: z.boolean(),
})
export type CardRow = z.infer<typeof cardRowSchema>

/** Figures of the page; money in 分. `month` counts cards that arrived in the running month. */
export const cardFactsSchema = z.strictObject({
  /** The earliest deadline that waits, and of whom. */
  next: z.strictObject({ dueAtMs: z.int(), name: z.string() }).nullable(),
  /** Sums of all cards that wait. */
  inFen: z.int(),
  outFen: z.int(),
  insideFen: z.int(),
  month: z.strictObject({
    cards: z.int(),
    /** Cards whose deadline has passed or that were answered, and those answered in time. */
    due: z.int(),
    inTime: z.int(),
    targetBp: z.int(),
    falseAlarms: z.int(),
  }),
  /** What came back within 30 days from where it had gone, and to how many customers. */
  returned: z.strictObject({ fen: z.int(), customers: z.int() }),
})

/** The largest thing of late that raised no card, with what it was compared with. */
export const quietSchema = z.strictObject({
  customerId: z.string(),
  name: z.string(),
  day,
  atMs: z.int().nullable(),
  part: keyPartSchema,
})
export type QuietMovement = z.infer<typeof quietSchema>

/** The head of the page. */
export const keyTransactionsSchema = z.strictObject({
  businessDate: day,
  /** Whether the cards of the branch are shown, or those of the own book. */
  whole: z.boolean(),
  /** When the last card arrived; null before the first. */
  lastArrivalMs: z.int().nullable(),
  counts: z.record(z.enum(cardTabs), z.int()),
  facts: cardFactsSchema,
  quiet: quietSchema.nullable(),
})
export type KeyTransactionsView = z.infer<typeof keyTransactionsSchema>

/** What is known of the customer beside the card; money in 分. */
export const cardBackgroundSchema = z.strictObject({
  /** Money that went to the customer's own accounts elsewhere in the last 30 days. */
  elsewhere: z.strictObject({ count: z.int(), fen: z.int() }),
  /** AUM 30 days ago, and with everything that has arrived. */
  aumThenFen: z.int(),
  aumNowFen: z.int(),
  monthAverageFen: z.int(),
  /** The least average of the customer's tier; null for the lowest tier. */
  tierFloorFen: z.int().nullable(),
  nextMaturity: z.strictObject({ on: day, fen: z.int() }).nullable(),
  lastContact: z
    .strictObject({ on: day, outcome: z.enum(contactOutcomes), summary: z.string() })
    .nullable(),
})
export type CardBackground = z.infer<typeof cardBackgroundSchema>

/** A card with everything its pane shows. */
export const cardSchema = cardRowSchema.extend({
  /** Masked; empty where none is known. */
  mobile: z.string(),
  managers: z.array(z.strictObject({ name: z.string(), role: z.string() })),
  rule: z.strictObject({ id: z.enum(keyRules), version: z.int(), from: z.string() }),
  judgedTier: z.enum(tiers),
  parts: z.array(keyPartSchema).min(1),
  background: cardBackgroundSchema,
  history: z.array(
    z.strictObject({
      atMs: z.int(),
      /** Null where head office did it. */
      byName: z.string().nullable(),
      act: z.enum(cardActs),
      note: z.string().nullable(),
      amountsFen: z.array(z.int()),
    }),
  ),
  reason: z.enum(falseAlarmReasons).nullable(),
  steps: z.array(z.enum(cardSteps)),
})
export type Card = z.infer<typeof cardSchema>

/** A card that came up; `priority` 0 is P0. */
export const arrivedCardSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  event: z.enum(keyEvents),
  priority: z.int(),
  antiFraud: z.boolean(),
})
export type ArrivedCard = z.infer<typeof arrivedCardSchema>

/** What {@link reminderSchema} reminds of: a card that waits, something promised, a stated need. */
export const reminderKinds = ['card', 'follow_up', 'referral', 'need'] as const

/**
 * Something a person is to do by a moment. `dueAtMs` of a day is its end; `targetId` is the card's id,
 * else the customer's own page is where it is done.
 */
export const reminderSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(reminderKinds),
  customerId: z.string(),
  name: z.string(),
  tier: z.enum(tiers),
  /** With `card`. */
  event: z.enum(keyEvents).nullable(),
  /** With `need`. */
  need: z.enum(needKinds).nullable(),
  dueAtMs: z.int(),
  /** Whether only the day counts. */
  wholeDay: z.boolean(),
  overdue: z.boolean(),
})
export type Reminder = z.infer<typeof reminderSchema>

/** 关键交易监控: seen by who has a book or the branch; never by the counter. */
export const keyTransactionChannels = {
  'keyTransactions.open': channel(bookRoles, z.null(), keyTransactionsSchema, 'key_transactions'),
  /** Cards in order of their deadlines, then settled ones, the latest first. */
  'keyTransactions.rows': channel(
    bookRoles,
    z.strictObject({
      tab: z.enum(cardTabs),
      offset: z.int().min(0),
      limit: z.int().min(1).max(100),
    }),
    z.strictObject({ total: z.int(), rows: z.array(cardRowSchema) }),
    'key_transactions',
  ),
  'keyTransactions.card': channel(
    bookRoles,
    z.strictObject({ cardId: id }),
    cardSchema,
    'key_transactions',
  ),
  'keyTransactions.advance': channel(
    bookRoles,
    z.strictObject({
      cardId: id,
      to: z.enum(cardSteps),
      reason: z.enum(falseAlarmReasons).nullable(),
      note: z.string().trim().max(cardNoteLength).nullable(),
    }),
    given,
    'key_transactions',
  ),
  /**
   * A call about a card that has just taken place: logs the contact, and moves the card on unless
   * nobody answered.
   */
  'keyTransactions.contact': channel(
    bookRoles,
    z.strictObject({
      cardId: id,
      outcome: z.enum(contactOutcomes),
      summary: z.string().trim().max(1000),
      nextOn: day.nullable(),
    }),
    given,
    'key_transactions',
  ),
  /** How many cards wait, and the earliest deadline: for the workbench. */
  'keyTransactions.waiting': channel(
    bookRoles,
    z.null(),
    z.strictObject({ waiting: z.int(), fresh: z.int(), nextDueMs: z.int().nullable() }),
  ),
  /**
   * Cards that came up in the caller's scope since this was asked last, the latest first; each is given
   * once, also where the screen was locked meanwhile. The first answer on a PC gives none.
   */
  'keyTransactions.takeArrived': channel(
    bookRoles,
    z.null(),
    z.strictObject({
      total: z.int(),
      cards: z.array(arrivedCardSchema),
      /** Once a business day that came after one the person knows: what waits of its close. */
      night: z.strictObject({ day: z.string(), count: z.int() }).nullable(),
    }),
  ),
  /** 我的提醒: what the caller is to do, what is overdue first, then by deadline. */
  'keyTransactions.reminders': channel(
    bookRoles,
    z.null(),
    z.strictObject({ total: z.int(), rows: z.array(reminderSchema) }),
    'workbench',
  ),
}
