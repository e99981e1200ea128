import type { z } from 'zod'
import { AppError } from '#contract/errors.ts'
import { refusalSchema } from '#contract/sync/envelope.ts'
import { deviceTokenHeader, rowsMediaType } from '#contract/sync/protocol.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { type CarriedAnswer, type CarriedRequest, type Carry, carryOverHttp } from './carry.ts'
import type { LinePatience } from './line.ts'
import { packBody, unpackRows } from './pack.ts'

/** One request to head office. */
export interface Exchange<Reply> {
  path: string
  /** JSON body; with it the request is a POST. A long one travels compressed. */
  body?: unknown
  reply: z.ZodType<Reply>
  token?: string | undefined
  /** How long head office may be silent, ms; default 15 s. As long as bytes come, it is not. */
  silenceMs?: number
  /** Head office holds the answer back: the time it takes says nothing of the line. */
  held?: { quietMs: number }
  signal?: AbortSignal | undefined
}

/** Exchanges with head office. */
export interface Transport {
  /**
   * Throws the refusal's `AppError`, `headOffice.unreachable` where there was no proper answer, and
   * `headOffice.upgradeRequired` where the reply is not what this version understands.
   */
  exchange<Reply>(request: Exchange<Reply>): Promise<Reply>
  /**
   * The text of a chunk, unpacked. Throws `headOffice.refused` where its bytes have not the hash of
   * their address.
   */
  chunk(sha256: string, token: string, signal?: AbortSignal): Promise<Uint8Array>
}

/** What the transport tells about every answer that came. */
export interface TransportWatch {
  /** Epoch of the answering database, and the round trip in ms. */
  answered(epoch: string | null, roundTripMs: number): void
  /** An exchange is so quiet that it is doubted whether head office is there; or it is after all. */
  doubted(doubt: boolean): void
}

/** Silence of an ordinary exchange, ms. */
const exchangeSilenceMs = 15_000

/** Of a chunk, ms: half a megabyte and more may stop now and then on a thin line. */
const chunkSilenceMs = 30_000

async function bodyOf(answer: CarriedAnswer): Promise<unknown> {
  const rows = answer.header('content-type')?.startsWith(rowsMediaType) ?? false
  const text = rows ? await unpackRows(answer.bytes) : answer.bytes
  return JSON.parse(text.toString('utf8')) as unknown
}

function unreachable(signal: AbortSignal | undefined): never {
  // A caller that gave up itself is told so; everything else is the network's fault.
  signal?.throwIfAborted()
  throw new AppError('headOffice.unreachable')
}

/** A body is packed from so many characters on; a shorter one fits into one packet anyway. */
const longText = 1_000

/** What of a request its body decides. */
async function bodyParts(
  body: unknown,
  headers: Record<string, string>,
): Promise<Pick<CarriedRequest, 'method' | 'headers' | 'body'>> {
  if (body === undefined) return { method: 'GET', headers, body: null }
  const text = JSON.stringify(body)
  const typed = { ...headers, 'content-type': 'application/json' }
  if (text.length < longText) return { method: 'POST', headers: typed, body: text }
  const packed = { ...typed, 'content-encoding': 'zstd' }
  return { method: 'POST', headers: packed, body: await packBody(text) }
}

/** The text of a chunk; throws `headOffice.refused` where its bytes have another hash. */
export async function openChunk(sha256: string, bytes: Uint8Array): Promise<Uint8Array> {
  if (sha256Hex(bytes) !== sha256) throw new AppError('headOffice.refused', { reason: 'hash' })
  return unpackRows(bytes)
}

/** The protocol's rules for requests and answers, over anything that carries them. */
export function transportOver(carry: Carry, clock: Clock, watch: TransportWatch): Transport {
  /** Sends a request and reads its answer. */
  async function send<Read>(
    request: CarriedRequest,
    signal: AbortSignal | undefined,
    read: (answer: CarriedAnswer) => Promise<Read>,
  ): Promise<Read> {
    try {
      const answer = await carry(request, signal)
      if (answer.status < 200 || answer.status >= 300) return await refuse(answer)
      return await read(answer)
    } catch (error) {
      if (error instanceof AppError) throw error
      return unreachable(signal)
    }
  }

  async function refuse(answer: CarriedAnswer): Promise<never> {
    const refusal = refusalSchema.safeParse(await bodyOf(answer))
    // Something else answered: a proxy, or a server that is not head office.
    if (!refusal.success) throw new AppError('headOffice.unreachable')
    watch.answered(refusal.data.epoch, 0)
    const { code, data } = refusal.data.error
    const after = Number(answer.header('retry-after'))
    throw new AppError(code, after > 0 ? { ...data, retryAfterSeconds: after } : data)
  }

  return {
    async exchange({ path, body, reply, token, silenceMs = exchangeSilenceMs, held, signal }) {
      const started = clock.monotonic()
      const headers: Record<string, string> = { accept: `${rowsMediaType}, application/json` }
      if (token !== undefined) headers[deviceTokenHeader] = token
      const quietMs = held?.quietMs
      const request = { path, silenceMs, quietMs, ...(await bodyParts(body, headers)) }
      const parsed = await send(request, signal, bodyOf)
      const checked = reply.safeParse(parsed)
      if (!checked.success) throw new AppError('headOffice.upgradeRequired', { path })
      const { epoch } = parsed as { epoch?: string }
      watch.answered(epoch ?? null, held ? 0 : clock.monotonic() - started)
      return checked.data
    },

    async chunk(sha256, token, signal) {
      const request: CarriedRequest = {
        path: `v1/chunks/${sha256}`,
        method: 'GET',
        headers: { [deviceTokenHeader]: token },
        body: null,
        silenceMs: chunkSilenceMs,
      }
      return send(request, signal, ({ bytes }) => openChunk(sha256, bytes))
    },
  }
}

/** Makes the transport to an address. */
export function createTransport(
  address: URL,
  clock: Clock,
  watch: TransportWatch,
  patience?: LinePatience,
): Transport {
  const carry = carryOverHttp(address, (doubt) => watch.doubted(doubt), patience)
  return transportOver(carry, clock, watch)
}
