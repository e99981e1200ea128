import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { botsA, sharedBotsA } from '#tools/evaluate/usage/bots-a.ts'
import { labelledMonth } from '#tools/evaluate/usage/branches.ts'

/**
 * The generator of labelled use was made before the signs were tuned, and stays as it was: figures of two
 * days are comparable, and nobody makes misuse easier to find. Another generator is another file.
 */
const frozen: Record<string, string> = {
  'chance.ts': '504f2d9503d53849457d0cc937c6c67c50a8dbcd7270f9ed3cbdd42dddf21822',
  'people.ts': 'dbb174b4c6d7bc038adb14c18522170826bac0b687aae6702805127fe31c082e',
  'honest.ts': '410064eb3d4ed72f21e939dd498f5fc0bbad3a9806334de6e62b588e6abd950f',
  'bots-a.ts': 'ecfc9c51c0b9dab66e7230e5fae936343b057a6b8b869a8d9c7ee38cd3400fd4',
  'bots-b.ts': '2011641509a50577f692fe4f8a2de54add9a15394a6935eee26aa216fe23837c',
  'branches.ts': '2c2fdbfc9b27045792e3695a3118ab3b3b12ebdd41698e4c6e00d5b60310969f',
}

test('the generator of labelled use is the one the signs were tuned against', () => {
  const now = Object.fromEntries(
    Object.keys(frozen).map((name) => [
      name,
      sha256Hex(readFileSync(`tools/evaluate/usage/${name}`, 'utf8')),
    ]),
  )
  expect(now).toEqual(frozen)
})

test('a branch comes out the same for a seed, with everybody labelled', () => {
  const family = { single: botsA, shared: sharedBotsA, together: 4 }
  const month = labelledMonth(7, '2026-10-01', family)
  expect(labelledMonth(7, '2026-10-01', family)).toEqual(month)
  expect(labelledMonth(8, '2026-10-01', family).sessions).not.toEqual(month.sessions)
  const labels = [...month.labels.values()]
  expect(labels.filter(({ misuse }) => misuse)).toHaveLength(8)
  expect(labels.filter(({ misuse }) => !misuse)).toHaveLength(12)
  for (const { staffId, startMs, endMs, actionsMs } of month.sessions) {
    expect(month.labels.has(staffId)).toBe(true)
    expect(actionsMs).toEqual(actionsMs.toSorted((a, b) => a - b))
    expect(actionsMs.every((at) => at >= startMs && at <= endMs)).toBe(true)
  }
})
