import { expect, type Page } from 'playwright/test'
import type pg from 'pg'
import { browserWindowOf } from '#test/support/terminal-app.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

interface Due {
  id: string
  id_no: string
  name: string
  mobile: string
  manager_no: string
}

/** Own-branch customers with a product that ends within the week, whom one may speak about it. */
async function dueCustomers(pool: pg.Pool, branchId: string): Promise<Due[]> {
  const { rows } = await pool.query<Due>(
    `select c.id::text, c.id_no, c.name, c.mobile, s.staff_no as manager_no
     from customer c
     join customer_summary y on y.branch_id = c.branch_id and y.customer_id = c.id
     join customer_manager m on m.branch_id = c.branch_id and m.customer_id = c.id
       and m.role = 'primary' and m.valid_to is null
     join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
     cross join database_info d
     where c.branch_id = $1 and length(c.id_no) = 18 and not c.do_not_contact
       and y.next_maturity_on between d.business_date and d.business_date + 7
       and c.birth_date > d.business_date - interval '60 years'
       and c.birth_date < d.business_date - interval '20 years'
       and exists (select from consent k where k.branch_id = c.branch_id and k.customer_id = c.id
         and k.purpose in ('marketing_sms', 'marketing_call') and k.withdrawn_on is null)
       and not exists (select from account a where a.branch_id = c.branch_id
         and a.customer_id = c.id and a.status = 'frozen')
     order by c.id limit 6`,
    [branchId],
  )
  return rows
}

/** Counts the keys a person presses; what a reader types counts as none. */
class Hands {
  readonly page: Page
  presses = 0

  constructor(page: Page) {
    this.page = page
  }

  async press(key: string): Promise<void> {
    this.presses += 1
    await this.page.keyboard.press(key)
  }

  /** A reader of documents is a keyboard: it types into whatever has the focus. */
  async read(number: string): Promise<void> {
    await this.page.keyboard.type(number)
  }
}

function card(page: Page) {
  return page.getByRole('region', { name: '柜面速查' })
}

test('a teller: three keys from the document to the outcome, also without head office', async ({
  bank,
  newPc,
}) => {
  const headOffice = await bank.openHeadOffice()
  let back = headOffice
  const teller = bank.user('teller')
  const due = await dueCustomers(bank.pool, teller.branchId)
  const [first, second] = due
  if (!first || !second) throw new Error('the demo bank has too few products that end')
  const pc = await newPc(teller.branchId)
  const terminal = await pc.open()
  const page = terminal.window
  await logIn(page, teller)
  await expect(page.getByRole('heading', { level: 1, name: '柜面速查' })).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByLabel('查找当前客户')).toBeVisible()
  await expect(page.getByRole('link', { name: '我的客户' })).toHaveCount(0)

  await test.step('F1, the reader, Enter, F2: referred, in three keys', async () => {
    const hands = new Hands(page)
    await hands.press('F1')
    await hands.read(first.id_no)
    await hands.press('Enter')
    await expect(card(page).getByRole('heading', { level: 2 })).toContainText(
      first.name.slice(0, 1),
    )
    await expect(card(page)).toContainText(`证件尾号 ${first.id_no.slice(-4)}`)
    const shown = await page.locator('body').innerText()
    for (const secret of [first.name, first.id_no, first.mobile])
      expect(shown).not.toContain(secret)
    await hands.press('F2')
    await expect(page.getByText(/^已转介/).last()).toBeVisible()
    expect(hands.presses).toBe(3)
  })

  await test.step('Esc clears the screen', async () => {
    await page.keyboard.press('Escape')
    await expect(card(page)).toContainText('等待客户')
    await expect(card(page)).not.toContainText(first.id_no.slice(-4))
    await expect(page.getByRole('listitem').filter({ hasText: '转介' }).first()).toBeVisible()
  })

  await test.step('the same while head office is away', async () => {
    await headOffice.kill()
    await expect(page.getByText('离线').first()).toBeVisible({ timeout: 60_000 })
    const hands = new Hands(page)
    await hands.press('F1')
    await hands.read(second.id_no)
    await hands.press('Enter')
    await expect(card(page).getByRole('heading', { level: 2 })).toContainText(
      second.name.slice(0, 1),
    )
    await hands.press('F2')
    await expect(page.getByText(/^已转介/).last()).toBeVisible()
    expect(hands.presses).toBe(3)
    await page.keyboard.press('F8')
    await expect(card(page)).toContainText('等待客户')
  })

  await test.step('the line is back: the managers find the referrals with their customers', async () => {
    back = await bank.openHeadOffice()
    await expect
      .poll(
        async () => {
          const { rows } = await bank.pool.query<{ customer_id: string; kind: string }>(
            `select r.customer_id::text, t.kind from referral r
             join task t on t.branch_id = r.branch_id and t.id = r.task_id and t.state = 'open'
             where r.branch_id = $1`,
            [teller.branchId],
          )
          return rows.map((row) => row.customer_id).sort()
        },
        { timeout: 90_000 },
      )
      .toEqual([first.id, second.id].sort())
  })
  await terminal.close()

  const manager = bank.users.find(({ staffNo }) => staffNo === first.manager_no)
  if (!manager) throw new Error('the manager has no login')
  const other = await pc.open()
  await logIn(other.window, manager)
  await customersShown(other.window)
  await other.window.evaluate((id) => {
    globalThis.location.hash = `#/customers/${id}/overview`
  }, first.id)
  const panel = other.window.getByRole('region', { name: /柜面转介/ })
  await expect(panel).toContainText(`${teller.name} 转介`)
  await panel.getByRole('button', { name: '接收' }).click()
  await expect(panel).toContainText('已接收')
  await back.kill()
})

