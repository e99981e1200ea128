import { z } from 'zod'
import { errorCodes } from '../errors.ts'
import { channel } from './channel.ts'

/** Progress of filling the cache on a first login, or after a key change. */
export const bootstrapSchema = z.strictObject({
  state: z.enum(['idle', 'running', 'failed']),
  doneRows: z.int(),
  totalRows: z.int(),
  doneBytes: z.int(),
  totalBytes: z.int(),
  error: z.enum(errorCodes).nullable(),
})

/** The terminal's state: everything the title and status bars show. */
export const statusSchema = z.strictObject({
  connection: z.enum(['connecting', 'online', 'offline']),
  /** Since when, ms UTC. */
  connectionSinceMs: z.int(),
  /** Round trip of the last exchange, ms; null while offline. */
  latencyMs: z.int().nullable(),
  /**
   * Why there is no session with head office, where it is known: `device.codeInvalid`,
   * `device.revoked`, `headOffice.unreachable` and their like.
   */
  problem: z.enum(errorCodes).nullable().optional(),
  lastSyncAtMs: z.int().nullable(),
  /** Until when data may be shown without head office, ms UTC. */
  scopeLeaseUntilMs: z.int().nullable(),
  pending: z.int(),
  rejected: z.int(),
  /** Whether the branch's data is on this PC and open: not before a login, nor until it is down. */
  dataReady: z.boolean(),
  /** Business date of the data shown; before a login the one last known. */
  businessDate: z.string().nullable(),
  currency: z.string(),
  bootstrap: bootstrapSchema,
  deviceName: z.string(),
  enrolled: z.boolean(),
  branchName: z.string().nullable(),
  demo: z.boolean(),
  version: z.string(),
  /** Minutes without input after which the shell locks the screen. */
  idleLockMinutes: z.number(),
  /** At the counter: without input the screen clears, then the session locks; the time for a visit. */
  counter: z.strictObject({ clearAfterMs: z.int(), lockAfterMs: z.int(), glanceMs: z.int() }),
  /** Own use this month; null when nobody is logged in. */
  usage: z.strictObject({ effective: z.int(), logins: z.int(), target: z.int() }).nullable(),
})
export type StatusView = z.infer<typeof statusSchema>

/** State of the branch service as the shell sees it. */
export const serviceStateSchema = z.strictObject({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  restarts: z.int(),
  /** Why it failed; with `errorData` it finds its sentence like every other error. */
  error: z.enum(errorCodes).nullable(),
  errorData: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional(),
})
export type ServiceState = z.infer<typeof serviceStateSchema>

/** A draft of a form: kept in the person's own file, so nothing typed is lost. */
export const draftSchema = z.strictObject({
  key: z.string().min(1).max(120),
  value: z.string().max(8000),
})

/** What a person has chosen for the own screen. */
export const preferencesSchema = z.strictObject({
  /** Whether keys of one character work outside fields (WCAG 2.1.4). */
  characterKeys: z.boolean(),
  /** Colour of rising numbers; falling ones have the other. */
  risingColour: z.enum(['red', 'green']),
  /** Whether a tone is heard when a P0 card of key transactions comes up. */
  cardSound: z.boolean(),
})
export type Preferences = z.infer<typeof preferencesSchema>

/** State of the terminal, language, drafts, and what the shell answers itself. */
export const appChannels = {
  'app.status': channel('anyone', z.null(), statusSchema),
  'app.language': channel('anyone', z.null(), z.enum(['zh', 'en'])),
  'app.setLanguage': channel(
    'anyone',
    z.strictObject({ language: z.enum(['zh', 'en']) }),
    z.null(),
  ),
  'app.preferences': channel('session', z.null(), preferencesSchema),
  'app.setPreferences': channel('session', preferencesSchema, z.null()),
  'drafts.load': channel(
    'session',
    z.strictObject({ key: z.string().max(120) }),
    draftSchema.nullable(),
  ),
  'drafts.save': channel('session', draftSchema, z.null()),
  'drafts.discard': channel('session', z.strictObject({ key: z.string().max(120) }), z.null()),
}
