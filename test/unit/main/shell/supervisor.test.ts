import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '#contract/errors.ts'
import type { ServiceState } from '#contract/ipc/app.ts'
import type { FromService, ServiceInit, ToService } from '#contract/service-port.ts'
import { Supervisor, type Patience, type ServiceProcess } from '#main/shell/supervisor.ts'
import { silentLogger } from '#platform/log/logger.ts'

const init: ServiceInit = {
  config: { headOfficeUrl: 'https://ho.bank.example', deviceName: 'PC', demo: false },
  dataDir: '/data',
  deviceSecret: 'secret',
  appVersion: '1.0.0',
}

const patience: Patience = {
  backoffMs: [200, 1_000],
  crashes: 2,
  crashWindowMs: 60_000,
  readyMs: 5_000,
  shutdownMs: 2_000,
  pulse: { everyMs: 1_000, missed: 3 },
}

/** A service process that says and does what the test tells it to. */
class ScriptedProcess implements ServiceProcess {
  readonly pid: number | undefined = processes.length + 1
  readonly received: ToService[] = []
  killed = false
  answers = true
  #hear: (message: FromService) => void = () => {}
  #exit: (code: number) => void = () => {}

  postMessage(message: ToService) {
    if (message.kind !== 'ping') this.received.push(message)
    else if (this.answers) this.#hear({ kind: 'pong' })
  }
  kill() {
    this.killed = true
    this.exit(15)
    return true
  }
  on(event: 'message' | 'exit', listener: (value: never) => void) {
    if (event === 'message') this.#hear = listener as (message: FromService) => void
    else this.#exit = listener as (code: number) => void
  }
  says(message: FromService) {
    this.#hear(message)
  }
  exit(code: number) {
    this.#exit(code)
  }
  get calls() {
    return this.received.filter((message) => message.kind === 'call')
  }
}

let processes: ScriptedProcess[]
let states: ServiceState[]
let events: unknown[]
let prepare: () => Promise<ServiceInit>

beforeEach(() => {
  vi.useFakeTimers()
  processes = []
  states = []
  events = []
  prepare = () => Promise.resolve(init)
})
afterEach(() => {
  vi.useRealTimers()
})

function supervise(): Supervisor {
  return new Supervisor({
    fork: () => {
      const created = new ScriptedProcess()
      processes.push(created)
      return created
    },
    forceKill: (pid) => void processes[pid - 1]?.kill(),
    prepare: () => prepare(),
    onState: (state) => states.push(state),
    onEvent: (event, payload) => events.push([event, payload]),
    nowMs: () => Date.now(),
    logger: silentLogger,
    patience,
  })
}

const current = () => processes.at(-1) ?? expect.fail('no process was forked')
const lastState = () => states.at(-1)

async function started(): Promise<Supervisor> {
  const supervisor = supervise()
  await supervisor.start()
  current().says({ kind: 'ready' })
  return supervisor
}

