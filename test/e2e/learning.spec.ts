import { expect, type Locator, type Page } from 'playwright/test'
import { library } from '#head-office/learning/library/index.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { changeSeat, logIn, toTraining, toTrainingTab } from './support/pages.ts'

const test = testWithBank(demoBank)
const course = library.find(({ code }) => code === 'offline')

const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click()

/** Opens 培训考核 and one of its pages. */
async function openTraining(page: Page, name: string): Promise<void> {
  await toTraining(page)
  await toTrainingTab(page, name)
}

/** Answers every question by the keyboard: the right option, or another one. */
async function takeQuiz(page: Page, right: boolean): Promise<void> {
  for (let nth = 1; nth <= (course?.quiz.questions ?? 0); nth += 1) {
    await expect(page.getByRole('heading', { name: `第 ${nth} / 4 题` })).toBeVisible()
    const options = page.getByRole('radio')
    const texts = await options.allInnerTexts()
    const question = course?.bank.find((each) =>
      each.options.every(({ text }) => texts.some((shown) => shown.includes(text.zh))),
    )
    const known = question?.options.find(({ id }) => id === question.right)?.text.zh ?? ''
    const at = texts.findIndex((shown) => shown.includes(known) === right)
    await page.keyboard.press(String(at + 1))
    await expect(options.nth(at)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText(right ? '答对了' : '答错了', { exact: true })).toBeVisible()
    await expect(page.locator('.question__foot .el-button')).toBeFocused()
    await page.keyboard.press('Enter')
  }
}

/** The picture of a card: it is drawn, Enter shows it larger, Esc goes back to it. */
async function lookAt(page: Page, alt: string): Promise<void> {
  const drawn = (picture: Locator) =>
    picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)
  const button = page.getByRole('button', { name: alt })
  await expect.poll(() => drawn(button.getByRole('img'))).toBe(true)
  await button.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '图片' })
  await expect(dialog).toBeVisible()
  const larger = dialog.getByRole('img', { name: alt })
  expect(await drawn(larger)).toBe(true)
  const [small, large] = [await button.boundingBox(), await larger.boundingBox()]
  expect(large?.width).toBeGreaterThan(small?.width ?? Infinity)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(button).toBeFocused()
}

test('a teller learns without the line, fails the quiz, tries again and is certified', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  const teller = bank.user('teller')
  let office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(teller.branchId)).open()
  await logIn(page, teller)
  await openTraining(page, '课程与测验')
  await expect(page.getByRole('table', { name: '课程' })).toBeVisible()
  await office.kill()
  await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })

  await test.step('the course is read card by card with Enter, and practised', async () => {
    await expect(page.getByText('课程和练习不用联网；小测需要联网。')).toBeVisible()
    await press(page, '学习：断网照常工作')
    await expect(page.getByRole('heading', { level: 1, name: '断网照常工作' })).toBeVisible()
    for (const unit of course?.units ?? []) {
      for (const card of unit.cards) {
        await expect(page.getByText(card.heading.zh)).toBeVisible()
        if (card.picture) await lookAt(page, card.picture.alt.zh)
        if (card === unit.cards.at(-1) && unit.practice) {
          const { practice } = unit
          await expect(page.getByText(practice.text.zh)).toBeVisible()
          await page.keyboard.press('1')
          await page.keyboard.press('Enter')
          await expect(page.getByText(practice.why.zh)).toBeVisible()
        }
        await page.locator('.course__next').press('Enter')
      }
    }
  })

  await test.step('the quiz says that it needs the line; the course is read', async () => {
    await expect(page.getByText('小测需要联网；课程可先学。')).toBeVisible()
    await expect(page.getByText('2 / 2', { exact: true })).toBeVisible()
    office = await bank.openHeadOffice()
    await expect(page.getByRole('button', { name: '开始小测' })).toBeEnabled({ timeout: 60_000 })
  })

  await test.step('failed: the points, what is needed, and how often again', async () => {
    await press(page, '开始小测')
    await takeQuiz(page, false)
    await expect(page.getByText('没有通过：0 分（0 / 4 题），需要 75 分')).toBeVisible()
    await expect(page.getByText('今天还可测 4 次')).toBeVisible()
  })

  await test.step('left in the middle, it goes on where it stopped', async () => {
    await press(page, '再测一次')
    await expect(page.getByRole('heading', { name: '第 1 / 4 题' })).toBeVisible()
    await page.getByRole('link', { name: '回到课程' }).click()
    await page.locator('.course__next').waitFor()
    await page.getByRole('button', { name: /小测 4 题/ }).click()
    await press(page, '接着答（已答 0 / 4）')
    await takeQuiz(page, true)
    await expect(page.getByText('通过：100 分（4 / 4 题）')).toBeVisible()
  })

  await test.step('the certificate comes by synchronisation', async () => {
    await expect(page.getByText('证书长期有效。')).toBeVisible({ timeout: 60_000 })
    await page.getByRole('link', { name: '回到课程' }).click()
    await page.getByRole('link', { name: '返回课程' }).click()
    await page.getByRole('tab', { name: /^证书/ }).click()
    await expect(
      page
        .getByRole('table', { name: '证书' })
        .getByRole('row')
        .filter({ hasText: '断网照常工作' }),
    ).toContainText('长期有效')
    const { rows } = await bank.pool.query<{ passed: boolean }>(
      `select a.passed from course_attempt a join staff s on s.id = a.staff_id
       where s.staff_no = $1 and a.course_code = 'offline' order by a.started_at`,
      [teller.staffNo],
    )
    expect(rows).toEqual([{ passed: false }, { passed: true }])
  })
  await office.stop()
})

