import { z } from 'zod'
import { consumptionCategories } from '#domain/consumption/categories.ts'
import { consumptionSilences } from '#domain/consumption/consent.ts'
import { spendingPlaces } from '#domain/consumption/places.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const month = z.string().regex(/^\d{4}-\d{2}$/)
const fen = z.int()
const part = { fen, count: z.int(), shareBp: z.int() }

/** What a customer spends, by category, place and month; 分, and basis points that add up. */
export const consumptionProfileSchema = z.strictObject({
  fen,
  count: z.int(),
  months: z.array(z.strictObject({ month, whole: z.boolean(), fen })),
  categories: z.array(
    z.strictObject({
      category: z.enum(consumptionCategories),
      ...part,
      monthsFen: z.array(fen),
    }),
  ),
  places: z.array(z.strictObject({ place: z.enum(spendingPlaces), ...part })),
  /** The last whole month against the mean of the whole months before it. */
  last: z
    .strictObject({ month, fen, months: z.int(), averageFen: fen, changeBp: z.int() })
    .nullable(),
  toldFen: fen,
  outFen: fen,
  unseen: z.strictObject({ cashFen: fen, elsewhereFen: fen, peopleFen: fen }),
  refunds: z.strictObject({ count: z.int(), fen }),
})

/** 消费画像: the profile, or why there is none. Without consent no transaction was read for it. */
export const consumptionSchema = z.strictObject({
  /** First and last day looked at. */
  from: day,
  to: day,
  /** First day asked for; before `from` where this PC has no transactions of those days. */
  askedFrom: day,
  ruleVersion: z.string(),
  /** Consent to profiling that is in force, or the one that was withdrawn last. */
  consent: z
    .strictObject({ givenOn: day, withdrawnOn: day.nullable(), textVersion: z.string() })
    .nullable(),
  silence: z.enum(consumptionSilences).nullable(),
  /** Whether the address says where the customer lives. */
  homeKnown: z.boolean(),
  profile: consumptionProfileSchema.nullable(),
})
export type ConsumptionView = z.infer<typeof consumptionSchema>

/** 消费画像 of a customer over twelve months. */
export const customerConsumptionChannels = {
  'customers.consumption': channel(
    bookRoles,
    z.strictObject({ customerId: z.string().max(64) }),
    consumptionSchema,
    'customers',
  ),
}
