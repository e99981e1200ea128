import { z } from 'zod'
import { customerTypes } from '#domain/customers/customer-types.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { surenesses } from '#domain/customers/type-evidence.ts'
import { momentKinds, momentSilences } from '#domain/recognition/moments.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** Who a customer is beside the tier, and what to thank or apologise for; money in 分. */
export const recognitionSchema = z.strictObject({
  /** Whether the tier counts as 贵宾 (parameter `tier.vip`). */
  vip: z.boolean(),
  tier: z.enum(tiers),
  /** Types that count. */
  types: z.array(z.strictObject({ type: z.enum(customerTypes), sureness: z.enum(surenesses) })),
  /** Why nothing is said at all. */
  silence: z.enum(momentSilences).nullable(),
  /** What is said first stands first. */
  moments: z.array(
    z.strictObject({
      kind: z.enum(momentKinds),
      on: day,
      count: z.int().nullable(),
      word: z.string().nullable(),
      since: day.nullable(),
      amountFen: z.int().nullable(),
    }),
  ),
  /** Business date. */
  today: day,
  ruleVersion: z.string(),
})
export type RecognitionView = z.infer<typeof recognitionSchema>

/** 感谢时刻 and types of a customer. */
export const customerRecognitionChannels = {
  'customers.recognition': channel(
    bookRoles,
    z.strictObject({ customerId: z.string().max(64) }),
    recognitionSchema,
    'customers',
  ),
}
