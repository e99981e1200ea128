import { describe, expect, test } from 'vitest'
import { effectScope } from 'vue'
import { AppError } from '#contract/errors.ts'
import { type PagedRows, usePagedRows } from '#renderer/bridge/use-paged-rows.ts'

interface Source {
  list: PagedRows<number>
  asked: number[]
  set: (rows: number[]) => void
  fail: (code: 'internal' | null) => void
}

function source(size: number): Source {
  let rows = Array.from({ length: size }, (_, index) => index)
  let failure: 'internal' | null = null
  const asked: number[] = []
  const list = effectScope().run(() =>
    usePagedRows((offset, limit) => {
      asked.push(offset)
      return failure
        ? Promise.reject(new AppError(failure))
        : Promise.resolve({ total: rows.length, rows: rows.slice(offset, offset + limit) })
    }, 100),
  )
  if (!list) throw new Error('the scope has ended')
  return {
    list,
    asked,
    set: (next) => (rows = next),
    fail: (code) => (failure = code),
  }
}

/** Lets answers that are ready arrive. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('rows of a long list', () => {
  test('are as many as the list, fetched where one looks', async () => {
    const { list, asked } = source(1_286)
    await list.reset()
    expect([list.rows.value.length, list.rows.value[99], list.rows.value[100]]).toEqual([
      1_286,
      99,
      undefined,
    ])
    list.need(640, 705)
    await settle()
    expect(asked).toEqual([0, 600, 700])
    expect([list.rows.value[640], list.rows.value[705]]).toEqual([640, 705])
  })

  test('are asked for once', async () => {
    const { list, asked } = source(500)
    await list.reset()
    list.need(150, 160)
    list.need(155, 170)
    await settle()
    expect(asked).toEqual([0, 100])
  })

  test('stay on screen while they are read again', async () => {
    const { list, set } = source(300)
    await list.reset()
    list.need(120, 130)
    await settle()
    set([7, 8, 9])
    const reading = list.reload()
    expect(list.rows.value[125]).toBe(125)
    await reading
    expect(list.total.value).toBe(3)
  })

  test('are all there after loadAll', async () => {
    const { list } = source(450)
    await list.reset()
    await list.loadAll()
    expect(list.rows.value.every((row, index) => row === index)).toBe(true)
  })

  test('a failure is shown, and the same page is asked again later', async () => {
    const { list, fail } = source(300)
    await list.reset()
    fail('internal')
    list.need(200, 210)
    await settle()
    expect(list.error.value?.code).toBe('internal')
    fail(null)
    list.need(200, 210)
    await settle()
    expect([list.error.value, list.rows.value[205]]).toEqual([null, 205])
  })
})
