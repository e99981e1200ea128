import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CounterLink, linkedNumber } from '#main/shell/counter-link.ts'

const link = 'zhike-ocrm://counter?id=990000198003280328'
const open = { locked: false }

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

test('is taken in only while somebody is logged in, and given out once', () => {
  const counter = new CounterLink(() => 0)
  expect(counter.accept([link])).toBe(false)
  counter.sessionChanged({ locked: true })
  expect(counter.accept([link])).toBe(false)
  expect(counter.take()).toBeNull()
  counter.sessionChanged(open)
  expect(counter.accept(['.'])).toBe(false)
  expect(counter.accept([link])).toBe(true)
  expect(counter.take()).toBe('990000198003280328')
  expect(counter.take()).toBeNull()
})

test('is forgotten when the screen locks, when the person leaves, and after ten seconds', () => {
  let now = 0
  const counter = new CounterLink(() => now)
  for (const next of [{ locked: true }, null]) {
    counter.sessionChanged(open)
    counter.accept([link])
    counter.sessionChanged(next)
    counter.sessionChanged(open)
    expect(counter.take()).toBeNull()
  }
  counter.accept([link])
  now = 10_001
  expect(counter.take()).toBeNull()
})
