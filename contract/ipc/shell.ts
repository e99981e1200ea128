import { z } from 'zod'
import { serviceStateSchema } from './app.ts'
import { channel } from './channel.ts'

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
  /** Where this window was when it was locked, as the part of the address behind `#`; given once. */
  'window.returnTo': channel('shell', z.null(), z.string().nullable()),
  /** Keeps the page as it is laid out for paper as a PDF (A4) and opens it; where it was put. */
  'window.savePdf': channel('shell', z.null(), z.strictObject({ path: z.string() })),
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
