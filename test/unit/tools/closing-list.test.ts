import { describe, expect, test } from 'vitest'
import { ClosingList, Stopped } from '#tools/start/closing-list.ts'

describe('the list of what to stop', () => {
  test('stops the latest first, once', async () => {
    const order: string[] = []
    const list = new ClosingList(() => {})
    await list.own(() => void order.push('database'))
    await list.own(async () => {
      await Promise.resolve()
      order.push('terminal')
    })
    await Promise.all([list.close(), list.close()])
    expect(order).toEqual(['terminal', 'database'])
  })

  test('goes on when one stop fails, and tells', async () => {
    const order: string[] = []
    const failures: unknown[] = []
    const list = new ClosingList((error) => failures.push(error))
    await list.own(() => void order.push('database'))
    await list.own(() => Promise.reject(new Error('stuck')))
    await list.close()
    expect(order).toEqual(['database'])
    expect(failures).toEqual([new Error('stuck')])
  })

  test('stops at once what comes too late', async () => {
    const list = new ClosingList(() => {})
    await list.close()
    let stopped = false
    await expect(list.own(() => void (stopped = true))).rejects.toThrow(Stopped)
    expect(stopped).toBe(true)
    expect(() => list.checkpoint()).toThrow(Stopped)
  })
})