describe('a start', () => {
  test('hands over configuration and secret first', async () => {
    const supervisor = await started()
    expect(current().received).toEqual([{ kind: 'init', init }])
    expect(supervisor.state).toEqual({ state: 'ready', restarts: 0, error: null })
  })

  test('holds calls until the service is ready, and keeps their order', async () => {
    const supervisor = supervise()
    const first = supervisor.call('app.status', null)
    await supervisor.start()
    const second = supervisor.call('app.language', null, 'refresh')
    expect(current().calls).toEqual([])
    current().says({ kind: 'ready' })
    expect(current().calls).toEqual([
      {
        kind: 'call',
        id: 1,
        channel: 'app.status',
        payload: null,
        cause: 'person',
        world: 'branch',
      },
      {
        kind: 'call',
        id: 2,
        channel: 'app.language',
        payload: null,
        cause: 'refresh',
        world: 'branch',
      },
    ])
    current().says({ kind: 'reply', id: 2, ok: true, value: 'zh' })
    current().says({ kind: 'reply', id: 1, ok: false, error: { code: 'internal' } })
    expect(await second).toEqual({ ok: true, value: 'zh' })
    expect(await first).toEqual({ ok: false, error: { code: 'internal' } })
  })

  test('that takes too long counts as a crash', async () => {
    const supervisor = supervise()
    await supervisor.start()
    await vi.advanceTimersByTimeAsync(patience.readyMs)
    expect(processes[0]?.killed).toBe(true)
    expect(lastState()).toEqual({ state: 'restarting', restarts: 1, error: null })
  })

  test('that cannot be prepared is a failure with its reason, until somebody asks again', async () => {
    prepare = () => Promise.reject(new AppError('config.invalid', { reason: 'missing' }))
    const supervisor = supervise()
    const waiting = supervisor.call('app.status', null)
    await supervisor.start()
    const failure = { code: 'config.invalid', data: { reason: 'missing' } }
    expect(await waiting).toEqual({ ok: false, error: failure })
    expect(await supervisor.call('app.status', null)).toEqual({ ok: false, error: failure })
    expect(lastState()).toMatchObject({ state: 'failed', error: 'config.invalid' })
    expect(processes).toEqual([])

    prepare = () => Promise.resolve(init)
    await supervisor.restart()
    current().says({ kind: 'ready' })
    expect(lastState()).toEqual({ state: 'ready', restarts: 0, error: null })
    expect(states.map(({ state }) => state)).toEqual(['failed', 'starting', 'ready'])
  })

  test('that throws something unexpected is an internal error, not an exception', async () => {
    prepare = () => Promise.reject(new TypeError('bug'))
    const supervisor = supervise()
    await supervisor.start()
    expect(lastState()).toEqual({ state: 'failed', restarts: 0, error: 'internal' })
  })
})

