import { expect, type Page } from 'playwright/test'
import { examine } from '#tools/screenshots/examine.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook } from './support/book.ts'
import { customersShown, logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

test.beforeAll(async ({ bank }) => {
  await bank.openHeadOffice()
})

/** Goes to a page as a person who types its address would. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    globalThis.location.hash = hash
  }, `#${path}`)
}

test('search, shortcuts, history and lock work by keys alone', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('tbzx')
  await expect(page.getByRole('option', { name: '同步中心' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: '同步中心' })).toBeVisible()

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: /^帮助/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.keyboard.press('Alt+ArrowLeft')
  await expect(page.getByRole('heading', { level: 1, name: '我的客户' })).toBeVisible()
  await page.keyboard.press('Control+4')
  await expect(page.getByRole('heading', { level: 1, name: '同步中心' })).toBeVisible()

  await page.keyboard.press('Control+l')
  await expect(page.getByRole('heading', { name: '屏幕已锁定' })).toBeVisible()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await page.keyboard.type('not the password')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('密码不正确')
  await page.keyboard.type(manager.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: '同步中心' })).toBeVisible()
})

test('Enter before the answer opens what was typed, not what was there before', async ({
  bank,
  newPc,
}) => {
  const page = await openBook(newPc, bank.user('customer_manager'))
  const name = await page
    .getByRole('grid')
    .getByRole('row')
    .nth(6)
    .getByRole('button')
    .first()
    .textContent()
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText('a')
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(name?.trim() ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: name?.trim() ?? '-' })).toBeVisible()
})

test('F5 and F12 throw nothing away', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await page.evaluate(() => document.body.setAttribute('data-kept', 'yes'))
  for (const key of ['F5', 'Control+r', 'F12', 'Control+Shift+r']) await page.keyboard.press(key)
  await page.waitForTimeout(500)
  expect(await page.evaluate(() => document.body.getAttribute('data-kept'))).toBe('yes')
})

test('the language chosen is the one after the next start', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const pc = await newPc(manager.branchId)
  const first = await pc.open()
  await first.window.getByRole('button', { name: '中文 / EN' }).click()
  await expect(first.window.getByRole('heading', { name: 'Log in' })).toBeVisible()
  await first.close()
  const second = await pc.open()
  await expect(second.window.getByRole('heading', { name: 'Log in' })).toBeVisible()
})

test('a teller finds what a teller may do, and no customers', async ({ bank, newPc }) => {
  const teller = bank.user('teller')
  const { window: page } = await (await newPc(teller.branchId)).open()
  await logIn(page, teller)
  await expect(page.getByRole('heading', { level: 1, name: '柜面速查' })).toBeVisible()
  await expect(page.getByRole('link', { name: '我的客户' })).toHaveCount(0)
  await goTo(page, '/customers')
  await expect(page.getByRole('heading', { level: 1, name: '柜面速查' })).toBeVisible()
})

test('a list of ten thousand rows goes by keys and holds few of them', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await goTo(page, '/kit')
  const grid = page.getByRole('grid', { name: /10000/ })
  await grid.focus()
  await page.keyboard.press('End')
  await expect(grid.getByText('示例客户 10000', { exact: true })).toBeVisible()
  expect(await grid.getByRole('row').count()).toBeLessThan(60)
  await page.keyboard.press('Home')
  await expect(grid.getByText('示例客户 1', { exact: true })).toBeVisible()

  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('已选 3 行')).toBeVisible()
  await grid.getByRole('checkbox', { name: '全选' }).click()
  await expect(page.getByText('已选 0 行')).toBeVisible()
  await grid.getByRole('checkbox', { name: '全选' }).click()
  await expect(page.getByText('已选 10000 行')).toBeVisible()
})

test('a masked value asks why, shows one field at a time and hides itself', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await goTo(page, '/kit')

  await page.getByRole('button', { name: '显示手机号' }).click()
  await page.getByRole('button', { name: '电话联系' }).click()
  await expect(page.getByText('199 0000 6021')).toBeVisible()
  await expect(page.getByRole('timer')).toContainText(/事由：电话联系 · (29|30) 秒后隐藏/)

  await page.clock.install()
  await page.getByRole('button', { name: '显示证件号码' }).click()
  await page.getByRole('button', { name: '柜面办理' }).click()
  await expect(page.getByText('428000 19700101 0000')).toBeVisible()
  await expect(page.getByText('199 0000 6021')).toHaveCount(0)
  await page.clock.fastForward('00:15')
  await expect(page.getByText('428000 19700101 0000')).toBeVisible()
  await page.clock.fastForward('00:15')
  await expect(page.getByText('428000 19700101 0000')).toHaveCount(0)
})

test('nothing is cut off, overlaps or breaks WCAG A and AA', async ({ bank, newPc }) => {
  test.setTimeout(180_000)
  const manager = bank.user('customer_manager')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await page.getByLabel('员工号').waitFor()
  expect(await examine(page)).toEqual([])
  await logIn(page, manager)
  await customersShown(page)
  for (const language of ['中文', 'English']) {
    for (const path of ['/customers', '/sync', '/kit']) {
      await goTo(page, path)
      for (const size of [
        { width: 1366, height: 768 },
        { width: 1093, height: 614 },
      ]) {
        await page.setViewportSize(size)
        await page.waitForTimeout(600)
        await test.step(`${path} in ${language} at ${size.width}`, async () => {
          expect(await examine(page)).toEqual([])
        })
      }
    }
    await page.getByRole('button', { name: '中文 / EN' }).click()
  }
})
