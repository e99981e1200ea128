import { expect } from 'playwright/test'
import { moveCourse } from '#head-office/learning/courses.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { logIn, toTraining, toTrainingTab } from './support/pages.ts'

const test = testWithBank(demoBank)
const title = '柜面：先保护，再服务'

test('a line manager reviews a course of another one on screen: what is new, answers, and the decision', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  const manager = bank.user('customer_manager')
  const reviewer = bank.person('8110001')
  const office = await bank.openHeadOffice()
  const pc = await newPc(manager.branchId)
  const { window: page } = await pc.open()
  await logIn(page, reviewer)
  const dialog = page.getByRole('dialog')
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  await test.step('what waits stands in the list with what is new, and what was decided below', async () => {
    await toTraining(page)
    await toTrainingTab(page, '课程审核')
    const row = page.getByRole('table', { name: '待审核' }).getByRole('row').nth(1)
    await expect(row).toContainText('罗月华 提交')
    await expect(row).toContainText('第 2 次提交')
    await expect(row).toContainText('新增 1 节、1 张卡片、2 道题；修改 1 张卡片；课程信息改 2 项')
    await expect(page.getByRole('table', { name: '最近审核' })).toContainText('已退回')
    await page
      .getByRole('button', { name: `打开 ${title}` })
      .first()
      .click()
  })

  await test.step('opened, it shows every card, every answer and the difference', async () => {
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    const question = page.getByRole('region', { name: '第 5 题' })
    await expect(question.getByRole('listitem').filter({ hasText: '正确' })).toHaveText(
      /先不办，打电话向老人核实/,
    )
    await expect(question).toContainText('解释：存折和密码不能代替本人的委托。')
    await expect(page.getByRole('list', { name: '与现行版比较' })).toContainText('代办业务')
    await expect(page.getByRole('region', { name: /代办业务/ })).toContainText('不替客户保管存折')
    await expect(page.getByRole('img', { name: /转介/ }).first()).toBeVisible()
    await page.getByText('看原来的').first().click()
  })

  await test.step('a return asks why, keeps what is typed, and goes by Ctrl Enter', async () => {
    await press('退回')
    await expect(dialog.getByRole('form').locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(dialog.getByText('请写明退回的理由。')).toBeVisible()
    await dialog.getByLabel('退回的理由').fill('第 5 题请写明委托书由谁出具')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await press('退回')
    await expect(dialog.getByLabel('退回的理由')).toHaveValue(/委托书由谁出具/)
    await expect(dialog.getByRole('form').locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByText('没有等待审核的课程')).toBeVisible()
    await expect(
      page.getByRole('table', { name: '最近审核' }).getByRole('row').nth(1),
    ).toContainText('第 5 题请写明委托书由谁出具')
  })

  const { rows } = await bank.pool.query<{ id: string; authorId: string }>(
    `select id::text, author_id::text as "authorId" from course_version where state = 'draft'`,
  )
  const [draft] = rows
  if (!draft) throw new Error('no draft was given back')
  const submit = () =>
    moveCourse(bank.pool, { id: draft.id, act: 'submit', note: null }, draft.authorId, Date.now())

  await test.step('handed in again while somebody decides, the decision says so and is not taken', async () => {
    await submit()
    await press('刷新')
    await page
      .getByRole('button', { name: `打开 ${title}` })
      .first()
      .click()
    await press('通过并发布')
    await expect(dialog.getByText(/^自 .+ 起有效/)).toBeVisible()
    const { id: otherId } = (
      await bank.pool.query<{ id: string }>(`select id::text from staff where staff_no = '8110001'`)
    ).rows[0]!
    const back = { id: draft.id, act: 'return' as const, note: '另一处审核' }
    await moveCourse(bank.pool, back, otherId, Date.now())
    await submit()
    await expect(dialog.getByRole('form').locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(dialog.getByText(/已重新提交，您的决定没有生效/)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('list', { name: '经过' })).toContainText('另一处审核')
  })

  await test.step('published, it is valid from today and on the shelf', async () => {
    await press('通过并发布')
    await expect(dialog.getByRole('form').locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toBeHidden()
    const first = page.getByRole('table', { name: '最近审核' }).getByRole('row').nth(1)
    await expect(first).toContainText('已发布')
    await expect(first).toContainText('谢宏图')
    const { rows: shelf } = await bank.pool.query<{ version: number }>(
      `select version from course where code = 'counter-care'`,
    )
    expect(shelf).toEqual([{ version: 1 }])
    const { rows: log } = await bank.pool.query<{ action: string }>(
      `select action from audit_log where object = $1 and actor = '8110001'
         and action in ('course.return', 'course.publish', 'course.review.read')`,
      [draft.id],
    )
    const actions = new Set(log.map(({ action }) => action))
    expect([...actions].toSorted()).toEqual([
      'course.publish',
      'course.return',
      'course.review.read',
    ])
  })

  await test.step('without the line what was read stays and says so', async () => {
    await office.kill()
    await expect(page.getByText(/^未联网，显示/)).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('table', { name: '最近审核' })).toContainText('已发布')
  })
})
