import { z } from 'zod'
import { consentChannels, consentPurposes, consentWays } from '#domain/customers/consent.ts'
import { channel } from './channel.ts'
import { bookRoles } from './customer-list.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const customerId = z.strictObject({ customerId: z.string().max(64) })
const given = z.strictObject({ commandId: z.string() })

/** A consent as a screen shows it; `queued` while what was recorded on this PC waits for head office. */
export const consentViewSchema = z.strictObject({
  id: z.string(),
  purpose: z.enum(consentPurposes),
  channel: z.enum(consentChannels),
  /** Null where a source brought it. */
  way: z.enum(consentWays).nullable(),
  textVersion: z.string(),
  givenOn: day,
  givenByName: z.string().nullable(),
  withdrawnOn: day.nullable(),
  withdrawnChannel: z.enum(consentChannels).nullable(),
  withdrawnByName: z.string().nullable(),
  queued: z.boolean(),
})
export type ConsentView = z.infer<typeof consentViewSchema>

/** 授权 of a customer. */
export const consentsSchema = z.strictObject({
  /** What stands for each purpose: given, withdrawn, or null where nobody ever asked. */
  purposes: z.array(
    z.strictObject({
      purpose: z.enum(consentPurposes),
      inForce: z.boolean(),
      latest: consentViewSchema.nullable(),
    }),
  ),
  /** Everything that was given and withdrawn, the latest first. */
  history: z.array(consentViewSchema),
  /** Versions of the text in use, the newest first. */
  textVersions: z.array(z.string()),
  /** Whether only a guardian may consent. */
  needsGuardian: z.boolean(),
  /** The dead consent to nothing any more. */
  deceased: z.boolean(),
})
export type ConsentsView = z.infer<typeof consentsSchema>

/** What a customer consents to, and what he or she takes back. Works without head office. */
export const customerConsentChannels = {
  'customers.consents': channel(bookRoles, customerId, consentsSchema, 'customers'),
  'customers.recordConsent': channel(
    bookRoles,
    customerId.extend({
      purpose: z.enum(consentPurposes),
      channel: z.enum(consentChannels),
      way: z.enum(consentWays),
      textVersion: z.string().min(1).max(20),
    }),
    given,
    'customers',
  ),
  'customers.withdrawConsent': channel(
    bookRoles,
    customerId.extend({ purpose: z.enum(consentPurposes), channel: z.enum(consentChannels) }),
    given,
    'customers',
  ),
}