test('a mistake in a course is reported, dealt with and adopted', async ({ bank, newPc }) => {
  test.setTimeout(240_000)
  const teller = bank.user('teller')
  const line = bank.user('line_manager')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(teller.branchId)).open()
  await logIn(page, teller)

  await test.step('题目有误 begins the words; what is typed outlives leaving the page', async () => {
    await openTraining(page, '课程与测验')
    await page.getByRole('tab', { name: /^全部/ }).click()
    await press(page, '学习：断网照常工作')
    await press(page, '题目有误')
    const form = page.getByRole('form', { name: '写给能改的人' })
    const words = form.getByRole('textbox')
    await expect(words).toHaveValue(/^课程《断网照常工作》/)
    await words.press('End')
    await words.pressSequentially('这里少了一步。')
    await expect(form.getByRole('radio', { name: '故障或错误' })).toBeChecked()
    await page.waitForTimeout(600)
    await toTrainingTab(page, '课程与测验')
    await toTrainingTab(page, '反馈')
    await expect(words).toHaveValue(/这里少了一步。$/)
    await form.getByRole('button', { name: /提交/ }).click()
    await expect(page.locator('.item').first()).toContainText('已提交')
    await expect(words).toHaveValue('')
    await expect(page.getByText('待上传', { exact: true })).toHaveCount(0, { timeout: 30_000 })
  })

  await test.step('a line manager takes it on, answers and adopts', async () => {
    await changeSeat(page, teller, line)
    await openTraining(page, '反馈')
    const item = page.locator('.item').filter({ hasText: '这里少了一步。' })
    await item.getByRole('button', { name: '受理' }).click()
    await item.getByRole('button', { name: '答复' }).click({ timeout: 60_000 })
    const answer = page.getByRole('form', { name: '答复' })
    // The keys are the form's once it has the focus.
    await expect(answer.locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(answer).toContainText('请写明，提交人看得到。')
    await answer.getByRole('textbox').fill('属实，下一版补上。')
    await page.keyboard.press('Control+Enter')
    await item.getByRole('button', { name: '采纳', exact: true }).click({ timeout: 60_000 })
    const adopt = page.getByRole('form', { name: '采纳' })
    await expect(adopt.locator(':focus')).toHaveCount(1)
    await adopt.getByRole('textbox').fill('12 月发布。')
    await page.keyboard.press('Control+Enter')
    await expect(item).toHaveCount(0, { timeout: 60_000 })
    await page.getByRole('tab', { name: /^已办结/ }).click()
    await expect(item).toContainText('已采纳')
  })

  await test.step('its author reads every step', async () => {
    await changeSeat(page, line, teller)
    await openTraining(page, '反馈')
    const item = page.locator('.item').filter({ hasText: '这里少了一步。' })
    await expect(item).toContainText('已采纳', { timeout: 60_000 })
    await expect(item).toContainText('属实，下一版补上。')
    await expect(item).toContainText(`${line.name} 采纳`)
    await expect(page.locator('.item').filter({ hasText: '联系周期' })).toHaveCount(0)
  })
  await office.stop()
})

