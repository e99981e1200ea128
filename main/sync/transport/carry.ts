import { AppError } from '#contract/errors.ts'
import { Line, type LinePatience, type LineWatch } from './line.ts'

/** A request as it travels. */
export interface CarriedRequest {
  path: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string | Uint8Array<ArrayBuffer> | null
  /** How long head office may be silent, ms. */
  silenceMs: number
  /** From when on silence is doubt, ms, where that is not the line's own time. */
  quietMs?: number | undefined
}

/** A whole answer, not looked at yet. */
export interface CarriedAnswer {
  status: number
  header(name: string): string | null
  bytes: Buffer
}

/** Takes a request to head office and brings the whole answer back; rejects where none came. */
export type Carry = (
  request: CarriedRequest,
  signal: AbortSignal | undefined,
) => Promise<CarriedAnswer>

/** Asked to learn whether head office is there; costs it nothing. */
export const probePath = 'healthz'

async function bytesOf(response: Response, line: LineWatch): Promise<Buffer> {
  line.heard()
  const pieces: Uint8Array[] = []
  for await (const piece of response.body ?? []) {
    line.heard()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/**
 * Carries over HTTP, under the watch over the line; the only place of a terminal that opens a
 * connection beyond its branch (`main/sync/witness` does to neighbours).
 */
export function carryOverHttp(
  address: URL,
  doubted: (doubt: boolean) => void,
  patience?: LinePatience,
): Carry {
  const line = new Line({
    async probe(signal) {
      const response = await fetch(new URL(probePath, address), { redirect: 'error', signal })
      await response.arrayBuffer()
      if (!response.ok) throw new AppError('headOffice.unreachable')
    },
    doubted,
    ...(patience === undefined ? {} : { patience }),
  })
  return async ({ path, method, headers, body, silenceMs, quietMs }, signal) => {
    const watched = line.watch(Buffer.byteLength(body ?? ''), silenceMs, quietMs)
    const signals = signal ? [signal, watched.signal] : [watched.signal]
    try {
      const response = await fetch(new URL(path, address), {
        method,
        headers,
        body,
        redirect: 'error',
        signal: AbortSignal.any(signals),
      })
      const bytes = await bytesOf(response, watched)
      return { status: response.status, header: (name) => response.headers.get(name), bytes }
    } finally {
      watched.end()
    }
  }
}
