import { expect, test } from 'vitest'
import { chacha20 } from '#platform/crypto/chacha20.ts'

test('the example of RFC 8439, 2.4.2', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, byte) => byte))
  const nonce = Buffer.from('000000000000004a00000000', 'hex')
  const text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip"
  const sealed = chacha20(key, 1, nonce, Buffer.from(text))
  expect(sealed.toString('hex').slice(0, 32)).toBe('6e2e359a2568f98041ba0728dd0d6981')
  expect(chacha20(key, 1, nonce, sealed).toString()).toBe(text)
})