test('a training is planned, signed in to under the own login, held and closed', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  const head = bank.user('branch_head')
  const teller = bank.user('teller')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(head.branchId)).open()
  await logIn(page, head)
  const title = '转介登记十分钟'
  const list = page.getByRole('list').filter({ hasText: '断网时怎么登记' })

  await test.step('the head plans one for today; what is missing is said', async () => {
    await openTraining(page, '培训')
    await press(page, '计划培训')
    const form = page.getByRole('form', { name: '计划培训' })
    await expect(form.locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(form).toContainText('请选择主讲人。')
    await form.getByLabel('主题').fill(title)
    await form.getByLabel('材料').fill('课程“柜面”第 2 节')
    const { rows } = await bank.pool.query<{ today: string }>(
      `select to_char(now() at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD') as today`,
    )
    await form.getByLabel('日期').fill(rows[0]?.today ?? '')
    await form.getByLabel('日期').press('Enter')
    await form.getByText(head.name, { exact: true }).click()
    await page.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(list.getByRole('button', { name: new RegExp(title) })).toBeVisible()
    await expect(page.getByText('待上传', { exact: true })).toHaveCount(0, { timeout: 30_000 })
  })

  await test.step('nobody but the trainer is no training', async () => {
    await list.getByRole('button', { name: new RegExp(title) }).click()
    await expect(page.getByText('还没有人签到')).toBeVisible()
    await expect(page.getByRole('button', { name: '签到', exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: '已举行', exact: true })).toHaveCount(0)
  })

  await test.step('a teller signs in under the own login', async () => {
    await changeSeat(page, head, teller)
    await openTraining(page, '培训')
    await list.getByRole('button', { name: new RegExp(title) }).click()
    await press(page, '签到')
    await expect(page.getByText('您已签到').last()).toBeVisible()
    await expect(page.getByText('待上传', { exact: true })).toHaveCount(0, { timeout: 30_000 })
  })

  await test.step('the head holds and closes it with its outcome', async () => {
    await changeSeat(page, teller, head)
    await openTraining(page, '培训')
    await list.getByRole('button', { name: new RegExp(title) }).click()
    await expect(page.getByRole('table', { name: '签到 1 人' })).toContainText(teller.name)
    await press(page, '已举行')
    await press(page, '办结')
    const form = page.getByRole('form', { name: '办结' })
    await expect(form.locator(':focus')).toHaveCount(1)
    await form.getByRole('textbox').fill('都会登记转介。')
    await page.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(page.getByText('都会登记转介。')).toBeVisible()
    await expect(list.getByRole('button', { name: new RegExp(`${title}.*已办结`) })).toBeVisible()
  })
  await office.stop()
})

