import { existsSync, readFileSync } from 'node:fs'
import type { ElectronApplication } from 'playwright'
import { expect, type Page } from 'playwright/test'
import { examine } from '#tools/screenshots/examine.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { logIn, logInOffline } from './support/pages.ts'

const test = testWithBank(demoBank)

async function workShown(page: Page): Promise<void> {
  const grid = page.getByRole('grid', { name: '今日优先' })
  await expect(grid.getByRole('row').nth(2)).toBeVisible({ timeout: 60_000 })
}

/** A picture for whoever wants to look, where a folder is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['OCRM_E2E_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

/** Has the page note how long it is from Ctrl+Enter to the frame that no longer shows a customer's card, ms. */
async function watchLogging(page: Page, name: string): Promise<void> {
  await page.evaluate((own) => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Enter') return
      const from = performance.now()
      const look = () => {
        const articles = [...document.querySelectorAll('article')]
        const still = articles.some((article) => article.getAttribute('aria-label') === own)
        if (still) requestAnimationFrame(look)
        else document.body.dataset['loggedAfter'] = String(Math.round(performance.now() - from))
      }
      removeEventListener('keydown', pressed, true)
      look()
    }
    addEventListener('keydown', pressed, true)
  }, name)
}

/** Calls the customer on the card and logs the result in two fields. */
async function callAndLog(page: Page, outcome: string): Promise<string> {
  const round = page.getByRole('dialog', { name: '今日联系' })
  const card = round.getByRole('article')
  const name = (await card.getAttribute('aria-label')) ?? ''
  const dial = card.getByRole('button', { name: /拨号/ })
  if (await dial.isVisible()) {
    await dial.click()
    await expect(card.getByRole('timer')).toBeVisible()
  }
  await card.getByText(outcome, { exact: true }).click()
  await watchLogging(page, name)
  await page.keyboard.press('Control+Enter')
  await expect(round.getByRole('article', { name, exact: true })).toBeHidden()
  const after = await page.evaluate(() => document.body.dataset['loggedAfter'])
  console.log(`a contact is logged after ${after} ms`)
  return name
}

/** How many pages a PDF has. */
function pagesOf(pdf: string): number {
  return [...pdf.matchAll(/\/Type\s*\/Page[^s]/g)].length
}

/** How the system's print dialog ends; without a reason it was printed. */
async function dialogEnds(app: ElectronApplication, reason: string | null): Promise<void> {
  await app.evaluate(({ BrowserWindow }, ending) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      webContents.print = (_options, done) => done?.(ending === null, ending ?? '')
    }
  }, reason)
}

/** Saves the page that is open as a PDF and gives where it was put. */
async function savePdf(page: Page): Promise<string> {
  await page.getByRole('button', { name: '存为 PDF' }).click()
  const notice = page.getByText(/^已存为 PDF：/)
  await expect(notice.first()).toBeVisible({ timeout: 30_000 })
  return ((await notice.first().textContent()) ?? '').replace(/^已存为 PDF：/, '').trim()
}

test('a manager calls three customers and logs them, online and without the line', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  const manager = bank.user('customer_manager')
  let office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await workShown(page)
  await picture(page, 'workbench')

  // A screen opens with a bounded number of nodes, however long the list is.
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
  expect(nodes).toBeLessThan(2500)

  const logged: string[] = []
  const begun = Date.now()
  await page.getByRole('button', { name: /开始今日联系/ }).click()
  for (const outcome of ['有意向', '再联系', '未接通']) logged.push(await callAndLog(page, outcome))
  expect(Date.now() - begun).toBeLessThan(60_000)
  expect(new Set(logged).size).toBe(3)
  await picture(page, 'workbench-round')

  await test.step('left with Esc, resumed where it stopped, now offline', async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await office.kill()
    await expect(page.getByText('离线').first()).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: /继续今日联系/ }).click()
    logged.push(await callAndLog(page, '无意向'))
    await page.keyboard.press('Escape')
    expect(new Set(logged).size).toBe(4)
  })

  await test.step('done, and taken back', async () => {
    const grid = page.getByRole('grid', { name: '今日优先' })
    // Rows move up when those who were called have left.
    for (const name of logged) {
      await expect(grid.getByRole('button', { name, exact: true })).toHaveCount(0)
    }
    const third = grid.getByRole('row').nth(3)
    const label = await third.getByRole('button', { name: /^完成：/ }).getAttribute('aria-label')
    const name = label?.replace('完成：', '') ?? ''
    await page.getByRole('button', { name: label ?? '', exact: true }).click()
    await page.getByRole('button', { name: '撤销' }).click()
    await expect(page.getByText(`已恢复：${name}`)).toBeVisible()
    await expect(page.getByRole('button', { name: label ?? '', exact: true })).toBeVisible()
  })

  await test.step('the line is back: every contact and every task arrived once', async () => {
    office = await bank.openHeadOffice()
    await expect
      .poll(
        async () => {
          const { rows } = await bank.pool.query<{ n: number }>(
            `select count(*)::int as n from contact where staff_id = (
               select id from staff where staff_no = $1 limit 1) and origin = 'terminal'`,
            [manager.staffNo],
          )
          return rows[0]?.n
        },
        { timeout: 60_000 },
      )
      .toBe(4)
    const { rows } = await bank.pool.query<{ state: string; n: number }>(
      `select outcome as state, count(*)::int as n from command group by outcome`,
    )
    expect(rows.map(({ state }) => state)).toEqual(['applied'])
  })
  await office.kill()
})

