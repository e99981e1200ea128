import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook } from './support/book.ts'
import { logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

const total = (page: Page) => page.locator('.count__total')
const lines = (page: Page) => page.locator('.line__count')
const number = async (text: Promise<string>) => Number((await text).replaceAll(',', ''))

/** The entry of a group in the list beside. */
const entry = (page: Page, name: string) =>
  page.getByRole('list', { name: '客户组列表' }).getByRole('button', { name: new RegExp(name) })

async function toGroups(page: Page): Promise<void> {
  await page.getByRole('button', { name: '客户组', exact: true }).click()
  await page.getByRole('button', { name: '查看全部客户组' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '客户组' })).toBeVisible()
}

test('a manager makes a group by conditions, opens it, and another of chosen customers, also offline', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  const office = await bank.openHeadOffice()
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  let dynamic = 0

  await test.step('each line says who is left, and typing changes it at once', async () => {
    await toGroups(page)
    await page.getByRole('button', { name: '新建动态组' }).click()
    await page.getByRole('button', { name: '条件', exact: true }).click()
    await page.getByLabel('第 1 条的项目').selectOption({ label: '等级' })
    await page.getByRole('button', { name: /^第 1 条：选择/ }).click()
    for (const tier of ['金卡', '白金']) await page.getByRole('checkbox', { name: tier }).check()
    await page.keyboard.press('Escape')
    await expect(lines(page).first()).not.toHaveText('—')
    const first = await number(lines(page).first().innerText())
    await expect(total(page)).toHaveText(first.toLocaleString('en-US'))
    await page.getByRole('button', { name: '条件', exact: true }).click()
    await page.getByLabel('第 2 条的项目').selectOption({ label: '年龄' })
    await page.getByLabel('第 2 条：不少于').fill('50')
    await expect(lines(page).nth(1)).not.toHaveText('—')
    const second = await number(lines(page).nth(1).innerText())
    expect(second).toBeGreaterThan(0)
    expect(second).toBeLessThan(first)
    await expect(total(page)).toHaveText(second.toLocaleString('en-US'))
    dynamic = second
  })

  await test.step('a value that makes no sense is named, and nothing is lost by leaving', async () => {
    await page.getByLabel('第 2 条：不超过').fill('40')
    await expect(page.getByText('左边的数比右边大。请对调或改小。')).toBeVisible()
    await page.getByLabel('第 2 条：不超过').fill('')
    await page.getByLabel('组名').fill('五十岁以上金卡白金')
    await page.getByRole('button', { name: '回到我的客户' }).click()
    await toGroups(page)
    await page.getByRole('button', { name: '新建动态组' }).click()
    await expect(page.getByText('已恢复上次没写完的内容')).toBeVisible()
    await expect(page.getByLabel('组名')).toHaveValue('五十岁以上金卡白金')
    await expect(total(page)).toHaveText(dynamic.toLocaleString('en-US'))
  })

  await test.step('kept by the keyboard; its list holds as many as it counts', async () => {
    await page.getByLabel('组名').focus()
    await page.keyboard.press('Control+Enter')
    await expect(entry(page, '五十岁以上金卡白金')).toContainText(`${dynamic} 户`)
    await page.getByRole('button', { name: '打开名单' }).click()
    await expect(page.locator('.foot__sum')).toContainText(`${dynamic} 户`)
    await expect(page.getByRole('search')).toContainText('五十岁以上金卡白金')
  })

  await test.step('without head office: chosen rows become a static group', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await page.getByRole('grid', { name: '我的客户' }).focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('button', { name: '加入客户组' }).click()
    const dialog = page.getByRole('dialog', { name: '把 2 户加入客户组' })
    await dialog.getByRole('button', { name: '加入', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText('请写一个组名')
    await dialog.getByLabel(/^组名/).fill('下周拜访')
    await dialog.getByText('全网点', { exact: true }).click()
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toBeHidden()
    await toGroups(page)
    await expect(entry(page, '下周拜访')).toContainText('2 户')
    await expect(entry(page, '下周拜访')).toContainText('待上传')
  })

  await test.step('deleted and given back; the page is in order for everybody', async () => {
    await entry(page, '下周拜访').click()
    await expect(page.locator('.members tbody tr')).toHaveCount(2)
    const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
    const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    await page.getByRole('button', { name: '删除', exact: true }).click()
    await expect(entry(page, '下周拜访')).toHaveCount(0)
    await page.getByRole('button', { name: '撤销' }).click()
    await expect(entry(page, '下周拜访')).toContainText('2 户')
  })

  await test.step('the line comes back: head office holds the group, the branch head sees it', async () => {
    await bank.openHeadOffice()
    await expect
      .poll(
        async () => {
          const { rows } = await bank.pool.query<{ n: number }>(
            `select count(*)::integer as n from customer_group g
             join customer_group_member m on m.branch_id = g.branch_id and m.group_id = g.id
             where g.name = '下周拜访' and g.deleted_at is null and m.removed_at is null`,
          )
          return rows[0]?.n
        },
        { timeout: 60_000 },
      )
      .toBe(2)
    const head = bank.user('branch_head')
    const other = (await (await newPc(head.branchId)).open()).window
    await logIn(other, head)
    await other
      .getByRole('navigation', { name: '主导航' })
      .getByRole('link', { name: /我的客户/ })
      .click()
    await toGroups(other)
    await expect(entry(other, '下周拜访')).toContainText('2 户')
    await expect(entry(other, '五十岁以上金卡白金')).toHaveCount(0)
  })
})
