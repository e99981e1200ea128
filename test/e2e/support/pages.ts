import { expect, type Locator, type Page } from 'playwright/test'
import type { DemoUser } from '#head-office/demo/fill.ts'

/** What a person does on the login page, in Chinese words as they stand on screen. */
export async function logIn(page: Page, user: DemoUser): Promise<void> {
  await page.getByRole('tab', { name: '在线登录' }).click()
  await page.getByLabel('员工号').fill(user.staffNo)
  await page.getByLabel('密码', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible({ timeout: 60_000 })
}

/** Logs in with the account this PC knows, head office being away. */
export async function logInOffline(page: Page, user: DemoUser): Promise<void> {
  await page.getByRole('tab', { name: '离线登录' }).click()
  await page.getByRole('radio', { name: new RegExp(user.staffNo) }).check()
  await page.getByLabel('密码', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: '离线登录' }).click()
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible({ timeout: 60_000 })
}

/** Goes to 我的客户 and waits until the branch's data is on the PC and the list is drawn. */
export async function customersShown(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: '主导航' })
    .getByRole('link', { name: /我的客户/ })
    .click()
  const grid = page.getByRole('grid', { name: '我的客户' })
  await expect(grid.getByRole('row').nth(2)).toBeVisible({ timeout: 60_000 })
}

/** Opens a customer by the search box: types, waits for the first hit, presses Enter. */
export async function openBySearch(page: Page, text: string, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(text)
  await expect(page.getByRole('option', { name: new RegExp(name) }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** Logs a contact for the customer that is open: result, content, save. */
export async function logContact(page: Page, outcome: string, summary: string): Promise<void> {
  await page
    .getByRole('button', { name: /登记联系/ })
    .first()
    .click()
  const form = page.getByRole('form', { name: '登记联系' })
  await form.getByText(outcome, { exact: true }).click()
  const more = form.getByRole('button', { name: /更多/ })
  if (await more.isVisible()) await more.click()
  await form.getByLabel('内容').fill(summary)
  await page.keyboard.press('Control+Enter')
  await expect(form).toBeHidden()
}

/** Proposes another value for a field on the profile tab of the customer that is open. */
export async function proposeCorrection(
  page: Page,
  field: string,
  value: string,
  evidence: string,
): Promise<void> {
  await page.getByRole('tab', { name: '资料' }).click()
  await page.getByRole('button', { name: new RegExp(`^(补录|修改) ${field}$`) }).click()
  await page.getByLabel(`“${field}”的新内容`).fill(value)
  await page.getByLabel('依据', { exact: true }).fill(evidence)
  await page.getByRole('button', { name: /^提交修改/ }).click()
  await expect(page.getByText(`已提交，待上传：`)).toBeVisible()
}

/** In the sync centre: keeps the own value of every disputed field and proposes it again. */
export async function keepMine(page: Page): Promise<void> {
  const rejected = page.getByRole('article')
  for (const mine of await rejected.getByRole('row').getByRole('radio').all()) {
    if ((await mine.getAttribute('aria-label'))?.includes('branch@')) await mine.check()
  }
  await rejected.getByRole('button', { name: '按所选重新提交' }).click()
}

/** Opens the sync centre by the navigation. */
export async function toSyncCentre(page: Page): Promise<void> {
  const navigation = page.getByRole('navigation', { name: '主导航' })
  await navigation.getByRole('link', { name: /同步中心/ }).click()
}

/** Name of the first customer in the list that is shown. */
export async function firstCustomer(page: Page): Promise<string> {
  const name = await page.getByRole('rowgroup').last().getByRole('button').first().textContent()
  return name?.trim() ?? ''
}

/** Submits a dialog by its key, once the key is the form's. */
export async function submitDialog(dialog: Locator): Promise<void> {
  await expect(dialog.getByRole('form').locator(':focus')).toHaveCount(1)
  await dialog.page().keyboard.press('Control+Enter')
}

/** Opens 培训考核 from the navigation. */
export const toTraining = (page: Page): Promise<void> =>
  page
    .getByRole('navigation', { name: '主导航' })
    .getByRole('link', { name: /培训考核/ })
    .click()

/** Opens one of the pages of 培训考核. */
export const toTrainingTab = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: '培训考核的页面' }).getByRole('link', { name }).click()

/** Opens the counter from the navigation. */
export const toCounter = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /柜面/ }).click()

/** Somebody else sits down at the PC. */
export async function changeSeat(page: Page, from: DemoUser, to: DemoUser): Promise<void> {
  await page.getByTitle(`${from.name} 的菜单`).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await logIn(page, to)
}
