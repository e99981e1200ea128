import { z } from 'zod'
import { roles } from '#domain/organisation/roles.ts'
import { channel } from './channel.ts'

/** Who is logged in, as the screens need it. */
export const sessionViewSchema = z.strictObject({
  staffId: z.string(),
  staffNo: z.string(),
  name: z.string(),
  post: z.string(),
  roles: z.array(z.enum(roles)),
  branchId: z.string(),
  branchName: z.string(),
  mode: z.enum(['online', 'offline']),
  startedAtMs: z.int(),
  /** Until when this person may log in without head office, ms UTC. */
  grantUntilMs: z.int(),
  locked: z.boolean(),
  /** Number of the invented branch that is there to practise on; null where there is none. */
  practising: z.int().nullable(),
})
export type SessionView = z.infer<typeof sessionViewSchema>

/** A person who has logged in on this PC before and may do so offline while the grant lasts. */
export const localAccountSchema = z.strictObject({
  staffNo: z.string(),
  name: z.string(),
  post: z.string(),
  grantIssuedAtMs: z.int(),
  grantUntilMs: z.int(),
  onlineOnly: z.boolean(),
  /** Failures so far and until when further attempts are refused, ms UTC. */
  failures: z.int(),
  lockedUntilMs: z.int().nullable(),
})
export type LocalAccount = z.infer<typeof localAccountSchema>

/** Logging in and out, locking. */
export const sessionChannels = {
  'session.accounts': channel('anyone', z.null(), z.array(localAccountSchema)),
  /** Online where head office answers, offline otherwise; `offline` forces the local way. */
  'session.login': channel(
    'anyone',
    z.strictObject({
      staffNo: z.string().trim().min(1).max(20),
      password: z.string().min(1).max(200),
      offline: z.boolean(),
    }),
    sessionViewSchema,
  ),
  'session.current': channel('anyone', z.null(), sessionViewSchema.nullable()),
  'session.lock': channel('anyone', z.null(), z.null()),
  'session.unlock': channel(
    'anyone',
    z.strictObject({ password: z.string().min(1).max(200) }),
    sessionViewSchema,
  ),
  'session.logout': channel('anyone', z.null(), z.null()),
}
