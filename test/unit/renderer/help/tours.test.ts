import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tours } from '#domain/help/tours.ts'
import { placeCard, stepAside } from '#renderer/help/place-card.ts'
import { tourOf, tourSteps } from '#renderer/help/tour-steps.ts'
import { en } from '#renderer/locales/en.ts'
import { zh } from '#renderer/locales/zh.ts'

const renderer = join(import.meta.dirname, '../../../../renderer')
const anchors = new Set(
  globSync('**/*.vue', { cwd: renderer }).flatMap((path) =>
    [...readFileSync(join(renderer, path), 'utf8').matchAll(/data-tour="([a-z-]+)"/g)].map(
      ([, name]) => name,
    ),
  ),
)

function sentence(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], tree)
}

describe('tours', () => {
  test.each(tours)('%s begins with a page, points at what is there, and has its words', (tour) => {
    const steps = tourSteps[tour]
    expect(steps[0]?.page).toBeDefined()
    for (const { anchor, title, text } of steps) {
      expect(anchors, anchor).toContain(anchor)
      for (const key of [title, text]) {
        expect(sentence(zh, key), key).toEqual(expect.stringMatching(/./))
        expect(sentence(en, key), key).toEqual(expect.stringMatching(/./))
      }
    }
  })

  test('every page has its tour', () => {
    expect(tourOf('workbench-paper')).toBe('workbench')
    expect(tourOf('customer')).toBe('record')
    expect(tourOf('risk-case')).toBe('risk')
    expect(tourOf('home')).toBe('training')
  })
})

describe('the card stands', () => {
  const card = { width: 340, height: 180 }
  const screen = { width: 1093, height: 614 }
  const inside = ({ left, top }: { left: number; top: number }) =>
    left >= 8 &&
    top >= 84 &&
    left + card.width <= screen.width &&
    top + card.height <= screen.height

  test('below what it speaks of, else above, else beside it', () => {
    expect(placeCard({ left: 200, top: 60, width: 300, height: 80 }, card, screen)).toEqual({
      left: 200,
      top: 152,
    })
    expect(placeCard({ left: 200, top: 500, width: 300, height: 80 }, card, screen)).toEqual({
      left: 200,
      top: 308,
    })
    expect(placeCard({ left: 10, top: 90, width: 300, height: 510 }, card, screen)).toEqual({
      left: 322,
      top: 90,
    })
    expect(placeCard({ left: 700, top: 90, width: 380, height: 510 }, card, screen)).toEqual({
      left: 348,
      top: 90,
    })
  })

  test('over the lower end of what fills the page, so that its head stays in sight', () => {
    expect(placeCard({ left: 190, top: 200, width: 890, height: 380 }, card, screen)).toEqual({
      left: 728,
      top: 388,
    })
  })

  test('aside of what has the focus, in the first corner that leaves it free', () => {
    const at = { ...card, left: 728, top: 388 }
    expect(stepAside({ left: 20, top: 20, width: 80, height: 24 }, at, screen)).toBeNull()
    expect(stepAside({ left: 800, top: 520, width: 80, height: 24 }, at, screen)).toEqual({
      left: 8,
      top: 426,
    })
    expect(stepAside({ left: 0, top: 0, width: 1093, height: 614 }, at, screen)).toBeNull()
  })

  test('always whole in the window, also over what fills it or lies outside', () => {
    for (const anchor of [
      null,
      { left: 0, top: 0, width: 1093, height: 614 },
      { left: 1080, top: 20, width: 200, height: 30 },
      { left: -500, top: 900, width: 100, height: 30 },
    ]) {
      expect(inside(placeCard(anchor, card, screen)), JSON.stringify(anchor)).toBe(true)
    }
  })
})
