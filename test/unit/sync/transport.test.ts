import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rowsMediaType } from '#contract/sync/protocol.ts'
import { headOfficeAddress } from '#main/sync/transport/address.ts'
import { backoffMs, jitteredPoll } from '#main/sync/transport/backoff.ts'
import {
  createTransport,
  type Transport,
  type TransportWatch,
} from '#main/sync/transport/exchange.ts'
import type { LinePatience } from '#main/sync/transport/line.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

interface Served {
  transport: Transport
  epochs: unknown[]
  doubts: boolean[]
}

/** Short patience, so that silence tells within the time of a test; a busy machine may be slow. */
const patience: LinePatience = { quietMs: 100, probeMs: 1_500, upBytesPerSecond: 1_000_000 }

/** Where nobody is to be in doubt: more than a busy machine keeps a byte waiting. */
const calm: LinePatience = { ...patience, quietMs: 1_000 }

async function serve(answer: RequestListener, patient = patience): Promise<Served> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const epochs: unknown[] = []
  const doubts: boolean[] = []
  const watch: TransportWatch = {
    answered: (epoch) => void epochs.push(epoch),
    doubted: (doubt) => void doubts.push(doubt),
  }
  const address = headOfficeAddress(`http://127.0.0.1:${port}`)
  return { transport: createTransport(address, systemClock, watch, patient), epochs, doubts }
}

const reply = z.object({ epoch: z.string(), value: z.int() })
const ask = (transport: Transport, over: object = {}) =>
  transport.exchange({ path: 'v1/thing', reply, ...over })

describe('address', () => {
  test.each([
    'http://127.0.0.1:7001',
    'http://localhost/',
    'http://[::1]:80',
    'https://ocrm.bank.example/branch',
  ])('%s is taken', (url) => {
    expect(headOfficeAddress(url).href.endsWith('/')).toBe(true)
  })

  test.each([
    'http://10.0.0.7',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
  ])('%s is refused', (url) => {
    expect(() => headOfficeAddress(url)).toThrow('config.invalid')
  })
})

