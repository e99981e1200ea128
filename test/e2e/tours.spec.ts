import { expect, type Locator, type Page } from 'playwright/test'
import { takenInPlace, type Tour, toursFor } from '#domain/help/tours.ts'
import { type Role, roles as everyRole } from '#domain/organisation/roles.ts'
import type { DemoUser } from '#head-office/demo/fill.ts'
import { stepsOf, type TourStep } from '#renderer/help/tour-steps.ts'
import { zh } from '#renderer/locales/zh.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { changeSeat, customersShown, logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

const bar = (page: Page) => page.getByRole('region', { name: '练习模式 · 数据为虚构' })

/** Where the frame of a tour stands, and the part it is to stand around; null while either is not there. */
function places(page: Page, anchor: string) {
  return page.evaluate((name) => {
    const spot = document.querySelector('.spot')?.getBoundingClientRect()
    const part = [...document.querySelectorAll(`[data-tour="${name}"]`)]
      .find((each) => each.getClientRects().length > 0)
      ?.getBoundingClientRect()
    if (!spot || !part) return null
    // The frame keeps inside the window; what is taller than it is framed as far as it can be seen.
    const apart = [
      spot.left - Math.max(2, part.left - 4),
      spot.top - Math.max(2, part.top - 4),
      spot.right - Math.min(window.innerWidth - 2, part.right + 4),
      spot.bottom - Math.min(window.innerHeight - 2, part.bottom + 4),
    ]
    return { apart: Math.max(...apart.map(Math.abs)), seen: spot.width > 8 && spot.height > 8 }
  }, anchor)
}

/** Gives the focus to something that lies under the card of a tour; false where nothing does. */
function focusUnder(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const frames = () =>
      new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
    await frames()
    const own = document.querySelector('.tour')?.getBoundingClientRect()
    const under = [...document.querySelectorAll<HTMLElement>('main button, main a')].find(
      (each) => {
        const { left, right, top, bottom } = each.getBoundingClientRect()
        return own && left < own.right && right > own.left && top < own.bottom && bottom > own.top
      },
    )
    under?.focus()
    await frames()
    return under !== undefined
  })
}

/**
 * The card that went out of the way of the focus in a large window stands whole in a small one; false where
 * it had no need to go.
 */
async function resized(page: Page, card: Locator): Promise<boolean> {
  const before = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  await page.setViewportSize({ width: 1920, height: 1080 })
  await expect(card).toBeInViewport({ ratio: 1 })
  const went = await focusUnder(page)
  await page.setViewportSize(before)
  await expect(card).toBeInViewport({ ratio: 1 })
  return went
}

/** Windows in which a card has gone out of the way of the focus. */
const wentAside = new Set<Page>()

/** Takes a tour from the help of whatever page is open, and goes through it to its end. */
async function walk(page: Page, tour: Tour, steps: readonly TourStep[]): Promise<void> {
  const name = zh.help.module[tour]
  await page.locator('.frame__status').getByRole('button', { name: /帮助/ }).click()
  const take = page
    .getByRole('dialog', { name: /^帮助/ })
    .getByRole('button', { name: new RegExp(`^${name}：`) })
  await take.click()
  for (const [at, { anchor }] of steps.entries()) {
    const where = `${name}, step ${at + 1}, ${anchor}`
    const card = page
      .getByRole('dialog')
      .filter({ hasText: `${name} · 第 ${at + 1} 步，共 ${steps.length} 步` })
    await expect(card, where).toBeVisible({ timeout: 20_000 })
    await expect(async () => {
      const found = await places(page, anchor)
      expect(found, where).not.toBeNull()
      expect(found?.seen, where).toBe(true)
      expect(found?.apart, where).toBeLessThanOrEqual(2)
    }).toPass({ timeout: 4_000, intervals: [60] })
    if (!wentAside.has(page) && (await resized(page, card))) wentAside.add(page)
    const last = at === steps.length - 1
    await card.getByRole('button', { name: last ? '看完了' : '下一步' }).click()
  }
  await expect(page.locator('.tour'), name).toHaveCount(0)
  // What a step opened goes before the next tour; what was typed there is kept as a draft anyway.
  if (await page.getByRole('form', { name: '登记联系' }).isVisible()) {
    await page.keyboard.press('Escape')
  }
}

