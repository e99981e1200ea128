import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, isAbsolute, join } from 'node:path'
import { authoredCourseSchema } from '#domain/learning/authored-course.ts'
import { type Course, picturesOf } from '#domain/learning/course.ts'
import {
  type PictureFault,
  type PictureKind,
  pictureLimits,
  readPicture,
} from '#domain/learning/picture.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { WrongUse } from './options.ts'

/** A course as its file says it, and the files of its pictures. */
export interface CourseOfFile {
  course: Course
  pictures: Buffer[]
}

/** How files of a kind may end; the first is how one is written. */
const endings: Record<PictureKind, readonly [string, ...string[]]> = {
  png: ['.png'],
  jpeg: ['.jpg', '.jpeg'],
  webp: ['.webp'],
}
const isPictureName = (name: string) =>
  Object.values(endings).some((of) => of.includes(extname(name).toLowerCase()))

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024)} KB`

/** What is wrong with a file, and what to do about it. */
const faults: Record<PictureFault, (bytes: number) => string> = {
  empty: () => '文件是空的，请重新导出 · the file is empty: export it again',
  tooHeavy: (bytes) =>
    `${kilobytes(bytes)}，最多 ${kilobytes(pictureLimits.bytes)}；请裁剪、缩小，或另存为 WebP · ` +
    `${kilobytes(bytes)} of at most ${kilobytes(pictureLimits.bytes)}: crop it, scale it down, or save it as WebP`,
  kind: () =>
    '内容不是 PNG、JPEG 或 WebP（改文件名没有用）；请用画图软件另存为 PNG · ' +
    'its content is no PNG, JPEG or WebP, whatever its name: save it as PNG in a drawing program',
  damaged: () => '文件已损坏或不完整，请重新导出 · the file is damaged or cut off: export it again',
  moving: () => '是动图；请只存一帧 · it moves: save one frame of it',
  tooLarge: () =>
    `每边最多 ${pictureLimits.side} 像素，请缩小 · at most ${pictureLimits.side} pixels a side: scale it down`,
}

const refused = (where: string, why: string) => new WrongUse(`${where}: ${why}`)

/** A file beside the course, by its name in there; checked by what is in it. */
function pictureFile(folder: string, name: string, where: string) {
  if (isAbsolute(name) || /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name)) {
    throw refused(
      where,
      `${name} 不在课程文件旁边；请把图片放进课程文件所在的文件夹 · ` +
        `${name} is not beside the course: put the picture into the folder of the course's file`,
    )
  }
  let bytes: Buffer
  try {
    bytes = readFileSync(join(folder, name))
  } catch {
    throw refused(where, missing(folder, name))
  }
  const facts = readPicture(bytes)
  if (typeof facts === 'string') throw refused(where, `${name} ${faults[facts](bytes.length)}`)
  const fitting = endings[facts.kind]
  if (!fitting.includes(extname(name).toLowerCase())) {
    const right = `${basename(name, extname(name))}${fitting[0]}`
    throw refused(
      where,
      `${name} 的内容是 ${facts.kind.toUpperCase()}；请改名为 ${right}，并在课程里改成同名 · ` +
        `${name} holds a ${facts.kind.toUpperCase()}: rename it to ${right}, here and in the course`,
    )
  }
  return { bytes, width: facts.width, height: facts.height }
}

