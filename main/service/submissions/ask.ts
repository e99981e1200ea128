import type { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import type { DeviceLink } from '#main/sync/device/link.ts'
import type { SyncEngine } from '#main/sync/engine.ts'
import type { Transport } from '#main/sync/transport/exchange.ts'

/**
 * Reads at head office what no PC holds, under the grant of whoever is logged in. Throws
 * `headOffice.unreachable` at once in an outage, and whatever head office refuses with.
 */
export type AskHeadOffice = <Reply>(
  path: string,
  body: Record<string, unknown>,
  reply: z.ZodType<Reply>,
) => Promise<Reply>

/** What readings at head office need. */
export interface AskNeeds {
  link: DeviceLink
  transport: Transport
  engine: Pick<SyncEngine, 'status'>
  /** The signed grant of whoever is logged in, or null. */
  grant: () => string | null
}

/** How long a person waits for a reading, ms. */
const patienceMs = 15_000

/** Makes {@link AskHeadOffice}. */
export function askWith({ link, transport, engine, grant }: AskNeeds): AskHeadOffice {
  return async (path, body, reply) => {
    const own = grant()
    if (own === null) throw new AppError('session.required')
    if (engine.status.connection === 'offline') throw new AppError('headOffice.unreachable')
    const signal = AbortSignal.timeout(patienceMs)
    try {
      return await link.withToken(signal, (token) =>
        transport.exchange({ path, body: { ...body, grant: own }, reply, token, signal }),
      )
    } catch (error) {
      if (signal.aborted) throw new AppError('headOffice.unreachable')
      throw error
    }
  }
}
