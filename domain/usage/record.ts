import { z } from 'zod'

/** Kinds of usage record; the order is part of the encoding and is only ever appended to. */
export const usageTypes = [
  'app.start',
  'app.stop',
  'heartbeat',
  'login.attempt',
  'session.start',
  'session.lock',
  'session.unlock',
  'session.end',
  'action',
  'reveal',
  'ledger.finding',
] as const
export type UsageType = (typeof usageTypes)[number]

/**
 * One record of the usage ledger. It names no customer: `object` is an HMAC pseudonym, and what
 * happened stands apart, bound by `body_hash`. Of a `ledger.finding`, made by the terminal at its start,
 * `object` is the code. Times: `mono_ms` within a boot, `wall_ms` UTC.
 */
export const usageRecordSchema = z.strictObject({
  ver: z.int(),
  alg: z.int(),
  ledger_id: z.string(),
  epoch: z.int(),
  seq: z.int().min(1),
  prev: z.string().length(64),
  boot_id: z.string(),
  mono_ms: z.int(),
  wall_ms: z.int(),
  last_receipt_seq: z.int(),
  actor: z.string(),
  role: z.string(),
  session: z.string(),
  auth_mode: z.enum(['none', 'online', 'offline']),
  type: z.enum(usageTypes),
  object: z.string(),
  body_hash: z.string(),
  app_ver: z.string(),
  policy_ver: z.string(),
})
export type UsageRecord = z.infer<typeof usageRecordSchema>
