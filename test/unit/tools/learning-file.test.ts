import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { picturesOf } from '#domain/learning/course.ts'
import { pictureLimits } from '#domain/learning/picture.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { drawnPng } from '#test/support/drawn-png.ts'
import { readCourseFile, writeCourseFile } from '#tools/learning/course-file.ts'
import { WrongUse } from '#tools/learning/options.ts'
import { aCourse, both } from '../domain/learning/some-course.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocrm-course-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const alt = both('登记联系的窗口')
const put = (name: string, bytes: Buffer | string) => writeFileSync(join(folder, name), bytes)

/** A course file whose first unit has one card a picture. */
function courseFile(pictures: readonly object[]): string {
  const course = aCourse()
  const [first, ...others] = course.units
  const cards = pictures.map((picture) => ({ ...first?.cards[0], picture }))
  put('course.json', JSON.stringify({ ...course, units: [{ ...first, cards }, ...others] }))
  return join(folder, 'course.json')
}

/** What somebody is told whose course has this picture. */
function told(picture: object): string {
  try {
    readCourseFile(courseFile([picture]))
    return ''
  } catch (error) {
    if (error instanceof WrongUse) return error.message
    throw error
  }
}

describe('a picture beside the course', () => {
  test('is read by its name and named by its content, once however often it is shown', () => {
    const png = drawnPng(320, 200)
    mkdirSync(join(folder, '图'))
    put('图/联系.png', png)
    const shown = { file: '图/联系.png', alt }
    const { course, pictures } = readCourseFile(courseFile([shown, shown]))
    expect(picturesOf(course)).toEqual([{ hash: sha256Hex(png), width: 320, height: 200, alt }])
    expect(pictures).toEqual([png])
  })

  test('written into a folder, a course is read again as it was', () => {
    const png = drawnPng(320, 200)
    put('a.png', png)
    const { course } = readCourseFile(courseFile([{ file: 'a.png', alt }]))
    const into = join(folder, 'again')
    const files = writeCourseFile(into, course, [{ hash: sha256Hex(png), bytes: png }])
    expect(files).toEqual(['suitability.json', `suitability-${sha256Hex(png).slice(0, 8)}.png`])
    const again = readCourseFile(join(into, 'suitability.json'))
    expect(again).toEqual({ course, pictures: [png] })
  })

  test('that is missing is told with those that are there', () => {
    put('contact.png', drawnPng(3, 2))
    const said = told({ file: 'contacts.png', alt })
    expect(said).toContain('units.0.cards.0.picture')
    expect(said).toMatch(/找不到图片 contacts\.png.*contact\.png/)
    expect(told({ file: 'nowhere/a.png', alt })).toContain('there are: —')
  })

  test('that is none is told with what to do', () => {
    put('a.png', '<svg xmlns="http://www.w3.org/2000/svg"/>')
    expect(told({ file: 'a.png', alt })).toContain('另存为 PNG')
    put('a.png', drawnPng(3, 2, { ballast: pictureLimits.bytes }))
    expect(told({ file: 'a.png', alt })).toMatch(/201 KB，最多 200 KB.*缩小/)
    put('a.png', drawnPng(1601, 2))
    expect(told({ file: 'a.png', alt })).toContain('at most 1600 pixels')
    put('a.png', drawnPng(3, 2).subarray(0, 40))
    expect(told({ file: 'a.png', alt })).toContain('重新导出')
    put('a.png', '')
    expect(told({ file: 'a.png', alt })).toContain('文件是空的')
    put('a.png', drawnPng(3, 2, { more: ['acTL'] }))
    expect(told({ file: 'a.png', alt })).toContain('动图')
  })

  test('whose name says something else than its content is to be renamed', () => {
    put('a.jpg', drawnPng(3, 2))
    expect(told({ file: 'a.jpg', alt })).toMatch(/请改名为 a\.png/)
    put('b.svg', drawnPng(3, 2))
    expect(told({ file: 'b.svg', alt })).toMatch(/rename it to b\.png/)
    put('c.PNG', drawnPng(3, 2))
    expect(told({ file: 'c.PNG', alt })).toBe('')
  })

  test('lies beside the course and nowhere else', () => {
    for (const file of ['../a.png', '/etc/a.png', 'in/../../a.png', String.raw`..\a.png`]) {
      expect(told({ file, alt })).toContain('请把图片放进课程文件所在的文件夹')
    }
    expect(told({ file: '', alt })).toContain('文件名')
  })

  test('has words in both languages', () => {
    put('a.png', drawnPng(3, 2))
    expect(told({ file: 'a.png' })).toContain('alt')
    expect(told({ file: 'a.png', alt: { zh: '窗口' } })).toContain('picture.alt.en')
    expect(told({ file: 'a.png', alt: both('  ') })).toContain('blank')
  })
})

test('all pictures of a course have a limit too', () => {
  const heavy = (grey: number) => drawnPng(3, 2, { grey, ballast: 190 * 1024 })
  const files = [1, 2, 3, 4, 5, 6].map((grey) => {
    put(`${grey}.png`, heavy(grey))
    return { file: `${grey}.png`, alt }
  })
  expect(readCourseFile(courseFile(files.slice(0, 5))).pictures).toHaveLength(5)
  expect(() => readCourseFile(courseFile(files))).toThrow('一门课程最多 1024 KB')
})
