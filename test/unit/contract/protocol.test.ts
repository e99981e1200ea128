import { expect, test } from 'vitest'
import { protocolText } from '#contract/sync/fingerprint.ts'
import { protocolVersion } from '#contract/sync/protocol.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

test('the protocol is the one its version stands for', () => {
  const known: Record<number, string> = {
    1: '15a5ba6be666b5ba3c33b9b18697fc88474f2f2aa822035d49a303e888711190',
    2: '1844aef9ce3b838d32fff3569b65fb80fc586751ce72f09ef067da149085e816',
  }
  expect(
    sha256Hex(protocolText()),
    'a message or a column changed: bump protocolVersion with a line of history, then put the new hash here',
  ).toBe(known[protocolVersion])
})
