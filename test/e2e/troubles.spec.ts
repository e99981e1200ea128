import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import type { HeadOfficeProcess } from './support/head-office-process.ts'
import { customersShown, logIn, openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)
let office: HeadOfficeProcess

test.afterEach(async () => {
  await office.kill()
})

async function logOut(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { name: '登录', exact: true })).toBeVisible()
}

test('a value is to be removed, head office has a newer one, and the wish is dropped with a reason', async ({
  bank,
  newPc,
}) => {
  const head = bank.user('branch_head')
  const { rows } = await bank.pool.query<{ id: string; name: string; customer_no: string }>(
    `select id::text, name, customer_no from customer
      where branch_id = $1 and employer is not null order by customer_no limit 1`,
    [head.branchId],
  )
  const customer = rows[0]
  if (!customer) throw new Error('no customer with an employer')
  office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(head.branchId)).open()
  await logIn(page, head)
  await customersShown(page)
  await office.kill()
  await openBySearch(page, customer.customer_no, customer.name)
  await page.getByRole('tab', { name: '资料' }).click()
  await page.getByRole('button', { name: '修改 工作单位' }).click()
  await page.getByRole('button', { name: '移除“工作单位”的内容' }).click()
  await page.getByLabel('依据', { exact: true }).fill('客户已离职')
  await page.getByRole('button', { name: /^提交修改/ }).click()
  await expect(page.getByText('已提交，待上传：清空')).toBeVisible()

  await bank.pool.query('update scope_version set v = v + 1 where branch_id = $1', [head.branchId])
  await bank.pool.query(
    `update customer set employer = '新单位', rev = rev + 1,
            ver = (select v from scope_version where branch_id = $1)
      where branch_id = $1 and id = $2`,
    [head.branchId, customer.id],
  )
  office = await bank.openHeadOffice()
  await page.getByRole('button', { name: /被退回 1/ }).click({ timeout: 60_000 })
  const rejected = page.getByRole('article')
  await expect(rejected.getByRole('radio', { name: /工作单位.*: 移除$/ })).toBeVisible()
  await expect(rejected.getByRole('radio', { name: /工作单位.*: 新单位$/ })).toBeVisible()
  await rejected.getByRole('button', { name: '作废' }).click()
  await expect(rejected.getByRole('button', { name: '确认作废' })).toBeDisabled()
  await page.keyboard.type('客户已换单位')
  await page.keyboard.press('Enter')
  await expect(page.getByText('没有被退回的登记')).toBeVisible()
  await expect(page.getByRole('region', { name: /^最近处理/ }).getByText('已作废')).toBeVisible()
  await expect(page.getByRole('button', { name: /被退回 0/ })).toBeVisible()
})

test('five wrong passwords: the login counts down, also after a restart', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  const manager = bank.user('customer_manager')
  const pc = await newPc(manager.branchId)
  office = await bank.openHeadOffice()
  let terminal = await pc.open()
  let page = terminal.window
  await logIn(page, manager)
  await office.kill()
  await logOut(page, manager.name)

  await page.getByRole('tab', { name: '离线登录' }).click()
  const submit = page.getByRole('button', { name: '离线登录' })
  for (let attempt = 1; attempt <= 5; attempt++) {
    await page.getByLabel('密码', { exact: true }).fill('not the password')
    await submit.click()
    await expect(page.getByRole('alert')).toContainText('密码不正确')
    await expect(page.getByLabel('密码', { exact: true })).toHaveValue('')
  }
  const countdown = page.getByRole('timer')
  await expect(countdown).toContainText(/已锁定，1[45] 分钟.*后再试/)
  await expect(submit).toBeDisabled()
  await terminal.close()

  terminal = await pc.open()
  page = terminal.window
  await page.getByRole('tab', { name: '离线登录' }).click()
  await page.getByRole('radio', { name: new RegExp(manager.staffNo) }).check()
  await expect(page.getByRole('timer')).toContainText(/已锁定，1[45] 分钟.*后再试/)
  await expect(page.getByRole('button', { name: '离线登录' })).toBeDisabled()
})

test('the first download breaks: the screen says so, and it goes on where it stopped', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  const manager = bank.user('customer_manager')
  office = await bank.openHeadOffice('choking')
  const choke = join(bank.folder, 'head-office/choke')
  writeFileSync(choke, '')
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await expect(page.getByRole('heading', { name: '正在准备本机数据' })).toBeVisible()
  await expect(page.getByText('已下载的部分保留着，会从断开处继续。')).toBeVisible({
    timeout: 30_000,
  })
  await expect(page.getByText(/连不上总行/).first()).toBeVisible()

  rmSync(choke)
  await page.getByRole('button', { name: '重试' }).click()
  await customersShown(page)
  const log = readFileSync(join(bank.folder, 'head-office/chunks.log'), 'utf8')
  const [first, ...others] = log.trim().split('\n')
  expect(others.length).toBeGreaterThan(0)
  expect(others).not.toContain(first)
})

test('a used code, a new one, and a PC that head office disables: each says what to do', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  const manager = bank.user('customer_manager')
  const pc = await newPc(manager.branchId)
  const file = join(pc.userData, 'terminal.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as { deviceName: string }
  const write = (enrolmentCode: string) =>
    writeFileSync(file, JSON.stringify({ ...config, enrolmentCode }))
  write('0000-0000-0000')
  office = await bank.openHeadOffice()
  const { window: page } = await pc.open()
  await expect(page.getByRole('heading', { name: '本机还不能使用' })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('登记码无效或已使用')

  write(await createEnrolmentCode(bank.pool, { branchId: manager.branchId }))
  await page.getByRole('button', { name: '再试一次' }).click()
  await logIn(page, manager)
  await customersShown(page)

  await bank.pool.query(`update device set state = 'revoked' where name = $1`, [config.deviceName])
  await expect(page.getByRole('alert')).toContainText('本机已被总行停用。请联系信息科技人员', {
    timeout: 30_000,
  })
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByLabel('密码', { exact: true })).toHaveCount(0)
})
