import { expect, test } from 'vitest'
import { protocolText } from '#contract/sync/fingerprint.ts'
import { protocolVersion } from '#contract/sync/protocol.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

test('the protocol is the one its version stands for', () => {
  const known: Record<number, string> = {
    1: 'd5555ac50e1b01a4a33d384ecbd411f2fda2906e8b86f3690ee68c7f1641f8d3',
  }
  expect(
    sha256Hex(protocolText()),
    'a message or a column changed: bump protocolVersion with a line of history, then put the new hash here',
  ).toBe(known[protocolVersion])
})
