import { expect, type Page } from 'playwright/test'
import { fillOddBranch } from '#test/support/odd-branch.ts'
import { examine } from '#tools/screenshots/examine.ts'
import { busyTransactions, odd, oddSurname } from '#tools/screenshots/odd-names.ts'
import { type Fill, testWithBank } from './support/bank.ts'
import { openBook } from './support/book.ts'
import { customersShown, logIn } from './support/pages.ts'

const oddBank: Fill = async (databaseUrl) => ({ users: (await fillOddBranch(databaseUrl)).users })
const test = testWithBank(oddBank)

test.beforeAll(async ({ bank }) => {
  await bank.openHeadOffice()
})

/** Both ends of the sizes: nothing may be cut without its whole being told. */
async function looksWhole(page: Page, where: string): Promise<void> {
  for (const size of [
    { width: 1366, height: 768 },
    { width: 1093, height: 614 },
  ]) {
    await page.setViewportSize(size)
    await page.waitForTimeout(500)
    await test.step(`${where} at ${size.width}`, async () => {
      expect(await examine(page)).toEqual([])
    })
  }
}

async function openByPalette(page: Page, typed: string, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText(typed)
  await expect(page.getByRole('option', { name: name.slice(0, 12) }).first()).toBeVisible()
}

test('a list, a record and the palette bear what nobody designs for', async ({ bank, newPc }) => {
  test.setTimeout(300_000)
  const page = await openBook(newPc, bank.user('customer_manager'))

  await test.step('the list finds all of them, each with the whole name to read', async () => {
    await page.keyboard.press('/')
    await page.keyboard.insertText(oddSurname)
    const grid = page.getByRole('grid')
    await expect(grid.getByRole('row')).toHaveCount(Object.keys(odd).length + 1)
    for (const { name } of Object.values(odd)) await expect(grid.getByTitle(name)).toBeVisible()
    await looksWhole(page, 'the list')
  })

  await test.step('rare characters are found by themselves', async () => {
    await openByPalette(page, '𠮷㛃', odd.rare.name)
    await looksWhole(page, 'the palette')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: odd.rare.name })).toBeVisible()
  })

  await test.step('pasted garbage and full-width digits break nothing', async () => {
    await page.keyboard.press('Control+k')
    for (const garbage of ['９９００００００', "'; drop table customer; --", '\u202e\u0000%_*"']) {
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(garbage)
      await page.waitForTimeout(300)
      await expect(page.getByRole('dialog')).toBeVisible()
    }
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('９９０００００００００１')
    await expect(page.getByRole('option', { name: odd.noAccount.name }).first()).toBeVisible()
    await page.keyboard.press('Escape')
  })

  for (const [what, { name }] of Object.entries(odd)) {
    await test.step(`the record of ${what}`, async () => {
      await openByPalette(page, [...name].slice(0, 6).join(''), name)
      await page
        .getByRole('option', { name: name.slice(0, 12) })
        .first()
        .click()
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
      await looksWhole(page, what)
    })
  }

  await test.step('five thousand transactions of a month scroll to their end', async () => {
    await openByPalette(page, odd.busy.name, odd.busy.name)
    await page.evaluate(() => {
      const asked: string[] = []
      Object.assign(window, { asked })
      window.addEventListener('ocrm:call', (event) => {
        asked.push((event as CustomEvent<string>).detail)
      })
    })
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: odd.busy.name })).toBeVisible()
    await expect(
      page.getByRole('region', { name: '最近交易' }).getByRole('row').nth(3),
    ).toBeVisible()
    const asked = await page.evaluate(() => (window as unknown as { asked: string[] }).asked)
    expect(asked.filter((name) => name === 'customers.open')).toHaveLength(1)
    expect(asked.filter((name) => name === 'customers.transactions')).toHaveLength(1)
    expect(asked.length).toBeLessThan(12)
    await page.getByRole('tab', { name: '交易明细' }).click()
    const grid = page.getByRole('grid')
    await expect(grid.getByRole('row').nth(3)).toBeVisible()
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(busyTransactions)
    await grid.focus()
    await page.keyboard.press('End')
    await expect(grid.locator('.grid__pending')).toHaveCount(0)
    expect(await grid.getByRole('row').count()).toBeLessThan(60)
    await looksWhole(page, 'the transactions')

    const search = page.getByLabel('对方、用途、金额或流水号')
    for (const garbage of ["'; drop table account; --", '\u202e\u0000%_*"', '٣'.repeat(60)]) {
      await search.fill(garbage)
      await expect(page.getByText('没有符合条件的交易')).toBeVisible()
    }
    await search.fill('示例商户')
    await expect(grid).toHaveAttribute('aria-rowcount', String(busyTransactions + 1))
  })
})

test('the language turns while one types, and nothing typed is lost', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await page.getByLabel('员工号').fill('811')
  await page.getByRole('button', { name: '中文 / EN' }).click()
  await expect(page.getByRole('textbox').first()).toHaveValue('811')
  await page.getByRole('button', { name: '中文 / EN' }).click()
  await logIn(page, manager)
  await customersShown(page)

  await page.getByRole('grid').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('button', { name: '登记联系' }).click()
  const form = page.getByRole('form')
  await form.getByRole('button', { name: /更多/ }).click()
  await form.getByRole('textbox').first().fill('谈到一半')
  await page.getByRole('button', { name: '中文 / EN' }).click()
  await expect(page.getByRole('form', { name: 'Log contact' })).toBeVisible()
  await expect(form.getByRole('textbox').first()).toHaveValue('谈到一半')
})

test('keys of one character can be switched off, and an input method keeps its own', async ({
  bank,
  newPc,
}) => {
  const page = await openBook(newPc, bank.user('customer_manager'))

  await page.evaluate(() => {
    const event = { key: '?', keyCode: 229, bubbles: true, cancelable: true }
    document.body.dispatchEvent(new KeyboardEvent('keydown', event))
  })
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: /^帮助/ })
  await expect(help.getByText('快速筛选')).toBeVisible()
  await expect(help.getByText('列表中的上一户、下一户')).toHaveCount(0)
  await help.getByRole('checkbox').uncheck()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await page.keyboard.press('?')
  await expect(help).toBeHidden()
  await page.getByRole('grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await expect(page.getByRole('row', { selected: true })).toHaveCount(0)
})
