import type { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import { refusalSchema } from '#contract/sync/envelope.ts'
import { deviceTokenHeader, rowsMediaType } from '#contract/sync/protocol.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { unpackRows } from './unpack.ts'

/** One request to head office. */
export interface Exchange<Reply> {
  path: string
  /** JSON body; with it the request is a POST. */
  body?: unknown
  reply: z.ZodType<Reply>
  token?: string | undefined
  /** How long the whole exchange may take, ms; default 15 s. */
  timeoutMs?: number
  signal?: AbortSignal | undefined
}

/** Exchanges with head office; the only place of a terminal that opens a connection. */
export interface Transport {
  /**
   * Throws the refusal's `AppError`, `headOffice.unreachable` where there was no proper answer, and
   * `headOffice.upgradeRequired` where the reply is not what this version understands.
   */
  exchange<Reply>(request: Exchange<Reply>): Promise<Reply>
  /** The bytes behind a path, as they are. */
  bytes(path: string, token: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
}

/** What the transport tells about every answer that came. */
export interface TransportWatch {
  /** Epoch of the answering database, and the round trip in ms. */
  answered(epoch: string | null, roundTripMs: number): void
}

async function bodyOf(response: Response): Promise<unknown> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const rows = response.headers.get('content-type')?.startsWith(rowsMediaType) ?? false
  const text = rows ? await unpackRows(bytes) : bytes
  return JSON.parse(text.toString('utf8')) as unknown
}

function unreachable(signal: AbortSignal | undefined): never {
  // A caller that gave up itself is told so; everything else is the network's fault.
  signal?.throwIfAborted()
  throw new AppError('headOffice.unreachable')
}

/** Makes the transport. `request` is the platform's `fetch`, or a test's. */
export function createTransport(
  address: URL,
  clock: Clock,
  watch: TransportWatch,
  request: typeof fetch = fetch,
): Transport {
  async function send(
    path: string,
    init: RequestInit,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const timeout = AbortSignal.timeout(timeoutMs)
    return request(new URL(path, address), {
      ...init,
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
  }

  async function refuse(response: Response): Promise<never> {
    const refusal = refusalSchema.safeParse(await bodyOf(response))
    // Something else answered: a proxy, or a server that is not head office.
    if (!refusal.success) throw new AppError('headOffice.unreachable')
    watch.answered(refusal.data.epoch, 0)
    const { code, data } = refusal.data.error
    const after = Number(response.headers.get('retry-after'))
    throw new AppError(code, after > 0 ? { ...data, retryAfterSeconds: after } : data)
  }

  return {
    async exchange({ path, body, reply, token, timeoutMs = 15_000, signal }) {
      const started = clock.monotonic()
      const headers: Record<string, string> = { accept: `${rowsMediaType}, application/json` }
      if (token !== undefined) headers[deviceTokenHeader] = token
      if (body !== undefined) headers['content-type'] = 'application/json'
      const init: RequestInit =
        body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
      let parsed: unknown
      try {
        const response = await send(path, init, timeoutMs, signal)
        if (!response.ok) await refuse(response)
        parsed = await bodyOf(response)
      } catch (error) {
        if (error instanceof AppError) throw error
        return unreachable(signal)
      }
      const checked = reply.safeParse(parsed)
      if (!checked.success) throw new AppError('headOffice.upgradeRequired', { path })
      const { epoch } = parsed as { epoch?: string }
      watch.answered(epoch ?? null, clock.monotonic() - started)
      return checked.data
    },

    async bytes(path, token, signal) {
      try {
        const init = { headers: { [deviceTokenHeader]: token } }
        const response = await send(path, init, 120_000, signal)
        if (!response.ok) await refuse(response)
        return new Uint8Array(await response.arrayBuffer())
      } catch (error) {
        if (error instanceof AppError) throw error
        return unreachable(signal)
      }
    },
  }
}