describe('exchange', () => {
  test('a reply is checked, packed or not', async () => {
    const { transport, epochs } = await serve((request, response) => {
      const body = JSON.stringify({ epoch: 'e', value: 7 })
      const packs = request.headers.accept?.includes(rowsMediaType) ?? false
      response.setHeader('content-type', packs ? rowsMediaType : 'application/json')
      response.end(packs ? zstdCompressSync(body) : body)
    })
    expect(await ask(transport)).toEqual({ epoch: 'e', value: 7 })
    expect(epochs).toEqual(['e'])
  })

  test('a long body travels packed, a short one as it is', async () => {
    const bodies: [string | undefined, Buffer][] = []
    const { transport } = await serve((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        bodies.push([request.headers['content-encoding'], Buffer.concat(pieces)])
        response.end(JSON.stringify({ epoch: 'e', value: 7 }))
      })
    })
    const long = { text: 'sums '.repeat(5_000) }
    await ask(transport, { body: { short: 1 } })
    await ask(transport, { body: long })
    // A busy machine may ask for either twice.
    const [short] = bodies
    const packed = bodies.at(-1)
    expect(short).toEqual([undefined, Buffer.from('{"short":1}')])
    expect(packed?.[0]).toBe('zstd')
    expect(packed?.[1].length).toBeLessThan(500)
    const text = zstdDecompressSync(packed?.[1] ?? '').toString()
    expect(JSON.parse(text)).toEqual(long)
  })

  test('a refusal is its code, and still tells the epoch', async () => {
    const { transport, epochs } = await serve((_request, response) => {
      response.statusCode = 429
      response.setHeader('retry-after', '3')
      response.end(JSON.stringify({ epoch: 'e', error: { code: 'headOffice.busy' } }))
    })
    await expect(ask(transport)).rejects.toMatchObject({
      code: 'headOffice.busy',
      data: { retryAfterSeconds: 3 },
    })
    expect(epochs).toEqual(['e'])
  })

  test.each<[string, RequestListener]>([
    ['a page of a proxy', (_, response) => void response.writeHead(502).end('<html>')],
    ['a page in place of a reply', (_, response) => void response.end('<html>')],
    ['a line that breaks', (request) => void request.socket.destroy()],
    ['a redirect', (_, response) => void response.writeHead(302, { location: '/x' }).end()],
    [
      'half a reply',
      (_, response) => {
        response.setHeader('content-length', 500)
        response.write('{"epoch":')
        setTimeout(() => response.destroy(), 20)
      },
    ],
  ])('%s is head office not being there', async (_name, answer) => {
    const { transport } = await serve(answer)
    await expect(ask(transport)).rejects.toMatchObject({ code: 'headOffice.unreachable' })
  })

  test('a reply this version does not understand asks for an update', async () => {
    const { transport } = await serve((_request, response) =>
      response.end(JSON.stringify({ epoch: 'e', value: 'seven' })),
    )
    await expect(ask(transport)).rejects.toMatchObject({ code: 'headOffice.upgradeRequired' })
  })

  test('silence ends after the timeout, and at once where the caller gives up', async () => {
    const { transport } = await serve(() => {})
    await expect(ask(transport, { silenceMs: 80 })).rejects.toMatchObject({
      code: 'headOffice.unreachable',
    })
    const giveUp = AbortSignal.timeout(80)
    await expect(ask(transport, { signal: giveUp })).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

describe('a quiet line', () => {
  /** Answers the small question beside; leaves everything else to `answer`. */
  const living =
    (answer: RequestListener): RequestListener =>
    (request, response) => {
      if (request.url === '/healthz') response.end(JSON.stringify({ epoch: 'e' }))
      else answer(request, response)
    }

  test('head office that answers nothing beside either is gone, long before the silence is over', async () => {
    const { transport, doubts } = await serve(() => {})
    const started = performance.now()
    await expect(ask(transport)).rejects.toMatchObject({ code: 'headOffice.unreachable' })
    expect(performance.now() - started).toBeLessThan(7_000)
    expect(doubts).toEqual([true])
  })

  test('a hard question is waited for as long as head office answers beside', async () => {
    const { transport, doubts } = await serve(
      living((_, response) => {
        setTimeout(() => response.end(JSON.stringify({ epoch: 'e', value: 7 })), 700)
      }),
    )
    expect(await ask(transport)).toEqual({ epoch: 'e', value: 7 })
    expect(doubts.slice(0, 2)).toEqual([true, false])
  })

  test('but not longer than its silence may last', async () => {
    const { transport } = await serve(living(() => {}))
    const started = performance.now()
    await expect(ask(transport, { silenceMs: 500 })).rejects.toMatchObject({
      code: 'headOffice.unreachable',
    })
    expect(performance.now() - started).toBeGreaterThanOrEqual(490)
  })

  test('a slow download lives while bytes come, and nobody is in doubt', async () => {
    const text = Buffer.from('a chunk that comes one byte at a time')
    const bytes = zstdCompressSync(text)
    const { transport, doubts } = await serve((request, response) => {
      expect(request.url).toBe(`/v1/chunks/${sha256Hex(bytes)}`)
      let sent = 0
      const timer = setInterval(() => {
        response.write(bytes.subarray(sent, ++sent))
        if (sent < bytes.length) return
        clearInterval(timer)
        response.end()
      }, 40)
    }, calm)
    expect(Buffer.from(await transport.chunk(sha256Hex(bytes), 'token'))).toEqual(text)
    expect(doubts).toEqual([])
  })

  test('bytes of one exchange speak for the others: a thin line has no room for questions', async () => {
    const { transport, doubts } = await serve((request, response) => {
      if (request.url === '/v1/thing') {
        setTimeout(() => response.end(JSON.stringify({ epoch: 'e', value: 7 })), 1_400)
        return
      }
      const timer = setInterval(() => response.write('.'), 25)
      setTimeout(() => {
        clearInterval(timer)
        response.end()
      }, 1_600)
    }, calm)
    const download = transport.chunk('1', 'token')
    download.catch(() => {})
    expect(await ask(transport)).toEqual({ epoch: 'e', value: 7 })
    await expect(download).rejects.toMatchObject({ code: 'headOffice.refused' })
    expect(doubts).toEqual([])
  })
})

test('pauses grow to half a minute and are never in step', () => {
  const whole = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backoffMs(failures, 1))
  expect(whole).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  expect(backoffMs(6, 0)).toBe(15_000)
  expect([jitteredPoll(0), jitteredPoll(1)]).toEqual([4_000, 6_000])
  expect([jitteredPoll(0, true), jitteredPoll(1, true)]).toEqual([48_000, 72_000])
})
