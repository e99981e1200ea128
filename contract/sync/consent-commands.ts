import { z } from 'zod'
import { consentChannels, consentPurposes, consentWays } from '#domain/customers/consent.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/**
 * A fact: a customer consented to a purpose. `on` is the business date on the PC; `consentId` is made by the
 * terminal.
 */
export const recordConsentSchema = z.strictObject({
  consentId: id,
  customerId: id,
  purpose: z.enum(consentPurposes),
  channel: z.enum(consentChannels),
  way: z.enum(consentWays),
  textVersion: z.string().min(1).max(20),
  on: day,
  atMs: z.int(),
})

/** A fact: a customer withdrew what he or she had consented to for a purpose, all of it. */
export const withdrawConsentSchema = z.strictObject({
  customerId: id,
  purpose: z.enum(consentPurposes),
  channel: z.enum(consentChannels),
  on: day,
  atMs: z.int(),
})
