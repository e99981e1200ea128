import { z } from 'zod'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Plain HTTP is accepted for loopback only; everything else needs TLS. No user, query or fragment. */
export function isSafeHeadOfficeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username || url.password || url.search || url.hash) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
}

/**
 * `terminal.json` in the terminal's data folder: written by the bank's IT at roll-out (or by
 * `npm start`), read once by the shell.
 */
export const terminalConfigSchema = z.strictObject({
  headOfficeUrl: z.url().refine(isSafeHeadOfficeUrl),
  /** One-time code of the first start; ignored once the device is enrolled. */
  enrolmentCode: z.string().min(8).optional(),
  /** Name of this PC as branch and head office know it, such as `CG-PC-07`. */
  deviceName: z.string().min(1).max(40),
  /**
   * Folder of the second copy of what people were told is kept, best on another disk; taken from the
   * data folder where it is not absolute. Another folder of the data folder where absent.
   */
  recordFolder: z.string().min(1).optional(),
  /**
   * Where this PC hears its neighbours while head office cannot be reached (docs/decisions/0045): an address
   * to listen at, all of them where it is 0.0.0.0, and a port that the branch's network lets through; 0
   * takes any free one. Absent where IT forbids it: then no port is opened.
   */
  witness: z
    .strictObject({
      host: z.union([z.ipv4(), z.ipv6()]).default('0.0.0.0'),
      port: z.int().min(0).max(65_535).default(8351),
    })
    .optional(),
  /** Demo mode: accepts a keyring that only pretends, and head offices marked as demo. */
  demo: z.boolean().default(false),
})

/** Validated content of `terminal.json`. */
export type TerminalConfig = z.infer<typeof terminalConfigSchema>
