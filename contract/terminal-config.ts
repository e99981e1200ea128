import { z } from 'zod'

/**
 * `terminal.json` in the terminal's data folder: written by the bank's IT at roll-out (or by
 * `npm start`), read once by the shell.
 */
export const terminalConfigSchema = z.strictObject({
  /** Plain HTTP is accepted for loopback only; everything else needs TLS. */
  headOfficeUrl: z.url(),
  /** One-time code of the first start; ignored once the device is enrolled. */
  enrolmentCode: z.string().min(8).optional(),
  /** Name of this PC as branch and head office know it, such as `CG-PC-07`. */
  deviceName: z.string().min(1).max(40),
  /** Demo mode: accepts a keyring that only pretends, and head offices marked as demo. */
  demo: z.boolean().default(false),
})

/** Validated content of `terminal.json`. */
export type TerminalConfig = z.infer<typeof terminalConfigSchema>
