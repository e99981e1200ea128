import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCodec } from '#tools/electron-stand-in/page/codec.ts'

const codec = createCodec()
const there = (value: unknown) => codec.unpack(codec.pack(value))

test('any tree of plain values comes back equal', () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true })
  fc.assert(
    fc.property(anything, (value) => {
      // Own objects come back with an ordinary prototype, as from structured clone.
      expect(there(value)).toEqual(structuredClone(value))
    }),
    { numRuns: 500 },
  )
})

test('keys that look like tags, or like prototypes, stay what they are', () => {
  const value = JSON.parse('{"$":"date","$$":1,"v":2,"__proto__":{"polluted":true}}') as object
  const back = there(value) as Record<string, unknown>
  expect(Object.keys(back)).toEqual(['$', '$$', 'v', '__proto__'])
  expect(Object.getPrototypeOf(back)).toBe(Object.prototype)
  expect('polluted' in {}).toBe(false)
})

test('bytes keep their kind and only their own part of a buffer', () => {
  const part = new Uint8Array([1, 2, 3, 4]).subarray(1, 3)
  expect(there(part)).toEqual(new Uint8Array([2, 3]))
  expect(there(new Float32Array([0.5, -0]))).toEqual(new Float32Array([0.5, -0]))
  expect(there(new Uint8Array([9]).buffer)).toBeInstanceOf(ArrayBuffer)
  const large = new Uint8Array(100_000).map((_, at) => at % 251)
  expect(there(large)).toEqual(large)
})

test('functions, symbols and promises are refused', () => {
  for (const value of [() => 1, Symbol('s'), Promise.resolve(), { deep: [() => 1] }]) {
    expect(() => codec.pack(value)).toThrow('could not be cloned')
  }
})

test('functions travel as numbers when the bridge asks for it', () => {
  const text = codec.pack({ run: () => 'here' }, () => 7)
  const back = codec.unpack(text, (id) => () => `number ${id}`) as { run: () => string }
  expect(back.run()).toBe('number 7')
})
