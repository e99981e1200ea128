import { expect, type Page } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, firstCustomer, logContact, logIn, openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

test.beforeAll(async ({ bank }) => {
  await bank.openHeadOffice()
})

/** A customer of the invented branch whom the person who practises looks after. */
const invented = '江雨桐'

const usageOf = (page: Page) => page.getByRole('button', { name: /本月有效使用/ }).textContent()
const bar = (page: Page) => page.getByRole('region', { name: '练习模式 · 数据为虚构' })
const help = (page: Page) => page.getByRole('dialog', { name: /^帮助/ })
const card = (page: Page, step: number) =>
  page.getByRole('dialog').filter({ hasText: `我的客户 · 第 ${step} 步` })

test('what is practised on invented customers touches nothing that is real', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  const manager = bank.user('customer_manager')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)
  const real = await firstCustomer(page)
  const usage = await usageOf(page)

  await test.step('from help into practice: a frame that says so, and invented customers', async () => {
    await page.keyboard.press('?')
    const pressed = Date.now()
    await help(page).getByRole('button', { name: '进入练习模式' }).click()
    await expect(bar(page)).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('grid').first().getByRole('row').nth(2)).toBeVisible()
    console.log(`practice: the first screen after ${Date.now() - pressed} ms`)
    await expect(page.getByRole('link', { name: /培训考核/ })).toHaveCount(0)
    await customersShown(page)
    await expect(page.getByText(real, { exact: true })).toHaveCount(0)
  })

  await test.step('a contact and a task of an invented customer, as on any day', async () => {
    await openBySearch(page, 'jyt', invented)
    await logContact(page, '有意向', '练习中登记的一次联系')
    await expect(page.getByText('练习中登记的一次联系').first()).toBeVisible()
    await page.getByRole('link', { name: /工作平台/ }).click()
    await page
      .getByRole('button', { name: /^完成：/ })
      .first()
      .click()
    await expect(page.getByText(/^已完成：/)).toBeVisible()
    await expect(page.getByRole('button', { name: '待上传 2' })).toBeVisible()
  })

  await test.step('the lock locks here too, and practice goes on behind it', async () => {
    await page.keyboard.press('Control+l')
    await expect(page.getByRole('heading', { name: '屏幕已锁定' })).toBeVisible()
    await page.getByLabel('密码', { exact: true }).fill(manager.password)
    await page.getByRole('button', { name: '解锁' }).click()
    await expect(bar(page)).toBeVisible()
    await expect(page.getByRole('button', { name: '待上传 2' })).toBeVisible()
  })

  await test.step('started again, nothing was done yet', async () => {
    await page.getByRole('button', { name: '重新开始' }).click()
    await expect(page.getByRole('button', { name: '待上传 0' })).toBeVisible({ timeout: 30_000 })
    await openBySearch(page, 'jyt', invented)
    await expect(page.getByText('练习中登记的一次联系')).toHaveCount(0)
    await logContact(page, '有意向', '再练一次')
  })

  await test.step('left, the branch is as it was: customers, queue, count of use', async () => {
    const pressed = Date.now()
    await page.getByRole('button', { name: '退出练习' }).click()
    await expect(bar(page)).toBeHidden({ timeout: 30_000 })
    await expect(page.getByRole('button', { name: '待上传 0' })).toBeVisible()
    console.log(`practice: back on the branch after ${Date.now() - pressed} ms`)
    await customersShown(page)
    expect(await firstCustomer(page)).toBe(real)
    expect(await usageOf(page)).toBe(usage)
    await page.keyboard.press('Control+k')
    await page.keyboard.type(invented)
    await expect(page.getByText(`没有找到“${invented}”`)).toBeVisible()
    await page.keyboard.press('Escape')
  })
})

test('a tour is taken by keys alone, stops, goes on there and is marked as seen', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  const manager = bank.user('customer_manager')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)

  await test.step('F1, the tour of this page, and it begins in practice', async () => {
    await page.keyboard.press('F1')
    const show = help(page).getByRole('button', { name: '我的客户：在练习中演示' })
    await show.focus()
    await page.keyboard.press('Enter')
    await expect(card(page, 1)).toBeVisible({ timeout: 30_000 })
    await expect(bar(page)).toBeVisible()
    await expect(card(page, 1).getByRole('button', { name: '下一步' })).toBeFocused()
  })

  await test.step('arrows turn it, the page under it stays in use, Esc stops it', async () => {
    await page.keyboard.press('ArrowRight')
    await expect(card(page, 2)).toBeVisible()
    await page.keyboard.press('ArrowLeft')
    await expect(card(page, 1)).toBeVisible()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(card(page, 3)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(card(page, 3)).toBeHidden()
  })

  await test.step('it goes on where it was stopped, and at its end it is seen', async () => {
    await page.keyboard.press('F1')
    await expect(help(page).getByText('看到第 3 步，共 4 步')).toBeVisible()
    await help(page).getByRole('button', { name: '我的客户：接着看' }).press('Enter')
    await expect(card(page, 3)).toBeVisible()
    await card(page, 3).getByRole('button', { name: '下一步' }).press('Enter')
    await card(page, 4).getByRole('button', { name: '看完了' }).press('Enter')
    await expect(card(page, 4)).toBeHidden()
    await page.getByRole('button', { name: '退出练习' }).press('Enter')
    await expect(bar(page)).toBeHidden({ timeout: 30_000 })
    await expect(page.getByRole('heading', { level: 1, name: '我的客户' })).toBeVisible()
    await page.keyboard.press('F1')
    await expect(help(page).getByText('已看完')).toBeVisible()
    await page.keyboard.press('Escape')
  })
})

test('one quiet tip a day leads into its tour, and is dismissed for ever', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  const manager = bank.user('customer_manager')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)
  await page.getByRole('link', { name: /工作平台/ }).click()
  const tip = page.getByRole('complementary', { name: '今天的提示' })
  await expect(tip.getByText('登记联系')).toBeVisible()

  await tip.getByRole('button', { name: '演示一下' }).click()
  const first = page.getByRole('dialog').filter({ hasText: '客户 360 · 第 1 步' })
  await expect(first).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('heading', { level: 1, name: '苏怀瑾' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '退出练习' }).click()

  await tip.getByRole('button', { name: '不再提示' }).click()
  await expect(tip).toBeHidden()
  await customersShown(page)
  await page.getByRole('link', { name: /工作平台/ }).click()
  await expect(page.getByRole('grid').first()).toBeVisible()
  await expect(tip).toHaveCount(0)
})