describe('a crash', () => {
  test('answers what was asked, holds what is asked next, and starts again later each time', async () => {
    const supervisor = await started()
    const lost = supervisor.call('app.status', null)
    current().exit(3)
    expect(await lost).toEqual({ ok: false, error: { code: 'service.restarted' } })
    const held = supervisor.call('app.language', null)
    await vi.advanceTimersByTimeAsync(199)
    expect(processes).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(processes).toHaveLength(2)
    current().says({ kind: 'ready' })
    current().says({ kind: 'reply', id: 2, ok: true, value: 'en' })
    expect(await held).toEqual({ ok: true, value: 'en' })
    current().exit(3)
    await vi.advanceTimersByTimeAsync(999)
    expect(processes).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(processes).toHaveLength(3)
    expect(supervisor.state.restarts).toBe(2)
  })

  test('too often within a minute is given up, and what waits is answered', async () => {
    const supervisor = await started()
    current().exit(1)
    await vi.advanceTimersByTimeAsync(200)
    current().exit(1)
    const waiting = supervisor.call('app.status', null)
    await vi.advanceTimersByTimeAsync(1_000)
    current().exit(1)
    expect(await waiting).toEqual({ ok: false, error: { code: 'service.unavailable' } })
    expect(lastState()).toEqual({ state: 'failed', restarts: 2, error: 'service.unavailable' })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(processes).toHaveLength(3)
  })

  test('now and then over hours is never given up', async () => {
    await started()
    for (let hour = 0; hour < 10; hour++) {
      current().exit(1)
      await vi.advanceTimersByTimeAsync(1_000)
      current().says({ kind: 'ready' })
      await vi.advanceTimersByTimeAsync(3_600_000)
    }
    expect(lastState()).toEqual({ state: 'ready', restarts: 10, error: null })
  })

  test('with a named error stays down with that error', async () => {
    await started()
    current().says({ kind: 'fatal', error: { code: 'storage.full' } })
    current().exit(1)
    expect(lastState()).toEqual({ state: 'failed', restarts: 0, error: 'storage.full' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(processes).toHaveLength(1)
  })

  test('with a named error does not linger', async () => {
    await started()
    current().says({ kind: 'fatal', error: { code: 'cache.damaged' } })
    await vi.advanceTimersByTimeAsync(patience.shutdownMs)
    expect(current().killed).toBe(true)
    expect(lastState()).toEqual({ state: 'failed', restarts: 0, error: 'cache.damaged' })
  })

  test('what an earlier process still says is not heard', async () => {
    const supervisor = await started()
    const old = current()
    old.exit(1)
    await vi.advanceTimersByTimeAsync(200)
    old.says({ kind: 'event', event: 'session.changed', payload: null })
    old.says({ kind: 'ready' })
    old.exit(1)
    expect(events).toEqual([])
    expect(supervisor.state.state).toBe('restarting')
    expect(processes).toHaveLength(2)
  })
})

describe('a hang', () => {
  test('ends in a kill and a new start, and answers what was asked', async () => {
    const supervisor = await started()
    current().answers = false
    const lost = supervisor.call('app.status', null)
    await vi.advanceTimersByTimeAsync(3_999)
    expect(current().killed).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(processes[0]?.killed).toBe(true)
    expect(await lost).toEqual({ ok: false, error: { code: 'service.restarted' } })
    expect(lastState()).toEqual({ state: 'restarting', restarts: 1, error: null })
    await vi.advanceTimersByTimeAsync(200)
    expect(processes).toHaveLength(2)
  })

  test('is not what a long job is: any word counts as an answer', async () => {
    await started()
    current().answers = false
    for (let round = 0; round < 10; round++) {
      await vi.advanceTimersByTimeAsync(2_500)
      current().says({ kind: 'event', event: 'data.changed', payload: { tables: [] } })
    }
    expect(current().killed).toBe(false)
    expect(lastState()).toMatchObject({ state: 'ready', restarts: 0 })
  })

  test('before the service is ready is left to the time a start may take', async () => {
    await supervise().start()
    current().answers = false
    await vi.advanceTimersByTimeAsync(patience.readyMs - 1)
    expect(current().killed).toBe(false)
  })
})

describe('a restart somebody asked for', () => {
  test('ends the service in peace, reads the configuration anew and is no crash', async () => {
    const supervisor = await started()
    await supervisor.restart()
    await supervisor.restart()
    expect(current().received.slice(1)).toEqual([{ kind: 'shutdown' }])
    const held = supervisor.call('app.language', null)
    const renewed = { ...init, config: { ...init.config, deviceName: 'renewed' } }
    prepare = () => Promise.resolve(renewed)
    current().says({ kind: 'bye' })
    await vi.advanceTimersByTimeAsync(0)
    expect(processes).toHaveLength(2)
    expect(current().received[0]).toEqual({ kind: 'init', init: renewed })
    current().says({ kind: 'ready' })
    current().says({ kind: 'reply', id: 1, ok: true, value: 'zh' })
    expect(await held).toEqual({ ok: true, value: 'zh' })
    expect(states.map(({ state }) => state)).toEqual(['ready', 'starting', 'ready'])
    expect(supervisor.state.restarts).toBe(0)
  })
})

describe('the end', () => {
  test('asks, waits for the goodbye and does not start again', async () => {
    const supervisor = await started()
    const stopped = supervisor.stop()
    expect(current().received.at(-1)).toEqual({ kind: 'shutdown' })
    current().says({ kind: 'bye' })
    await stopped
    await vi.advanceTimersByTimeAsync(60_000)
    expect(processes).toHaveLength(1)
    expect(await supervisor.call('app.status', null)).toEqual({
      ok: false,
      error: { code: 'service.unavailable' },
    })
  })

  test('kills a service that does not go', async () => {
    const supervisor = await started()
    const stopped = supervisor.stop()
    await vi.advanceTimersByTimeAsync(patience.shutdownMs - 1)
    expect(current().killed).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(current().killed).toBe(true)
    await stopped
  })

  test('during a pause between two starts ends at once and for good', async () => {
    const supervisor = await started()
    current().exit(1)
    await supervisor.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(processes).toHaveLength(1)
  })
})

test('events go on as they come', async () => {
  await started()
  current().says({ kind: 'event', event: 'data.changed', payload: { tables: ['tasks'] } })
  expect(events).toEqual([['data.changed', { tables: ['tasks'] }]])
})
