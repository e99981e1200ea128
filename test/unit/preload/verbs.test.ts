import { expect, test } from 'vitest'
import { channels, events } from '#contract/ipc.ts'
import { eventNames, verbs } from '#preload/verbs.ts'

test('each channel has one verb named after it, and each verb a channel', () => {
  const named = Object.entries(verbs).flatMap(([area, names]) =>
    Object.entries(names).map(([verb, channel]) => {
      expect(channel).toBe(`${area}.${verb}`)
      return channel
    }),
  )
  expect(named.sort()).toEqual(Object.keys(channels).sort())
})

test('each event of the contract can be listened to, and no other', () => {
  expect(Object.keys(eventNames).sort()).toEqual(Object.keys(events).sort())
})

test('the names a page sees change only on purpose', () => {
  const names = Object.entries(verbs).map(
    ([area, list]) => `${area}: ${Object.keys(list).join(' ')}`,
  )
  expect([...names, `on: ${Object.keys(eventNames).join(' ')}`]).toMatchSnapshot()
})