test('a training goes through a course: its handout is printed, its test taken by two under their own logins', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(300_000)
  const head = bank.user('branch_head')
  const teller = bank.user('teller')
  const lobby = bank.user('lobby_manager')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(head.branchId)).open()
  await logIn(page, head)
  const title = '断网演练，当场小测'
  const row = page.getByRole('button', { name: new RegExp(title) })
  const uploaded = () =>
    expect(page.getByText('待上传', { exact: true })).toHaveCount(0, { timeout: 30_000 })

  async function openIt(): Promise<void> {
    await openTraining(page, '培训')
    await row.click({ timeout: 60_000 })
    await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible()
  }

  await test.step('the head plans it with a course: the test is drawn, the material named', async () => {
    await openTraining(page, '培训')
    await press(page, '计划培训')
    const form = page.getByRole('form', { name: '计划培训' })
    await expect(form.locator(':focus')).toHaveCount(1)
    await form.getByLabel('主题').fill(title)
    await form.getByText('结束时有小测').click()
    await expect(form).toContainText('没有指定课程：成绩由主讲人或网点主任人工登记。')
    await form.getByText('断网照常工作', { exact: true }).click()
    await expect(form).toContainText('从所选课程的题库抽题')
    await expect(form.getByLabel('材料')).toHaveValue('课程“断网照常工作”')
    const { rows } = await bank.pool.query<{ today: string }>(
      `select to_char(now() at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD') as today`,
    )
    await form.getByLabel('日期').fill(rows[0]?.today ?? '')
    await form.getByLabel('日期').press('Enter')
    await form.getByText(head.name, { exact: true }).click()
    await page.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await uploaded()
  })

  await test.step('its handout shows every card and becomes a PDF with its mark', async () => {
    await row.click()
    await press(page, '打开讲义：断网照常工作')
    const sheet = page.getByRole('article', { name: '讲义：断网照常工作' })
    for (const { cards } of course?.units ?? []) {
      for (const { heading } of cards) await expect(sheet).toContainText(heading.zh)
    }
    await expect(sheet).toContainText(title)
    await expect(sheet.locator('.sheet__foot')).toContainText(head.staffNo)
    await press(page, '存为 PDF')
    await expect(page.getByText(/已存为 PDF/)).toBeVisible({ timeout: 30_000 })
    await press(page, '回到培训')
    await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible()
  })

  await test.step('both sign in; the test opens when it was held', async () => {
    let before = head
    for (const who of [teller, lobby]) {
      await changeSeat(page, before, who)
      before = who
      await openIt()
      await press(page, '签到')
      await expect(page.getByText('您已签到').last()).toBeVisible()
      await uploaded()
      await expect(page.getByText('主讲人记为“已举行”后开放。')).toBeVisible()
      await expect(page.getByRole('button', { name: '参加小测' })).toHaveCount(0)
    }
    await changeSeat(page, lobby, head)
    await openIt()
    await expect(page.getByRole('button', { name: '登记成绩' })).toHaveCount(0)
    await press(page, '已举行，开放小测')
    await expect(page.getByRole('button', { name: '办结', exact: true })).toBeVisible()
    await uploaded()
  })

  await test.step('the teller fails, tries again and passes; the other one fails', async () => {
    await changeSeat(page, head, teller)
    await openIt()
    await press(page, '参加小测')
    await press(page, '开始小测')
    await takeQuiz(page, false)
    await expect(page.getByText('没有通过：0 分（0 / 4 题），需要 75 分')).toBeVisible()
    await press(page, '再测一次')
    await takeQuiz(page, true)
    await expect(page.getByText('通过：100 分（4 / 4 题）')).toBeVisible()
    await press(page, '回到培训')
    const own = page.getByRole('row').filter({ hasText: teller.name })
    await expect(own).toContainText('100 分 · 测 2 次', { timeout: 60_000 })
    await changeSeat(page, teller, lobby)
    await openIt()
    await press(page, '参加小测')
    await press(page, '开始小测')
    await takeQuiz(page, false)
    await expect(page.getByText(/^没有通过：0 分/)).toBeVisible()
    await press(page, '回到培训')
    await expect(page.getByRole('row').filter({ hasText: lobby.name })).toContainText('未通过', {
      timeout: 60_000,
    })
    await expect(page.getByRole('row').filter({ hasText: teller.name })).not.toContainText('分')
  })

  await test.step('the head reads who passed, and the results close it', async () => {
    await changeSeat(page, lobby, head)
    await openIt()
    const of = (name: string) => page.getByRole('row').filter({ hasText: name })
    await expect(of(teller.name)).toContainText('100 分 · 测 2 次', { timeout: 60_000 })
    await expect(of(lobby.name)).toContainText('0 分 · 测 1 次')
    await press(page, '办结')
    const form = page.getByRole('form', { name: '办结' })
    await expect(form.locator(':focus')).toHaveCount(1)
    await expect(form).toContainText('签到 2 人（不含主讲），已测 2 人，通过 1 人')
    await page.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(row).toContainText('已办结')
    const { rows } = await bank.pool.query<{ passed: boolean }>(
      `select a.test_passed as passed from training_attendance a
       join training_session t on t.branch_id = a.branch_id and t.id = a.session_id
       join staff s on s.id = a.staff_id where t.title = $1 order by s.staff_no = $2`,
      [title, teller.staffNo],
    )
    expect(rows).toEqual([{ passed: false }, { passed: true }])
  })
  await office.stop()
})
