import { expect, test } from 'vitest'
import { protocolText } from '#contract/sync/fingerprint.ts'
import { protocolVersion } from '#contract/sync/protocol.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

test('the protocol is the one its version stands for', () => {
  const known: Record<number, string> = {
    1: '15a5ba6be666b5ba3c33b9b18697fc88474f2f2aa822035d49a303e888711190',
    2: '293fd145bf9ec0f7f71b104c50371ecc930dc86753c9beefb274f26460d17201',
  }
  expect(
    sha256Hex(protocolText()),
    'a message or a column changed: bump protocolVersion with a line of history, then put the new hash here',
  ).toBe(known[protocolVersion])
})