test('the screen clears itself when nobody is at it, and a number nobody has opens nobody', async ({
  bank,
  newPc,
}) => {
  const office = await bank.openHeadOffice()
  const teller = bank.user('teller')
  const [someone] = await dueCustomers(bank.pool, teller.branchId)
  if (!someone) throw new Error('the demo bank has too few products that end')
  const terminal = await (await newPc(teller.branchId)).open()
  const page = terminal.window
  await logIn(page, teller)
  const field = page.getByLabel('查找当前客户')
  await expect(field).toBeVisible({ timeout: 60_000 })
  await field.fill('999999190001010000')
  await page.keyboard.press('Enter')
  await expect(card(page)).toContainText('本网点没有这位客户的资料')
  await field.fill('0328')
  await page.keyboard.press('Enter')
  await expect(card(page)).toContainText('请读取证件或卡')
  await page.clock.install()
  await field.fill(someone.id_no)
  await page.keyboard.press('Enter')
  await expect(card(page)).toContainText(someone.id_no.slice(-4))
  await page.clock.fastForward('00:50')
  await expect(card(page)).toContainText('秒后自动清屏', { timeout: 60_000 })
  await page.clock.fastForward('00:10')
  await expect(card(page)).toContainText('等待客户', { timeout: 30_000 })
  await expect(card(page)).not.toContainText(someone.id_no.slice(-4))
  await office.kill()
})

