import { z } from 'zod'
import { serviceStateSchema } from './app.ts'
import { channel } from './channel.ts'

/** What a link of the core system brought: a number, or nothing that could be read. */
export const linkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), number: z.string().max(40) }),
  z.strictObject({ kind: z.literal('malformed') }),
])

/** That a link waits for somebody to log in, and until when; never whom it brings. */
export const waitingLinkSchema = z.strictObject({
  kind: z.enum(['number', 'malformed']),
  untilMs: z.int(),
})
export type WaitingLink = z.infer<typeof waitingLinkSchema>

const printing = z.strictObject({ printId: z.string().max(64) })

/** Answered by the shell itself: they work while the service does not. */
export const shellChannels = {
  'service.state': channel('shell', z.null(), serviceStateSchema),
  /** Starts the service again from the configuration on; what waits is kept, a session ends. */
  'service.restart': channel('shell', z.null(), z.null()),
  'window.minimize': channel('shell', z.null(), z.null()),
  /** True when the window fills the screen afterwards. */
  'window.toggleMaximize': channel('shell', z.null(), z.boolean()),
  'window.close': channel('shell', z.null(), z.null()),
  /** What was typed is saved: the lock may go on. */
  'window.saved': channel('shell', z.null(), z.null()),
  /** Staff number of who was at work where the session ended unasked (revoked, expired); given once. */
  'window.endedFor': channel('shell', z.null(), z.string().nullable()),
  /** Where this window was when it was locked, as the part of the address behind `#`; given once. */
  'window.returnTo': channel('shell', z.null(), z.string().nullable()),
  /**
   * Keeps the page as it is laid out for paper as a PDF (A4) and opens it; where it was put. Once for
   * each usage record (`workbench.print`), as the service says.
   */
  'window.savePdf': channel('shell', printing, z.strictObject({ path: z.string() })),
  /** The same page to the system's print dialog; answered when it went to a printer. */
  'window.print': channel('shell', printing, z.null()),
  /** Opens the narrow window of the counter beside the core system. */
  'window.openDocked': channel('shell', z.null(), z.null()),
  'window.dockLeft': channel('shell', z.null(), z.null()),
  'window.dockRight': channel('shell', z.null(), z.null()),
  /** What a link brought, once; only while somebody is logged in who receives customers. */
  'window.takeLink': channel('shell', z.null(), linkSchema.nullable()),
  'window.waitingLink': channel('shell', z.null(), waitingLinkSchema.nullable()),
}

/** Name of a channel the shell answers. */
export type ShellChannel = keyof typeof shellChannels
