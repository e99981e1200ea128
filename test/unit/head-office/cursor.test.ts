import { describe, expect, test } from 'vitest'
import { readCursor, writeCursor } from '#head-office/scopes/cursor.ts'
import { byteRange } from '#head-office/routes/byte-range.ts'
import { canonicalJson, requestHash } from '#head-office/commands/canonical-json.ts'

const epoch = '01a20000-0000-7000-8000-000000000001'
const branch = '01a20000-0000-7000-8000-000000000002'

describe('a cursor', () => {
  test('gives back where it stands, for its epoch and scope only', () => {
    const cursor = writeCursor(epoch, branch, 42)
    expect(readCursor(cursor, epoch, branch)).toBe(42)
    expect(() => readCursor(cursor, branch, branch)).toThrow('cursor.otherEpoch')
    expect(() => readCursor(cursor, epoch, epoch)).toThrow('request.invalid')
  })

  test('is opaque: safe in a URL and not a plain number', () => {
    expect(writeCursor(epoch, branch, 7)).toMatch(/^[\w-]+$/)
  })
})

describe('byteRange', () => {
  const size = 100
  test.each([
    [undefined, null],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=50-500', { start: 50, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=100-200', 'unsatisfiable'],
    ['bytes=9-5', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['items=0-1', null],
  ])('%s', (header, expected) => {
    expect(byteRange(header, size)).toEqual(expected)
  })
})

describe('the identity of a command', () => {
  const command = {
    seq: 1,
    commandId: 'c',
    name: 'contact.log',
    grant: 'g1',
    deviceTimeMs: 1,
    clockOffsetMs: 2,
    payload: { b: [1, { y: 1, x: 2 }], a: null },
  }

  test('does not depend on the order of keys, the grant, the clock or the number', () => {
    const other = {
      payload: { a: null, b: [1, { x: 2, y: 1 }] },
      name: 'contact.log',
      commandId: 'c',
      seq: 2,
      grant: 'g2',
      deviceTimeMs: 9,
      clockOffsetMs: 9,
    }
    expect(requestHash(other)).toBe(requestHash(command))
  })

  test('depends on everything else, also on the order of lists', () => {
    const hashes = [
      command,
      { ...command, commandId: 'd' },
      { ...command, name: 'task.complete' },
      { ...command, payload: { b: [{ y: 1, x: 2 }, 1], a: null } },
      { ...command, payload: { b: [1, { y: 1, x: 2 }] } },
      { ...command, extra: true },
    ].map(requestHash)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test('canonical JSON is JSON', () => {
    const value = { z: 1, a: ['€', null, { d: false, c: 'x' }] }
    expect(JSON.parse(canonicalJson(value))).toEqual(value)
    expect(canonicalJson(value)).toBe('{"a":["€",null,{"c":"x","d":false}],"z":1}')
  })
})
