import { expect } from 'playwright/test'
import { revokeStaff } from '#head-office/staff/revocation.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { heldInMemory } from './support/memory.ts'
import { customersShown, firstCustomer, logIn, openBySearch } from './support/pages.ts'
import { processesBelow } from './support/processes.ts'

const test = testWithBank(demoBank)

test('a lock leaves nothing of a customer in the page, and loses nothing that was typed', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  await bank.openHeadOffice()
  const { window: page, app } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)
  const name = await firstCustomer(page)
  await openBySearch(page, name, name)
  const phone =
    (await page
      .getByText(/^1\d\d\*{4}\d{4}$/)
      .first()
      .textContent()) ?? ''
  const shellPid = await app.evaluate(() => process.pid)
  const rendererPids = () => processesBelow(shellPid, '--type=renderer')
  const before = rendererPids()
  const note = 'half a thought about the school fees'
  const later = 'half a thought more'
  const last = 'a thought that nobody let him end'

  await test.step('what is on screen stands in the memory of the page', async () => {
    expect(await heldInMemory(page, [name, phone])).toEqual([name, phone])
  })

  await test.step('Ctrl+L in the middle of a note: a fresh page that knows no customer', async () => {
    await page
      .getByRole('button', { name: /登记联系/ })
      .first()
      .click()
    const form = page.getByRole('form', { name: '登记联系' })
    const more = form.getByRole('button', { name: /更多/ })
    if (await more.isVisible()) await more.click()
    await form.getByLabel('内容').fill(note)
    const started = performance.now()
    await page.keyboard.press('Control+l')
    await expect(page.getByRole('heading', { name: '屏幕已锁定' })).toBeVisible()
    const lockedAfterMs = Math.round(performance.now() - started)
    test.info().annotations.push({ type: 'locked after', description: `${lockedAfterMs} ms` })
    console.log(`lock screen after ${lockedAfterMs} ms`)
    expect(lockedAfterMs).toBeLessThan(3_000)
    const document = await page.content()
    const canaries = [name, phone, note]
    expect(canaries.filter((canary) => document.includes(canary))).toEqual([])
    expect(await heldInMemory(page, canaries)).toEqual([])
    // The browser keeps renderers of its own; the one of the old page has ended.
    const ended = () => before.filter((pid) => !rendererPids().includes(pid)).length
    await expect.poll(ended).toBe(1)
    await page.goBack().catch(() => null)
    await expect(page.getByRole('heading', { name: '屏幕已锁定' })).toBeVisible()
  })

  await test.step('the password, typed at once, leads back to the same customer and the note', async () => {
    await page.keyboard.type(manager.password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await page
      .getByRole('button', { name: /登记联系/ })
      .first()
      .click()
    const form = page.getByRole('form', { name: '登记联系' })
    await expect(form.getByLabel('内容')).toHaveValue(note)
    await page.keyboard.press('Escape')
  })

  await test.step('the desktop locks: the lock screen speaks the language of the person', async () => {
    await page.getByRole('button', { name: '中文 / EN' }).click()
    await expect(page.getByRole('button', { name: /Log contact/ }).first()).toBeVisible()
    await app.evaluate(({ powerMonitor }) => {
      ;(powerMonitor as unknown as NodeJS.EventEmitter).emit('lock-screen')
    })
    await expect(page.getByRole('heading', { name: /locked/i })).toBeVisible()
    expect(await heldInMemory(page, [name, phone])).toEqual([])
    await page.keyboard.type(manager.password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.getByRole('button', { name: /Log contact/ }).first()).toBeVisible()
  })

  await test.step('a log-out in the middle of a note: the login page, and nothing of the customer', async () => {
    await page
      .getByRole('button', { name: /Log contact/ })
      .first()
      .click()
    const form = page.getByRole('form', { name: 'Log contact' })
    await expect(form.getByLabel('What was said')).toHaveValue(note)
    await form.getByLabel('What was said').fill(later)
    const renderers = rendererPids()
    await page.keyboard.press('Escape')
    await page.getByTitle(`Menu of ${manager.name}`).click()
    const started = performance.now()
    await page.getByRole('button', { name: 'Log out' }).click()
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
    const loginAfterMs = Math.round(performance.now() - started)
    test.info().annotations.push({ type: 'login page after', description: `${loginAfterMs} ms` })
    console.log(`login page after ${loginAfterMs} ms`)
    expect(loginAfterMs).toBeLessThan(3_000)
    expect(await heldInMemory(page, [name, phone, note, later])).toEqual([])
    await expect.poll(() => renderers.filter((pid) => !rendererPids().includes(pid)).length).toBe(1)
    await page.goBack().catch(() => null)
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  })

  await test.step('who comes back finds what was typed in the moment of leaving', async () => {
    await page.getByLabel('Password', { exact: true }).fill(manager.password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('navigation')).toBeVisible()
    await openBySearch(page, name, name)
    await page
      .getByRole('button', { name: /Log contact/ })
      .first()
      .click()
    const form = page.getByRole('form', { name: 'Log contact' })
    await expect(form.getByLabel('What was said')).toHaveValue(later)
  })

  await test.step('head office bars the person in the middle of a note: the same, and the page says so', async () => {
    const form = page.getByRole('form', { name: 'Log contact' })
    await form.getByLabel('What was said').fill(last)
    const renderers = rendererPids()
    const { rows } = await bank.pool.query<{ id: string }>(
      `select id::text from staff where staff_no = $1`,
      [manager.staffNo],
    )
    const staffId = rows[0]?.id ?? ''
    await revokeStaff(bank.pool, staffId, 'test', Date.now())
    await page.evaluate(() => void window.branch.sync.retry())
    await expect(page.getByText('The session has ended.')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
    expect(await heldInMemory(page, [name, phone, note, later, last])).toEqual([])
    await expect.poll(() => renderers.filter((pid) => !rendererPids().includes(pid)).length).toBe(1)
    await bank.pool.query(`update staff_credential set revoked_at = null where staff_id = $1`, [
      staffId,
    ])
  })

  await test.step('let in again, he finds what was typed when he was put out', async () => {
    await page.getByLabel('Password', { exact: true }).fill(manager.password)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('navigation')).toBeVisible({ timeout: 60_000 })
    // The key of the branch's data went with him: it is fetched anew.
    await expect(page.getByRole('grid').getByRole('row').nth(2)).toBeVisible({ timeout: 60_000 })
    await openBySearch(page, name, name)
    await page
      .getByRole('button', { name: /Log contact/ })
      .first()
      .click()
    const form = page.getByRole('form', { name: 'Log contact' })
    await expect(form.getByLabel('What was said')).toHaveValue(last)
  })
})
