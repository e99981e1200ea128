import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { picturesOf } from '#domain/learning/course.ts'
import { library } from '#head-office/learning/library/index.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { logIn, toTraining, toTrainingTab } from './support/pages.ts'

const test = testWithBank(demoBank)
const course = library.find(({ code }) => code === 'offline')
const [picture] = course ? picturesOf(course) : []

/** What of WCAG a part of the page breaks. */
async function breaches(page: Page, part: string): Promise<unknown[]> {
  const axe = new AxeBuilder({ page }).include(part).withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
  return (await axe.analyze()).violations
}

test('a picture that is not on the PC yet says so in words, and comes by itself', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  const { hash, alt } = picture ?? { hash: '', alt: { zh: '' } }
  const { rows } = await bank.pool.query<{ content: string }>(
    'delete from course_picture where hash = $1 returning content',
    [hash],
  )
  const content = rows[0]?.content ?? ''
  const teller = bank.user('teller')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(teller.branchId)).open()
  await logIn(page, teller)
  await toTraining(page)
  await toTrainingTab(page, '课程与测验')
  await page.getByRole('tab', { name: /^全部/ }).click()
  await page.getByRole('button', { name: '学习：断网照常工作' }).click()
  await page.getByRole('button', { name: /被退回的登记/ }).click()

  await test.step('its room and its words stand there', async () => {
    await expect(page.getByText('图片还没有同步到本机，联网后自动补上。')).toBeVisible()
    await expect(page.getByText(alt.zh)).toBeVisible()
    await expect(page.getByRole('img', { name: alt.zh })).toHaveCount(0)
  })

  await test.step('the handout says the same', async () => {
    await page.getByRole('button', { name: '讲义', exact: true }).click()
    const sheet = page.getByRole('article', { name: '讲义：断网照常工作' })
    await expect(sheet.getByText('图片还没有同步到本机，联网后自动补上。')).toBeVisible()
    await inTransaction(bank.pool, 'write', async (client) => {
      await stageRows(client, 'course_picture', [[hash, content]])
      await mergeStaged(client)
    })
    const drawn = sheet.getByRole('img', { name: alt.zh })
    await expect(drawn).toBeVisible({ timeout: 60_000 })
    expect(await drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(
      picture?.width,
    )
    const [paper, box] = [await sheet.boundingBox(), await drawn.boundingBox()]
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan((paper?.x ?? 0) + (paper?.width ?? 0))
  })

  await test.step('on paper it is whole', async () => {
    await page.getByRole('button', { name: '存为 PDF' }).click()
    const notice = page.getByText(/^已存为 PDF：/)
    await expect(notice.first()).toBeVisible({ timeout: 30_000 })
    const path = ((await notice.first().textContent()) ?? '').replace(/^已存为 PDF：/, '').trim()
    const images = readFileSync(path, 'latin1').matchAll(/\/Subtype\s*\/Image[^>]*?\/Width (\d+)/g)
    expect([...images].map(([, width]) => Number(width))).toContain(picture?.width)
  })

  await test.step('card and larger picture are sound for who hears them', async () => {
    await page.getByRole('button', { name: '回到课程' }).click()
    await page.getByRole('button', { name: /被退回的登记/ }).click()
    const open = page.getByRole('button', { name: alt.zh })
    await expect(open).toBeVisible()
    expect(await breaches(page, '.picture')).toEqual([])
    await open.click()
    await expect(page.getByRole('dialog', { name: '图片' })).toBeVisible()
    expect(await breaches(page, '.el-dialog')).toEqual([])
  })
  await office.stop()
})
