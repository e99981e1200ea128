import { expect, test } from 'vitest'
import { protocolText } from '#contract/sync/fingerprint.ts'
import { protocolVersion } from '#contract/sync/protocol.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

test('the protocol is the one its version stands for', () => {
  const known: Record<number, string> = {
    1: '6305dbda70fa4c7a97d0d045aaefd62bb4560f21a881df6ced907e75454e2dee',
  }
  expect(
    sha256Hex(protocolText()),
    'a message or a column changed: bump protocolVersion with a line of history, then put the new hash here',
  ).toBe(known[protocolVersion])
})