test('a link of the core system opens the customer in the narrow window, or says why not', async ({
  bank,
  newPc,
}) => {
  const office = await bank.openHeadOffice()
  const teller = bank.user('teller')
  // The first two were referred already.
  const [, , first, second, third] = await dueCustomers(bank.pool, teller.branchId)
  if (!first || !second || !third) throw new Error('the demo bank has too few products that end')
  const linkTo = (number: string) => `zhike-ocrm://counter?id=${number}`
  const terminal = await (await newPc(teller.branchId)).open({ args: [linkTo(first.id_no)] })
  const { app, window: page } = terminal
  const waits = page.getByText('有一位客户由核心系统转来')

  const docked =
    await test.step('a link that starts the terminal waits for a login, and names nobody', async () => {
      await expect(waits).toBeVisible({ timeout: 30_000 })
      expect(await page.content()).not.toContain(first.id_no)
      expect(app.windows()).toHaveLength(1)
      const opened = app.waitForEvent('window')
      await logIn(page, teller)
      return opened
    })
  const shown = card(docked)
  const customer = (who: Due) => expect(shown).toContainText(`证件尾号 ${who.id_no.slice(-4)}`)
  const field = docked.getByLabel('查找当前客户')

  await test.step('it opens narrow, at the edge, on top; the customer is there, the field has the focus', async () => {
    await expect(shown.getByRole('heading', { level: 2 })).toContainText(first.name.slice(0, 1), {
      timeout: 60_000,
    })
    await customer(first)
    const own = await browserWindowOf(app, docked)
    const area = await app.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea)
    const bounds = { ...area, x: area.x + area.width - 420, width: 420 }
    expect(await own.evaluate((window) => window.getBounds())).toEqual(bounds)
    expect(await own.evaluate((window) => [window.isAlwaysOnTop(), window.isFocused()])).toEqual([
      true,
      true,
    ])
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('')
    const text = await docked.locator('body').innerText()
    for (const secret of [first.name, first.id_no, first.mobile]) expect(text).not.toContain(secret)
  })

  await test.step('action and outcome by keys, then Esc: cleared, and ready for the reader', async () => {
    await docked.keyboard.press('F2')
    await expect(docked.getByText(/^已转介/)).toBeVisible()
    await docked.keyboard.press('Escape')
    await expect(shown).toContainText('等待客户')
    await expect(shown).not.toContainText(first.id_no.slice(-4))
    await expect(field).toBeFocused()
  })

  await test.step('a second link opens the next customer in the same window, a third one replaces it', async () => {
    await terminal.startAgain(linkTo(second.id_no))
    await customer(second)
    await terminal.startAgain(linkTo(third.id_no))
    await customer(third)
    await expect(shown).not.toContainText(second.id_no.slice(-4))
    expect(app.windows()).toHaveLength(2)
    await expect(field).toBeFocused()
  })

  await test.step('an unknown number and a malformed link say so, and nobody stays on the screen', async () => {
    await terminal.startAgain(linkTo('999999190001010000'))
    await expect(shown).toContainText('本网点没有这位客户的资料')
    await terminal.startAgain(linkTo(second.id_no))
    await customer(second)
    await terminal.startAgain(`${linkTo(third.id_no)}&name=x`)
    await expect(shown).toContainText('链接有误，没有打开客户')
    await expect(shown).not.toContainText(second.id_no.slice(-4))
  })

  await test.step('while the screen is locked a link waits, and opens with the unlock', async () => {
    await page.keyboard.press('Control+l')
    await expect(docked.getByText('已锁定，请在主窗口解锁')).toBeVisible()
    await terminal.startAgain(linkTo(first.id_no))
    await expect(waits).toBeVisible()
    await page.keyboard.type(teller.password)
    await page.keyboard.press('Enter')
    await customer(first)
  })

  await test.step('a person who receives nobody is told so, and the number is gone', async () => {
    await page.getByTitle(`${teller.name} 的菜单`).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await expect(docked.getByText('请先在主窗口登录')).toBeVisible()
    await terminal.startAgain(linkTo(second.id_no))
    await expect(waits).toBeVisible()
    await logIn(page, bank.user('customer_manager'))
    await expect(docked.getByText('您的岗位不使用柜面速查')).toBeVisible()
    await expect(docked.getByText('链接没有打开客户')).toBeVisible()
    const kept = await page.evaluate(() => window.branch.window.takeLink())
    expect(kept).toEqual({ ok: true, value: null })
  })

  await test.step('the system closes the window (Alt+F4): the visit has ended as with Esc', async () => {
    await page.getByTitle(`${bank.user('customer_manager').name} 的菜单`).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await logIn(page, teller)
    await terminal.startAgain(linkTo(third.id_no))
    await customer(third)
    const current = () => page.evaluate(() => window.branch.counter.current())
    expect(await current()).toMatchObject({ ok: true, value: { visitId: expect.any(String) } })
    await (await browserWindowOf(app, docked)).evaluate((window) => window.close())
    await expect.poll(current).toEqual({ ok: true, value: null })
  })
  await office.kill()
})
