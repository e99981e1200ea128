import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FaultyLine } from '#tools/durability/processes/line.ts'

let served = 0
let server: Server
let line: FaultyLine

beforeEach(async () => {
  served = 0
  server = createServer((_request, response) => {
    served += 1
    response.end('x'.repeat(2_000))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  line = await FaultyLine.open((server.address() as AddressInfo).port)
})
afterEach(async () => {
  await line.close()
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

/** Length of the whole answer, or null where none came in time. */
async function ask(withinMs = 3_000): Promise<number | null> {
  try {
    const headers = { connection: 'close' }
    const response = await fetch(line.url, { signal: AbortSignal.timeout(withinMs), headers })
    return (await response.text()).length
  } catch {
    return null
  }
}

describe('the line', () => {
  test('carries both ways while it is whole', async () => {
    expect(await ask()).toBe(2_000)
    expect(served).toBe(1)
  })

  test('cut, lets nobody through, and does again when it is mended', async () => {
    line.become('cut')
    expect(await ask()).toBeNull()
    expect(served).toBe(0)
    line.heal(true)
    expect(await ask()).toBe(2_000)
  })

  test.each([
    ['silent', 0],
    ['deafUp', 0],
    ['deafDown', 1],
  ] as const)('%s, brings no answer, and the request arrives %i times', async (state, arrived) => {
    line.become(state)
    expect(await ask(300)).toBeNull()
    expect(served).toBe(arrived)
  })

  test('silent, brings the answer late where nothing was lost', async () => {
    line.become('silent')
    const answer = ask()
    await pause(200)
    expect(served).toBe(0)
    line.heal(false)
    expect(await answer).toBe(2_000)
  })

  test('silent, breaks what waited where it was lost', async () => {
    line.become('silent')
    const answer = ask()
    await pause(200)
    line.heal(true)
    expect(await answer).toBeNull()
  })

  test('late, and in a trickle, brings all of it in the end', async () => {
    const began = performance.now()
    line.become('late', 200)
    expect(await ask()).toBe(2_000)
    expect(performance.now() - began).toBeGreaterThan(390)
    line.become('trickle')
    const trickling = ask(400)
    expect(await trickling).toBeNull()
  })

  test('tears one reply in its middle', async () => {
    line.resetReplyAfter(700)
    expect(await ask()).toBeNull()
    expect(served).toBe(1)
    expect(await ask()).toBe(2_000)
  })

  test('tells of the next request', async () => {
    const began = performance.now()
    const arrived = line.nextRequest(5_000)
    await ask()
    await arrived
    expect(performance.now() - began).toBeLessThan(4_000)
  })
})