/** That a file is not there, and which pictures are. */
function missing(folder: string, name: string): string {
  let there: string[] = []
  try {
    there = readdirSync(dirname(join(folder, name))).filter(isPictureName)
  } catch {
    // No such folder: it has no pictures.
  }
  const known = there.slice(0, 5).join(', ') || '—'
  return (
    `找不到图片 ${name}；请检查文件名，或把它放到课程文件旁边（那里有：${known}）· ` +
    `there is no picture ${name}: check its name, or put it beside the course (there are: ${known})`
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A card with its picture named by content instead of by file. A picture named by content already, as `show`
 * prints it, stays: head office has it.
 */
function cardRead(card: unknown, folder: string, where: string, pictures: Buffer[]): unknown {
  if (!isObject(card) || !isObject(card['picture'])) return card
  const { file, ...said } = card['picture']
  if (file === undefined) return card
  if (typeof file !== 'string' || file.trim() === '') {
    throw refused(
      where,
      'file 要写图片的文件名，例如 "登记联系.png" · file names the picture, such as "contact.png"',
    )
  }
  if (!isObject(said['alt'])) {
    throw refused(
      where,
      `${file} 缺少中英文说明 alt：{ "zh": "…", "en": "…" } · ` +
        `${file} needs words for those who cannot see it: alt { "zh": "…", "en": "…" }`,
    )
  }
  const { bytes, width, height } = pictureFile(folder, file, where)
  pictures.push(bytes)
  return { ...card, picture: { ...said, hash: sha256Hex(bytes), width, height } }
}

function unitsRead(content: unknown, folder: string, pictures: Buffer[]): unknown {
  if (!isObject(content) || !Array.isArray(content['units'])) return content
  const units = content['units'].map((unit: unknown, at) => {
    if (!isObject(unit) || !Array.isArray(unit['cards'])) return unit
    const cards = unit['cards'].map((card: unknown, nth) =>
      cardRead(card, folder, `units.${at}.cards.${nth}.picture`, pictures),
    )
    return { ...unit, cards }
  })
  return { ...content, units }
}

/**
 * The course of a JSON file, with the pictures its cards name (`"picture": { "file": …, "alt": … }`) read from
 * beside it. Throws {@link WrongUse} that says which part does not fit and what to do.
 */
export function readCourseFile(file: string): CourseOfFile {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new WrongUse(
      `${file} 读不出 JSON · ${file} is no JSON: ${error instanceof Error ? error.message : ''}`,
    )
  }
  const brought: Buffer[] = []
  const course = authoredCourseSchema.safeParse(unitsRead(content, dirname(file), brought))
  if (!course.success) {
    const where = course.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `  ${path.join('.') || '—'}: ${message}`)
    throw new WrongUse(`${file} 不是一门课程 · ${file} is no course:\n${where.join('\n')}`)
  }
  const pictures = [...new Map(brought.map((bytes) => [sha256Hex(bytes), bytes])).values()]
  const sum = pictures.reduce((bytes, { length }) => bytes + length, 0)
  if (sum > pictureLimits.courseBytes) {
    throw new WrongUse(
      `图片共 ${kilobytes(sum)}，一门课程最多 ${kilobytes(pictureLimits.courseBytes)}；请减少或缩小图片\n` +
        `  The pictures are ${kilobytes(sum)}; a course may have ${kilobytes(pictureLimits.courseBytes)}: ` +
        'leave some out or scale them down',
    )
  }
  return { course: course.data, pictures }
}

/** Writes a course into a folder as {@link readCourseFile} reads it, its pictures beside it, to look at. */
export function writeCourseFile(
  folder: string,
  course: Course,
  pictures: readonly { hash: string; bytes: Buffer }[],
): string[] {
  mkdirSync(folder, { recursive: true })
  const files = new Map(
    pictures.map(({ hash, bytes }) => {
      const facts = readPicture(bytes)
      const ending = typeof facts === 'string' ? '' : endings[facts.kind][0]
      const name = `${course.code}-${hash.slice(0, 8)}${ending}`
      writeFileSync(join(folder, name), bytes)
      return [hash, name]
    }),
  )
  const missed = picturesOf(course).find(({ hash }) => !files.has(hash))
  if (missed) throw new Error(`head office has no picture ${missed.hash}`)
  const units = course.units.map((unit) => ({
    ...unit,
    cards: unit.cards.map(({ picture, ...card }) =>
      picture ? { ...card, picture: { file: files.get(picture.hash), alt: picture.alt } } : card,
    ),
  }))
  const name = `${course.code}.json`
  writeFileSync(join(folder, name), `${JSON.stringify({ ...course, units }, null, 2)}\n`)
  return [name, ...files.values()]
}
