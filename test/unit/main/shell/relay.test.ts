import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '#contract/errors.ts'
import { channels, type ChannelName, type Reply } from '#contract/ipc.ts'
import type { Cause } from '#contract/ipc/channel.ts'
import { registerRelay, requestLimitBytes } from '#main/shell/relay.ts'
import type { SenderEvent } from '#main/shell/sender.ts'
import { createLogger } from '#platform/log/logger.ts'

type Listener = (event: SenderEvent, ...args: unknown[]) => unknown

const trusted: SenderEvent = {
  sender: { id: 1 },
  senderFrame: { url: 'app://branch/index.html', parent: null },
}

let listeners: Map<string, Listener>
let forwarded: [ChannelName, unknown][]
let causes: Cause[]
let acts: string[]
let lines: string[]
let toService: (channel: ChannelName, payload: unknown) => Promise<Reply<unknown>>

beforeEach(() => {
  listeners = new Map()
  forwarded = []
  causes = []
  acts = []
  lines = []
  toService = (channel, payload) => {
    forwarded.push([channel, payload])
    return Promise.resolve({ ok: true, value: 'answer' })
  }
  const act = (name: string) => () => {
    acts.push(name)
    return null
  }
  registerRelay({
    handle: (channel, listener) => listeners.set(channel, listener),
    isOwnWindow: (id) => id === 1,
    toService: (channel, payload, cause) => {
      causes.push(cause)
      return toService(channel, payload)
    },
    shellHandlers: {
      'service.state': () => ({ state: 'ready', restarts: 0, error: null }),
      'service.restart': act('restart'),
      'window.minimize': act('minimize'),
      'window.toggleMaximize': () => true,
      'window.savePdf': (_sender, { printId }) => ({ path: `/documents/${printId}.pdf` }),
      'window.print': () => {
        throw new AppError('print.cancelled')
      },
      'window.close': act('close'),
      'window.saved': act('saved'),
      'window.openDocked': act('openDocked'),
      'window.dockLeft': act('dockLeft'),
      'window.dockRight': act('dockRight'),
      'window.takeLink': () => null,
      'window.waitingLink': () => null,
      'window.endedFor': () => null,
      'window.returnTo': () => '/customers',
    },
    logger: createLogger(
      (line) => lines.push(line),
      () => 0,
    ),
  })
})

const ask = (channel: string, ...args: unknown[]) => listeners.get(channel)?.(trusted, ...args)

describe('the relay', () => {
  test('has one handler for each channel of the contract, and no other', () => {
    expect([...listeners.keys()].sort()).toEqual(Object.keys(channels).sort())
  })

  test('hands a call to the service as it is, null standing for no request', async () => {
    const request = { staffNo: '1', password: 'p', offline: false }
    expect(await ask('session.login', request)).toEqual({ ok: true, value: 'answer' })
    await ask('app.status')
    expect(forwarded).toEqual([
      ['session.login', request],
      ['app.status', null],
    ])
  })

  test('answers the shell’s own channels itself', async () => {
    expect(await ask('window.toggleMaximize', null)).toEqual({ ok: true, value: true })
    expect(await ask('service.state', null)).toMatchObject({ ok: true, value: { state: 'ready' } })
    expect(await ask('window.close', { force: true })).toEqual({
      ok: false,
      error: { code: 'request.invalid' },
    })
    expect([forwarded, acts]).toEqual([[], []])
  })

  test('gives the shell’s own channels what they ask for, and takes their expected errors', async () => {
    expect(await ask('window.savePdf', { printId: '7' })).toEqual({
      ok: true,
      value: { path: '/documents/7.pdf' },
    })
    expect(await ask('window.savePdf', null)).toMatchObject({ error: { code: 'request.invalid' } })
    expect(await ask('window.print', { printId: '7' })).toEqual({
      ok: false,
      error: { code: 'print.cancelled', data: {} },
    })
    expect(lines).toEqual([])
  })

  test('refuses every sender but a page of ours, on every channel', async () => {
    const strangers: SenderEvent[] = [
      { sender: { id: 2 }, senderFrame: trusted.senderFrame },
      { sender: { id: 1 }, senderFrame: null },
      { sender: { id: 1 }, senderFrame: { url: 'app://branch/index.html', parent: {} } },
      { sender: { id: 1 }, senderFrame: { url: 'about:blank', parent: null } },
      { sender: { id: 1 }, senderFrame: { url: '', parent: null } },
      { sender: { id: 1 }, senderFrame: { url: 'https://branch/index.html', parent: null } },
    ]
    for (const [channel, listener] of listeners) {
      for (const stranger of strangers) {
        expect(await listener(stranger, null), channel).toEqual({
          ok: false,
          error: { code: 'request.forbidden' },
        })
      }
    }
    expect([forwarded, acts]).toEqual([[], []])
    expect(lines.length).toBe(listeners.size * strangers.length)
  })

  test('hands on why a call is made; a person asks where nothing is said', async () => {
    await ask('app.status', null, 'refresh')
    await ask('app.status', null, 'person')
    await ask('app.status', null)
    expect(causes).toEqual(['refresh', 'person', 'person'])
    for (const cause of ['machine', null, 1]) {
      expect(await ask('app.status', null, cause)).toMatchObject({
        error: { code: 'request.invalid' },
      })
    }
    expect(causes).toHaveLength(3)
  })

  test('refuses more than one value, and more than the limit', async () => {
    expect(await ask('app.status', null, 'person', 'more')).toMatchObject({
      error: { code: 'request.invalid' },
    })
    const large = { key: 'k', value: 'x'.repeat(requestLimitBytes) }
    expect(await ask('drafts.save', large)).toMatchObject({ error: { code: 'request.tooLarge' } })
    expect(forwarded).toEqual([])
  })

  test('turns an exception into an error without its words, and logs it', async () => {
    toService = () => Promise.reject(new Error('row of 王小华'))
    expect(await ask('app.status', null)).toEqual({ ok: false, error: { code: 'internal' } })
    expect(lines).toHaveLength(1)
  })
})
