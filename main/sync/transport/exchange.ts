import type { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import { refusalSchema } from '#contract/sync/envelope.ts'
import { deviceTokenHeader, rowsMediaType } from '#contract/sync/protocol.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { Line, type LinePatience, type LineWatch } from './line.ts'
import { packBody, unpackRows } from './pack.ts'

/** Asked to learn whether head office is there; costs it nothing. */
export const probePath = 'healthz'

/** One request to head office. */
export interface Exchange<Reply> {
  path: string
  /** JSON body; with it the request is a POST. A long one travels compressed. */
  body?: unknown
  reply: z.ZodType<Reply>
  token?: string | undefined
  /** How long head office may be silent, ms; default 15 s. As long as bytes come, it is not. */
  silenceMs?: number
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
  /** An exchange is so quiet that it is doubted whether head office is there; or it is after all. */
  doubted(doubt: boolean): void
}

/** Of a chunk, ms: half a megabyte and more may stop now and then on a thin line. */
const chunkSilenceMs = 30_000

async function bytesOf(response: Response, line: LineWatch): Promise<Buffer> {
  line.heard()
  const pieces: Uint8Array[] = []
  for await (const piece of response.body ?? []) {
    line.heard()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

async function bodyOf(response: Response, line: LineWatch): Promise<unknown> {
  const bytes = await bytesOf(response, line)
  const rows = response.headers.get('content-type')?.startsWith(rowsMediaType) ?? false
  const text = rows ? await unpackRows(bytes) : bytes
  return JSON.parse(text.toString('utf8')) as unknown
}

function unreachable(signal: AbortSignal | undefined): never {
  // A caller that gave up itself is told so; everything else is the network's fault.
  signal?.throwIfAborted()
  throw new AppError('headOffice.unreachable')
}

/** A body is packed from so many characters on; a shorter one fits into one packet anyway. */
const longText = 1_000

async function posting(headers: Record<string, string>, text: string) {
  const typed = { ...headers, 'content-type': 'application/json' }
  if (text.length < longText) return { method: 'POST', headers: typed, body: text }
  const packed = { ...typed, 'content-encoding': 'zstd' }
  return { method: 'POST', headers: packed, body: await packBody(text) }
}

/** Makes the transport to an address. */
export function createTransport(
  address: URL,
  clock: Clock,
  watch: TransportWatch,
  patience?: LinePatience,
): Transport {
  const line = new Line({
    async probe(signal) {
      const response = await fetch(new URL(probePath, address), { redirect: 'error', signal })
      await response.arrayBuffer()
      if (!response.ok) throw new AppError('headOffice.unreachable')
    },
    doubted: (doubt) => watch.doubted(doubt),
    ...(patience === undefined ? {} : { patience }),
  })

  /** Sends a request and reads its answer under the watch over the line. */
  async function send<Answer>(
    path: string,
    init: RequestInit & { body?: string | Uint8Array<ArrayBuffer> },
    silenceMs: number,
    signal: AbortSignal | undefined,
    read: (response: Response, line: LineWatch) => Promise<Answer>,
  ): Promise<Answer> {
    const watched = line.watch(Buffer.byteLength(init.body ?? ''), silenceMs)
    const signals = signal ? [signal, watched.signal] : [watched.signal]
    try {
      const response = await fetch(new URL(path, address), {
        ...init,
        redirect: 'error',
        signal: AbortSignal.any(signals),
      })
      if (!response.ok) await refuse(response, watched)
      return await read(response, watched)
    } catch (error) {
      if (error instanceof AppError) throw error
      return unreachable(signal)
    } finally {
      watched.end()
    }
  }

  async function refuse(response: Response, watched: LineWatch): Promise<never> {
    const refusal = refusalSchema.safeParse(await bodyOf(response, watched))
    // Something else answered: a proxy, or a server that is not head office.
    if (!refusal.success) throw new AppError('headOffice.unreachable')
    watch.answered(refusal.data.epoch, 0)
    const { code, data } = refusal.data.error
    const after = Number(response.headers.get('retry-after'))
    throw new AppError(code, after > 0 ? { ...data, retryAfterSeconds: after } : data)
  }

  return {
    async exchange({ path, body, reply, token, silenceMs = 15_000, signal }) {
      const started = clock.monotonic()
      const headers: Record<string, string> = { accept: `${rowsMediaType}, application/json` }
      if (token !== undefined) headers[deviceTokenHeader] = token
      const init = body === undefined ? { headers } : await posting(headers, JSON.stringify(body))
      const parsed = await send(path, init, silenceMs, signal, bodyOf)
      const checked = reply.safeParse(parsed)
      if (!checked.success) throw new AppError('headOffice.upgradeRequired', { path })
      const { epoch } = parsed as { epoch?: string }
      watch.answered(epoch ?? null, clock.monotonic() - started)
      return checked.data
    },

    async bytes(path, token, signal) {
      const init = { headers: { [deviceTokenHeader]: token } }
      return new Uint8Array(await send(path, init, chunkSilenceMs, signal, bytesOf))
    },
  }
}
