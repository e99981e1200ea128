import { expect, test } from 'vitest'
import {
  consentFrom,
  consentRequest,
  emptyConsent,
} from '#renderer/features/customers/consents/consent-draft.ts'

test('nothing is chosen beforehand, and nothing goes out before everything is chosen', () => {
  expect(consentRequest('profiling', emptyConsent())).toBeNull()
  const half = { channel: 'counter', way: null, textVersion: '2024-11' } as const
  expect(consentRequest('profiling', half)).toBeNull()
  expect(consentRequest('profiling', { ...half, way: 'signed' })).toEqual({
    purpose: 'profiling',
    channel: 'counter',
    way: 'signed',
    textVersion: '2024-11',
  })
})

test('a stored draft is read back; words that are none any more are forgotten', () => {
  expect(consentFrom('x')).toBeNull()
  expect(consentFrom({ channel: 'pigeon', way: 'signed', textVersion: 7 })).toEqual({
    channel: null,
    way: 'signed',
    textVersion: null,
  })
})
