import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { zstdCompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rowsMediaType } from '#contract/sync/protocol.ts'
import { headOfficeAddress } from '#main/sync/transport/address.ts'
import { backoffMs, jitteredPoll } from '#main/sync/transport/backoff.ts'
import { createTransport, type Transport } from '#main/sync/transport/exchange.ts'
import { systemClock } from '#platform/clock/clock.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(
  answer: RequestListener,
): Promise<{ transport: Transport; epochs: unknown[] }> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const epochs: unknown[] = []
  const transport = createTransport(headOfficeAddress(`http://127.0.0.1:${port}`), systemClock, {
    answered: (epoch) => void epochs.push(epoch),
  })
  return { transport, epochs }
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
    await expect(ask(transport, { timeoutMs: 80 })).rejects.toMatchObject({
      code: 'headOffice.unreachable',
    })
    const giveUp = AbortSignal.timeout(80)
    await expect(ask(transport, { signal: giveUp })).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

test('pauses grow to half a minute and are never in step', () => {
  const whole = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backoffMs(failures, 1))
  expect(whole).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  expect(backoffMs(6, 0)).toBe(15_000)
  expect([jitteredPoll(0), jitteredPoll(1)]).toEqual([4_000, 6_000])
})