test('the workbench cuts nothing off and breaks nothing of WCAG A and AA', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  const manager = bank.user('customer_manager')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await workShown(page)
  for (const language of ['zh', 'en']) {
    for (const path of ['/workbench', '/workbench/paper/visits', '/workbench/paper/log']) {
      await page.evaluate((hash) => (globalThis.location.hash = hash), path)
      for (const [width, height] of [
        [1366, 768],
        [1093, 614],
      ] as const) {
        await page.setViewportSize({ width, height })
        await page.waitForTimeout(900)
        await picture(page, `a11y-${language}-${path.split('/').at(-1)}-${width}`)
        await test.step(`${path} in ${language} at ${width}`, async () => {
          expect.soft(await examine(page)).toEqual([])
        })
      }
    }
    await page.getByRole('button', { name: '中文 / EN' }).click()
  }
  await office.kill()
})

test('a branch head prints the morning page: one page with the right names, also offline', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  const head = bank.user('branch_head')
  const office = await bank.openHeadOffice()
  const pc = await newPc(head.branchId)
  const terminal = await pc.open()
  await logIn(terminal.window, head)
  await expect(terminal.window.getByRole('heading', { name: '团队进度' })).toBeVisible({
    timeout: 60_000,
  })
  await picture(terminal.window, 'team')
  const { rows: managers } = await bank.pool.query<{ name: string }>(
    `select s.name from staff s join staff_role r on r.branch_id = s.branch_id and r.staff_id = s.id
     where s.branch_id = $1 and r.role = 'customer_manager'`,
    [head.branchId],
  )

  async function printMorning(page: Page): Promise<void> {
    await page.getByRole('button', { name: '晨会页' }).click()
    const sheet = page.getByRole('article', { name: '晨会页' })
    for (const { name } of managers) await expect(sheet).toContainText(name)
    await expect(sheet).toContainText(head.staffNo)
    await picture(page, 'morning')
    const path = await savePdf(page)
    expect(existsSync(path)).toBe(true)
    expect(path.startsWith(pc.userData)).toBe(true)
    expect(pagesOf(readFileSync(path, 'latin1'))).toBe(1)
  }
  await printMorning(terminal.window)

  await test.step('the print dialog: printed, cancelled, no printer, each in its words', async () => {
    const { app, window: page } = terminal
    const endings = [
      [null, '已送往打印机'],
      ['Print job canceled', '打印已取消，没有出纸'],
      ['No printers available on the network', '这台电脑没有可用的打印机'],
    ] as const
    for (const [reason, said] of endings) {
      await dialogEnds(app, reason)
      await page.getByRole('button', { name: '打印', exact: true }).click()
      await expect(page.getByText(said)).toBeVisible()
    }
    // No page leaves the screen without the usage record of just this printing.
    const forged = await page.evaluate(() => window.branch.window.savePdf({ printId: 'made up' }))
    expect(forged).toMatchObject({ ok: false, error: { code: 'print.notRecorded' } })
  })

  await test.step('rows of somebody who is away are handed over; what misses is said', async () => {
    const page = terminal.window
    await page.getByRole('button', { name: '返回' }).click()
    await page.getByRole('button', { name: '转派', exact: true }).first().click()
    const drawer = page.getByRole('dialog', { name: /^转派/ })
    await expect(drawer.getByRole('radio').first()).toBeFocused()
    await page.keyboard.press('Control+Enter')
    await expect(drawer.getByRole('alert')).toContainText('请选择转给谁')
    await drawer.locator('.choice').first().click()
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
    await page.getByRole('button', { name: '转派', exact: true }).first().click()
    await expect(drawer.getByText('已恢复上次没写完的内容')).toBeVisible()
    await drawer.getByRole('radio').first().focus()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText(/^已转派 \d+ 户/)).toBeVisible()
    await expect(drawer).toBeHidden()
  })
  await terminal.close()

  await office.kill()
  const again = await pc.open()
  await logInOffline(again.window, head)
  await printMorning(again.window)
  await again.close()
})
