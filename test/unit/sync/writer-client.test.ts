import { resolve } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { startWriter } from '#main/sync/writing/client.ts'

const entry = resolve('test/support/hanging-writer.ts')

afterEach(() => vi.unstubAllEnvs())

test('a writer that hangs is given up: what it was asked is answered, and its owner told', async () => {
  const died = vi.fn()
  const writer = startWriter(entry, died, 600)
  await expect(writer.call('cache.close')).rejects.toMatchObject({ code: 'service.unavailable' })
  expect(died.mock.calls).toEqual([['the writer thread has not answered for 600 ms']])
  await expect(writer.call('cache.close')).rejects.toMatchObject({ code: 'service.unavailable' })
})

test('a long queue of operations is no hang, as long as one after the other is done', async () => {
  vi.stubEnv('OCRM_TEST_HANG', '700')
  const died = vi.fn()
  const writer = startWriter(entry, died, 7_000)
  await Promise.all(Array.from({ length: 12 }, () => writer.call('cache.close')))
  expect(died).not.toHaveBeenCalled()
  await writer.stop()
})
