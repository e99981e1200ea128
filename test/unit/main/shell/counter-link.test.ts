import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CounterLink,
  linkedNumber,
  linkKeptMs,
  type LinkSession,
} from '#main/shell/counter-link.ts'

const link = 'zhike-ocrm://counter?id=990000198003280328'
const number = { kind: 'number', number: '990000198003280328' }
const atCounter: LinkSession = { locked: false, receives: true }
const behindLock: LinkSession = { locked: true, receives: true }
const atDesk: LinkSession = { locked: false, receives: false }

test('a link carries one number and nothing else', () => {
  expect(linkedNumber(['electron', '.', link])).toBe('990000198003280328')
  expect(linkedNumber(['zhike-ocrm://counter/?id=99000019800328032X'])).toBe('99000019800328032X')
  for (const wrong of [
    'zhike-ocrm://counter',
    'zhike-ocrm://counter?id=',
    'zhike-ocrm://counter?id=1234567',
    `${link}&x=1`,
    `${link}#x`,
    `${link} --inspect`,
    'zhike-ocrm://counter?id=99000019800328%30328',
    'zhike-ocrm://customers?id=990000198003280328',
    'ZHIKE-OCRM://counter?id=<script>',
    'http://counter?id=990000198003280328',
    '990000198003280328',
    `--flag=${link}`,
  ]) {
    expect(linkedNumber([wrong]), wrong).toBeNull()
  }
})

test('whatever stands in the arguments, only plain characters come out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (id) => {
      const number = linkedNumber([`zhike-ocrm://counter?id=${id}`])
      if (number !== null) expect(number).toMatch(/^[0-9A-Za-z]{8,40}$/)
    }),
  )
})

test('is shown at once to whoever receives customers, and given out once', () => {
  const counter = new CounterLink(() => 0)
  expect(counter.accept(['.'])).toBe('no')
  expect(counter.sessionChanged(atCounter)).toBe(false)
  expect(counter.accept([link])).toBe('show')
  expect(counter.take()).toEqual(number)
  expect(counter.take()).toBeNull()
})

test.each([
  ['nobody is logged in', null],
  ['the screen is locked', behindLock],
])('while %s it waits, says that it does, and is given to nobody', (_when, before) => {
  const counter = new CounterLink(() => 0)
  counter.sessionChanged(before)
  expect(counter.accept(['electron', '.', link])).toBe('wait')
  expect(counter.waiting).toEqual({ kind: 'number', untilMs: linkKeptMs })
  expect(counter.take()).toBeNull()
  expect(counter.sessionChanged(atCounter)).toBe(true)
  // An event of the session that changes nothing opens nothing again.
  expect(counter.sessionChanged(atCounter)).toBe(false)
  expect(counter.take()).toEqual(number)
  expect(counter.waiting).toBeNull()
})

test('whoever may not receive customers is shown that a link came, and the number is gone', () => {
  const counter = new CounterLink(() => 0)
  counter.accept([link])
  expect(counter.sessionChanged(atDesk)).toBe(true)
  expect([counter.take(), counter.waiting]).toEqual([null, null])
  expect(counter.accept([link])).toBe('show')
  expect(counter.take()).toBeNull()
  expect(counter.sessionChanged(atCounter)).toBe(false)
  expect(counter.take()).toBeNull()
})

test('a newer link takes the place of the one that waits, also one that cannot be read', () => {
  const counter = new CounterLink(() => 0)
  counter.accept([link])
  counter.accept(['zhike-ocrm://counter?id=99000019700202112X'])
  counter.sessionChanged(atCounter)
  expect(counter.take()).toEqual({ kind: 'number', number: '99000019700202112X' })
  counter.accept([link])
  expect(counter.accept(['ZHIKE-OCRM://counter?id=<script>'])).toBe('show')
  expect(counter.take()).toEqual({ kind: 'malformed' })
})

test('is forgotten after five minutes', () => {
  let now = 0
  const counter = new CounterLink(() => now)
  counter.accept([link])
  now = linkKeptMs
  expect(counter.waiting).not.toBeNull()
  now += 1
  expect(counter.waiting).toBeNull()
  expect(counter.sessionChanged(atCounter)).toBe(false)
  expect(counter.take()).toBeNull()
})
