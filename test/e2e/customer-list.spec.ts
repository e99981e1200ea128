import { readFileSync } from 'node:fs'
import { expect, type Page } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import type { HeadOfficeProcess } from './support/head-office-process.ts'
import { customersShown, logIn, logInOffline } from './support/pages.ts'

const test = testWithBank(demoBank)

/** Head office of this file's bank; killed and started again where the line is cut. */
let headOffice: HeadOfficeProcess

test.beforeAll(async ({ bank }) => {
  headOffice = await bank.openHeadOffice()
})

const footTotal = (page: Page) => page.locator('.foot__sum')
const names = (page: Page) => page.getByRole('grid').locator('.who__name')

/** How many customers a tab says it holds. */
async function countOf(page: Page, name: RegExp): Promise<number> {
  return Number(/(\d+)/.exec(await page.getByRole('tab', { name }).innerText())?.[1])
}

test('views, columns, favourites and exports of one person', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const pc = await newPc(manager.branchId)
  const terminal = await pc.open()
  const page = terminal.window
  await logIn(page, manager)
  await customersShown(page)
  const grid = page.getByRole('grid', { name: '我的客户' })

  await test.step('a filter is saved as a view with its count', async () => {
    await page.getByRole('search').getByRole('button', { name: /^等级/ }).click()
    await page.getByRole('menuitem', { name: '金卡及以上' }).click()
    await page.getByRole('button', { name: '保存视图' }).click()
    const dialog = page.getByRole('dialog', { name: '保存为新视图' })
    await dialog.getByRole('textbox').fill('月末走访')
    await dialog.getByRole('button', { name: '保存' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('tab', { name: /^月末走访/ })).toHaveAttribute(
      'aria-selected',
      'true',
    )
    const count = await countOf(page, /^月末走访/)
    await expect(footTotal(page)).toContainText(`${count} 户`)
  })

  await test.step('the same name again is refused under the field, nothing typed is lost', async () => {
    await page.getByRole('button', { name: '保存视图' }).click()
    const dialog = page.getByRole('dialog', { name: '保存为新视图' })
    // Neither an own one nor one of the product's may stand there twice.
    for (const taken of ['贵宾重点', '月末走访']) {
      await dialog.getByRole('textbox').fill(taken)
      await dialog.getByRole('button', { name: '保存' }).click()
      await expect(dialog.getByRole('alert')).toContainText('已有同名的视图')
    }
    await expect(dialog.getByRole('textbox')).toHaveValue('月末走访')
    await expect(dialog.getByRole('textbox')).toBeFocused()
    await dialog.getByRole('button', { name: '取消' }).click()
    await expect(dialog).toBeHidden()
    await page.getByRole('button', { name: '保存视图' }).click()
    await expect(dialog.getByText('已恢复上次没写完的内容')).toBeVisible()
    await expect(dialog.getByRole('textbox')).toHaveValue('月末走访')
    await dialog.getByRole('button', { name: '清空重写' }).click()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('renamed, deleted, and given back by 撤销', async () => {
    await page.getByRole('button', { name: '“月末走访”的操作' }).click()
    await page.getByRole('menuitem', { name: '改名' }).click()
    const dialog = page.getByRole('dialog', { name: '改名' })
    await dialog.getByRole('textbox').fill('季末走访')
    await dialog.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('tab', { name: /^季末走访/ })).toBeVisible()
    await page.getByRole('button', { name: '“季末走访”的操作' }).click()
    await page.getByRole('menuitem', { name: '删除' }).click()
    await expect(page.getByRole('tab', { name: /^季末走访/ })).toBeHidden()
    await page.getByRole('button', { name: '撤销' }).click()
    await expect(page.getByRole('tab', { name: /^季末走访/ })).toBeVisible()
  })

  await test.step('columns are chosen and remembered', async () => {
    await page.getByRole('tab', { name: /^全部管户/ }).click()
    await page.getByRole('button', { name: '选择列' }).click()
    await page.getByRole('checkbox', { name: '贷款' }).check()
    await page.getByRole('checkbox', { name: '手机' }).uncheck()
    await page.keyboard.press('Escape')
    await expect(grid.getByRole('columnheader', { name: '贷款' })).toBeVisible()
    await expect(grid.getByRole('columnheader', { name: '手机' })).toHaveCount(0)
  })

  await test.step('★ in the preview puts a customer into 我的收藏', async () => {
    const first = await names(page).first().innerText()
    await grid.focus()
    await page.keyboard.press('Home')
    if ((await page.getByRole('complementary', { name: `${first} 的预览` }).count()) === 0) {
      await page.keyboard.press(' ')
    }
    await page.getByRole('button', { name: `收藏${first}` }).click()
    await page.getByRole('tab', { name: /^我的收藏/ }).click()
    await expect(footTotal(page)).toContainText('1 户')
    await expect(names(page).first()).toHaveText(first)
    await page.getByRole('tab', { name: /^全部管户/ }).click()
    await expect(names(page).nth(1)).toBeVisible()
  })

  await test.step('E takes the chosen customers to a file, masked, for a purpose', async () => {
    await grid.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog', { name: '导出客户清单' })
    await dialog.getByRole('button', { name: '导出', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText('请选择用途')
    await expect(dialog.getByRole('radio', { name: '外出拜访' })).toBeFocused()
    await dialog.getByText('外出拜访', { exact: true }).click()
    await dialog.getByText('CSV 文本', { exact: true }).click()
    await page.keyboard.press('Control+Enter')
    await expect(dialog.getByText('已导出 2 户')).toBeVisible()
    const path = await dialog.locator('.done__path').innerText()
    expect(path.startsWith(pc.userData)).toBe(true)
    const lines = readFileSync(path, 'utf8').trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toContain(manager.staffNo)
    expect(lines[2]).not.toContain(await names(page).first().innerText())
    await dialog.getByRole('button', { name: '关闭', exact: true }).last().click()
  })

  await test.step('after a new start everything of it is still there', async () => {
    await terminal.close()
    const again = (await pc.open()).window
    await logIn(again, manager)
    await customersShown(again)
    await expect(again.getByRole('tab', { name: /^季末走访/ })).toBeVisible()
    await expect(again.getByRole('tab', { name: /^我的收藏\s*1$/ })).toBeVisible()
    await expect(again.getByRole('columnheader', { name: '贷款' })).toBeVisible()
  })
})

test('offline: one contact is logged for several customers, and taken back', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const pc = await newPc(manager.branchId)
  const first = await pc.open()
  await logIn(first.window, manager)
  await customersShown(first.window)
  await first.close()
  await headOffice.kill()

  const page = (await pc.open()).window
  await logInOffline(page, manager)
  await customersShown(page)
  const waiting = page.getByRole('button', { name: /待上传/ })
  const bulk = page.getByRole('dialog', { name: '为 3 户登记同一次联系' })

  async function logForThree(): Promise<void> {
    await page.getByRole('grid').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('button', { name: '批量登记' }).click()
    await bulk.getByText('再联系', { exact: true }).click()
    await bulk.getByLabel('内容').fill('群发到期提醒')
    await bulk.getByRole('button', { name: '全部登记' }).click()
    await expect(bulk).toBeHidden()
  }

  await logForThree()
  await expect(waiting).toContainText('3')
  await page.getByRole('button', { name: '撤回' }).click()
  await expect(page.getByText('已撤回 3 户的登记')).toBeVisible()
  await expect(waiting).toContainText('0')

  await logForThree()
  await expect(waiting).toContainText('3')
  headOffice = await bank.openHeadOffice()
  await expect(waiting).toContainText('0', { timeout: 60_000 })
  const { rows } = await bank.pool.query<{ count: string }>(
    `select count(*) from contact where summary = '群发到期提醒'`,
  )
  expect(rows[0]?.count).toBe('3')
})

test('a branch head filters by manager', async ({ bank, newPc }) => {
  const head = bank.user('branch_head')
  const page = (await (await newPc(head.branchId)).open()).window
  await logIn(page, head)
  await customersShown(page)
  await page.getByRole('search').getByRole('button', { name: '筛选' }).click()
  await page.getByRole('menuitem', { name: '管户人' }).click()
  const manager = bank.user('customer_manager')
  await page.getByRole('menuitem', { name: manager.name }).click()
  const { rows } = await bank.pool.query<{ count: string }>(
    `select count(distinct m.customer_id) from customer_manager m
       join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
      where s.staff_no = $1 and m.valid_to is null`,
    [manager.staffNo],
  )
  await expect(footTotal(page)).toContainText(`${rows[0]?.count} 户`)
})
