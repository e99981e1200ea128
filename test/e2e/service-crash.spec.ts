import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, logContact, logIn, openBySearch } from './support/pages.ts'
import { processesBelow } from './support/processes.ts'

const test = testWithBank(demoBank)

/** Process ids of the branch service below the terminal's shell. */
const servicePids = (shellPid: number) => processesBelow(shellPid, 'service.js')

test('the service is killed while the window is open: it comes back and nothing is lost', async ({
  bank,
  newPc,
}) => {
  test.skip(process.platform === 'win32', 'finds the service by ps')
  const manager = bank.user('customer_manager')
  const { rows } = await bank.pool.query<{ name: string; customer_no: string }>(
    `select c.name, c.customer_no from customer c
       join customer_manager m on m.branch_id = c.branch_id and m.customer_id = c.id
       join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
      where s.staff_no = $1 and m.valid_to is null order by c.customer_no desc limit 1`,
    [manager.staffNo],
  )
  const customer = rows[0]
  if (!customer) throw new Error('the bank has too few customers')
  const office = await bank.openHeadOffice()
  const terminal = await (await newPc(manager.branchId)).open()
  const page = terminal.window
  await logIn(page, manager)
  await customersShown(page)
  await office.kill()
  await openBySearch(page, customer.customer_no, customer.name)
  await logContact(page, '有意向', 'before the service was killed')

  const shellPid = await terminal.app.evaluate(() => process.pid)
  const [pid] = servicePids(shellPid)
  if (pid === undefined) throw new Error('the service was not found')
  process.kill(pid, 'SIGKILL')

  await expect(page.getByText(/网点服务中断，正在自动恢复/)).toBeVisible()
  await expect.poll(() => servicePids(shellPid).filter((each) => each !== pid).length).toBe(1)
  await expect(page.getByRole('heading', { name: '登录', exact: true })).toBeVisible({
    timeout: 30_000,
  })

  await bank.openHeadOffice()
  await expect
    .poll(
      async () => {
        const { rows: kept } = await bank.pool.query<{ count: string }>(
          'select count(*) from contact where summary = $1',
          ['before the service was killed'],
        )
        return Number(kept[0]?.count)
      },
      { timeout: 60_000 },
    )
    .toBe(1)
  await logIn(page, manager)
  await openBySearch(page, customer.customer_no, customer.name)
  await expect(page.getByText('before the service was killed')).toBeVisible()
})