/** Roles of those who walk: together they have every step of every tour. */
const walkers = [
  'customer_manager',
  'teller',
  'branch_head',
  'line_manager',
  'risk_officer',
] as const satisfies readonly Role[]

test('every tour can be walked to its end, and every step points at its part', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(300_000)
  const head = bank.user('branch_head')
  const line: DemoUser = { ...head, staffNo: '8110001', name: '谢宏图', role: 'line_manager' }
  const userOf = (role: Role) => (role === 'line_manager' ? line : bank.user(role))
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(head.branchId)).open()
  const key = (tour: Tour, { anchor }: TourStep) => `${tour} ${anchor}`
  const walked = new Set<string>()
  let at: DemoUser | null = null

  for (const role of walkers) {
    const user = userOf(role)
    await test.step(role, async () => {
      if (at === null) {
        await logIn(page, user)
        await customersShown(page)
      } else await changeSeat(page, at, user)
      at = user
      // A tour that somebody before took, with the same parts on the same page, is not walked again.
      const left = toursFor([role])
        .map((tour) => ({ tour, steps: stepsOf(tour, [role]) }))
        .filter(({ tour, steps }) => steps.some((step) => !walked.has(key(tour, step))))
      for (const inPlace of [false, true]) {
        for (const { tour, steps } of left) {
          if (takenInPlace(tour, [role]) !== inPlace) continue
          await walk(page, tour, steps)
          for (const step of steps) walked.add(key(tour, step))
        }
        if (!inPlace && (await bar(page).isVisible())) {
          await page.getByRole('button', { name: '退出练习' }).click()
          await expect(bar(page)).toBeHidden({ timeout: 20_000 })
        }
      }
    })
  }

  const all = everyRole.flatMap((role) =>
    toursFor([role]).flatMap((tour) => stepsOf(tour, [role]).map((step) => key(tour, step))),
  )
  expect([...new Set(all)].filter((one) => !walked.has(one))).toEqual([])
  expect(wentAside.has(page)).toBe(true)
  await office.stop()
})

/** What has the focus and lies under the card of a tour; null where nothing does. */
function hiddenFocus(page: Page): Promise<string | null> {
  return page.evaluate(async () => {
    const frame = () => new Promise((next) => requestAnimationFrame(next))
    await frame()
    await frame()
    const own = document.querySelector('.tour')
    const focused = document.activeElement
    if (!own || !focused || own.contains(focused)) return null
    const box = focused.getBoundingClientRect()
    const middle = document.elementFromPoint(
      (Math.max(0, box.left) + Math.min(innerWidth, box.right)) / 2,
      (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2,
    )
    return own.contains(middle) ? (focused.textContent ?? '').trim().slice(0, 40) : null
  })
}

test('in the smallest window the card leaves free what Tab comes to, also where the page scrolls to it', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)
  await page.setViewportSize({ width: 1093, height: 614 })
  await page.locator('.frame__status').getByRole('button', { name: /帮助/ }).click()
  const name = new RegExp(`^${zh.help.module.workbench}：`)
  await page.getByRole('dialog', { name: /^帮助/ }).getByRole('button', { name }).click()
  const card = page.getByRole('dialog').filter({ hasText: `${zh.help.module.workbench} · 第` })
  await expect(card).toContainText('第 1 步', { timeout: 20_000 })
  await card.getByRole('button', { name: '下一步' }).click()
  await expect(card).toContainText('第 2 步')
  await expect(page.locator('.chart__switch')).not.toHaveCount(0)
  const hidden: string[] = []
  for (let nth = 0; nth < 34; nth += 1) {
    await page.keyboard.press('Tab')
    const found = await hiddenFocus(page)
    if (found !== null) hidden.push(found)
  }
  expect(hidden).toEqual([])
  await office.stop()
})
