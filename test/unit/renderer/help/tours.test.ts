import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RouteRecordRaw } from 'vue-router'
import { tours, toursFor } from '#domain/help/tours.ts'
import { type Role, roles } from '#domain/organisation/roles.ts'
import { placeCard, stepAside } from '#renderer/help/place-card.ts'
import { tourOf } from '#renderer/help/tour-pages.ts'
import { stepsOf } from '#renderer/help/tour-steps.ts'
import { en } from '#renderer/locales/en.ts'
import { zh } from '#renderer/locales/zh.ts'
import { recordTabs } from '#renderer/features/customers/routes.ts'

const renderer = join(import.meta.dirname, '../../../../renderer')
const anchors = new Set(
  globSync('**/*.vue', { cwd: renderer }).flatMap((path) =>
    [...readFileSync(join(renderer, path), 'utf8').matchAll(/data-tour="([a-z-]+)"/g)].map(
      ([, name]) => name,
    ),
  ),
)

/** Roles of somebody who has every step there is, but for those of the team. */
const everybody: Role[] = [
  'customer_manager',
  'branch_head',
  'line_manager',
  'risk_officer',
  'teller',
]

function sentence(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], tree)
}

describe('tours', () => {
  test.each(tours)('%s begins with a page, points at what is there, and has its words', (tour) => {
    const steps = stepsOf(tour, everybody)
    expect(steps[0]?.page).toBeDefined()
    for (const { anchor, title, text } of steps) {
      expect(anchors, anchor).toContain(anchor)
      for (const key of [title, text]) {
        expect(sentence(zh, key), key).toEqual(expect.stringMatching(/./))
        expect(sentence(en, key), key).toEqual(expect.stringMatching(/./))
      }
    }
  })

  test.each(roles)('of %s have their steps', (role) => {
    for (const tour of toursFor([role])) {
      expect(stepsOf(tour, [role])[0]?.page, tour).toBeDefined()
    }
  })

  test('of a branch head with a book of the own show the own desk, of one without the team', () => {
    const anchors = (held: Role[]) => stepsOf('workbench', held).map(({ anchor }) => anchor)
    expect(anchors(['branch_head'])).toContain('team-members')
    expect(anchors(['branch_head'])).not.toContain('work-list')
    expect(anchors(['branch_head', 'customer_manager'])).toContain('work-list')
  })

  test('every page has one, but for those that only lead to others', () => {
    const pages = Object.values(
      import.meta.glob<{ routes: RouteRecordRaw[] }>('../../../../renderer/features/*/routes.ts', {
        eager: true,
      }),
    ).flatMap(({ routes }) => routes.map(({ name }) => String(name)))
    expect(pages.length).toBeGreaterThan(20)
    const without = pages.filter((name) => tourOf(name) === null)
    expect(without.sort()).toEqual(['docked', 'home', 'kit', 'missing'])
    const told = new Set([
      ...pages.map((name) => tourOf(name)),
      ...recordTabs.map((tab) => tourOf('customer', tab)),
    ])
    expect(tours.filter((tour) => !told.has(tour))).toEqual([])
    expect(tourOf('customer', 'flow')).toBe('flow')
    expect(tourOf('customer', 'contacts')).toBe('record')
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
      top: 400,
    })
    expect(stepAside({ left: 0, top: 0, width: 1093, height: 614 }, at, screen)).toBeNull()
  })

  test('goes out of the way as a rectangle of the page, whose sides are getters', () => {
    class Sides {
      get left(): number {
        return 745
      }
      get top(): number {
        return 400
      }
      get width(): number {
        return card.width
      }
      get height(): number {
        return card.height
      }
    }
    const focused = { left: 1020, top: 470, width: 40, height: 24 }
    expect(stepAside(focused, new Sides(), screen)).toEqual({ left: 8, top: 400 })
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
