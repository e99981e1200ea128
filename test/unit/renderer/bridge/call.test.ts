import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { effectScope, reactive } from 'vue'
import { AppError } from '#contract/errors.ts'
import { call } from '#renderer/bridge/call.ts'
import { useAct } from '#renderer/bridge/use-act.ts'
import { useCall } from '#renderer/bridge/use-call.ts'
import { answerChannels } from './bridge-double.ts'

describe('a call', () => {
  test('gives the answer', async () => {
    answerChannels({ 'app.language': () => Promise.resolve({ ok: true, value: 'en' }) })
    expect(await call('app.language')).toBe('en')
  })

  test('throws an expected error with its code and data', async () => {
    answerChannels({
      'session.unlock': () =>
        Promise.resolve({
          ok: false,
          error: { code: 'session.wrongPassword', data: { failures: 2 } },
        }),
    })
    const failure = await call('session.unlock', { password: 'x' }).catch(
      (thrown: unknown) => thrown,
    )
    expect(failure).toBeInstanceOf(AppError)
    expect(failure).toMatchObject({ code: 'session.wrongPassword', data: { failures: 2 } })
  })

  test('that breaks on the way is internal', async () => {
    answerChannels({ 'app.status': () => Promise.reject(new Error('not cloneable')) })
    await expect(call('app.status')).rejects.toMatchObject({ code: 'internal' })
    await expect(call('app.language')).rejects.toMatchObject({ code: 'internal' })
  })

  test('sends plain data, never a reactive proxy', async () => {
    const sent: unknown[] = []
    answerChannels({
      'drafts.save': (request) => {
        sent.push(structuredClone(request))
        return Promise.resolve({ ok: true, value: null })
      },
    })
    await call('drafts.save', reactive({ key: 'a', value: 'b' }))
    expect(sent).toEqual([{ key: 'a', value: 'b' }])
  })
})

describe('a call on screen', () => {
  const scope = effectScope()

  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function live<Value>(ask: () => Promise<Value>) {
    const found = scope.run(() => useCall(ask))
    if (!found) throw new Error('the scope has ended')
    return found
  }

  function late<Value>(ms: number, value: Value): () => Promise<Value> {
    return () => new Promise((resolve) => setTimeout(() => resolve(value), ms))
  }

  test('shows nothing for 200 ms, then a skeleton, after 2 s that it is slow', async () => {
    const list = live(late(3000, 'rows'))
    expect(list.phase.value).toBe('idle')
    void list.run()
    const phases = [list.phase.value]
    for (const ms of [199, 1, 1799, 1, 1000]) {
      await vi.advanceTimersByTimeAsync(ms)
      phases.push(list.phase.value)
    }
    expect(phases).toEqual(['quiet', 'quiet', 'skeleton', 'skeleton', 'slow', 'ready'])
    expect(list.value.value).toBe('rows')
  })

  test('keeps showing its value while it is asked again', async () => {
    const list = live(late(100, 'rows'))
    await Promise.all([list.run(), vi.advanceTimersByTimeAsync(100)])
    void list.run()
    await vi.advanceTimersByTimeAsync(50)
    expect([list.phase.value, list.value.value]).toEqual(['ready', 'rows'])
    expect(list.busy.value).toBe(true)
  })

  test('never lets an older answer overwrite a newer one', async () => {
    const waits = [300, 100]
    let asked = 0
    const list = live(() => {
      const own = asked++
      return late(waits[own] ?? 0, own)()
    })
    void list.run()
    void list.run()
    await vi.advanceTimersByTimeAsync(400)
    expect(list.value.value).toBe(1)
  })

  test('read again while a page turns, asks for the page it turns to', async () => {
    const found = scope.run(() => useCall((month: string) => late(100, month)()))
    await Promise.all([found?.run('2026-11'), vi.advanceTimersByTimeAsync(100)])
    void found?.run('2026-10')
    await vi.advanceTimersByTimeAsync(50)
    void found?.retry()
    await vi.advanceTimersByTimeAsync(100)
    expect(found?.value.value).toBe('2026-10')
  })

  test('fails visibly and recovers on retry', async () => {
    let broken = true
    const list = live(() =>
      broken ? Promise.reject(new AppError('cache.damaged')) : Promise.resolve('rows'),
    )
    await list.run()
    expect([list.phase.value, list.error.value?.code]).toEqual(['failed', 'cache.damaged'])
    broken = false
    await list.retry()
    expect([list.phase.value, list.error.value]).toEqual(['ready', null])
  })

  test('can be given up', async () => {
    const list = live(late(5000, 'rows'))
    void list.run()
    await vi.advanceTimersByTimeAsync(2500)
    list.cancel()
    await vi.advanceTimersByTimeAsync(5000)
    expect([list.phase.value, list.value.value]).toEqual(['cancelled', null])
  })
})

describe('an act', () => {
  test('is done once, however often it is clicked', async () => {
    let done = 0
    const act = useAct(() => Promise.resolve(++done))
    const results = await Promise.all([act.run(), act.run()])
    expect([done, results]).toEqual([1, [{ value: 1 }, null]])
  })

  test('keeps its error until the next attempt', async () => {
    let broken = true
    const act = useAct(() =>
      broken ? Promise.reject(new AppError('storage.full')) : Promise.resolve('done'),
    )
    await act.run()
    expect(act.error.value?.code).toBe('storage.full')
    broken = false
    await act.run()
    expect(act.error.value).toBeNull()
  })
})
