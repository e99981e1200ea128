/** `npm run learning`: courses are written, reviewed, published and retired at head office. */
import { resolve } from 'node:path'
import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { type Course, type CourseState, picturesOf } from '#domain/learning/course.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import { openJobPool } from '#head-office/database/job-pool.ts'
import {
  courseVersions,
  type CourseVersion,
  moveCourse,
  writeDraft,
} from '#head-office/learning/courses.ts'
import { library } from '#head-office/learning/library/index.ts'
import { libraryPictures } from '#head-office/learning/library/pictures.ts'
import { picturesNamed } from '#head-office/learning/pictures.ts'
import { provePassword } from '#head-office/staff/login.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { errors as en } from '#renderer/locales/en/errors.ts'
import { errors as zh } from '#renderer/locales/zh/errors.ts'
import { readRunFile } from '#tools/start/run-file.ts'
import { type CourseOfFile, readCourseFile, writeCourseFile } from './course-file.ts'
import { type LearningCommand, readCommand, usage, WrongUse } from './options.ts'
import { askPassword } from './password.ts'

const states: Record<CourseState, string> = {
  draft: '草稿 draft',
  review: '待审 in review',
  published: '已发布 published',
  retired: '已下架 retired',
}

/** The database named, that of the environment, or the demo's that runs. */
function databaseOf({ database }: LearningCommand): string {
  const named = database ?? process.env['HEAD_OFFICE_DATABASE_URL']
  if (named) return named
  const run = readRunFile()
  if (!run?.postgres || !run.headOffice) {
    throw new WrongUse(
      '没有指定数据库，也没有正在运行的演示。请用 --database <URL>，或先运行 npm start。\n' +
        '  No database is named and no demo is running. Use --database <url>, or run npm start first.',
    )
  }
  const url = new URL(run.postgres.url)
  url.pathname = `/${run.headOffice.database}`
  return url.href
}

/** A path as who typed it meant it. */
const typed = (path: string) => resolve(process.env['INIT_CWD'] ?? process.cwd(), path)

/** The files of a course's pictures: head office's, and the library's that it does not have yet. */
async function picturesOn(pool: pg.Pool, course: Course) {
  const named = picturesOf(course)
  const kept = await picturesNamed(pool, named)
  const has = new Set(kept.map(({ hash }) => hash))
  const own = libraryPictures()
    .map((bytes) => ({ hash: sha256Hex(bytes), bytes }))
    .filter(({ hash }) => !has.has(hash) && named.some((picture) => picture.hash === hash))
  return { kept, own }
}

/** Says which pictures a course names that nobody has. */
async function filesFor(pool: pg.Pool, { course, pictures }: CourseOfFile): Promise<Buffer[]> {
  const { kept, own } = await picturesOn(pool, course)
  const there = new Set([...kept, ...own].map(({ hash }) => hash))
  for (const bytes of pictures) there.add(sha256Hex(bytes))
  const missed = picturesOf(course).find(({ hash }) => !there.has(hash))
  if (missed) {
    throw new WrongUse(
      `图片“${missed.alt.zh}”不在总行；请用 "file" 写明图片文件\n` +
        `  Head office has no picture "${missed.alt.en}": name its file with "file"`,
    )
  }
  return [...pictures, ...own.map(({ bytes }) => bytes)]
}

/** The newest version of a course that an act may be about. */
function versionOf(versions: readonly CourseVersion[], code: string, act: string): CourseVersion {
  const of = versions.filter(({ course }) => course.code === code)
  const state: CourseState = act === 'submit' ? 'draft' : act === 'retire' ? 'published' : 'review'
  const found = of.find((version) => version.state === state)
  if (found) return found
  throw new WrongUse(
    of.length === 0
      ? `没有课程 ${code}。用 list 查看。\n  There is no course ${code}. See list.`
      : `课程 ${code} 没有${states[state]}的版本。用 list 查看。\n  No version of ${code} is in that state. See list.`,
  )
}

async function proven(pool: pg.Pool, as: string): Promise<string> {
  const info = await readDatabaseInfo(pool)
  if (!info) throw new WrongUse('数据库尚未准备好 · the database is not prepared')
  const password = await askPassword(as)
  return provePassword(pool, { staffNo: as, password }, info, Date.now())
}

async function run(pool: pg.Pool, command: LearningCommand): Promise<void> {
  const versions = await courseVersions(pool)
  switch (command.does) {
    case 'list':
      for (const { course, version, state, publishedOn, note } of versions) {
        const count = picturesOf(course).length
        const shown = count > 0 ? `图 ${count} · pictures: ${count}` : ''
        const said = [shown, publishedOn, note].filter(Boolean).join(' · ')
        console.log(`${course.code}\t${version}\t${states[state]}\t${course.title.zh}\t${said}`)
      }
      return
    case 'show': {
      const known = versions.find(({ course }) => course.code === command.code)?.course
      const course = known ?? library.find(({ code }) => code === command.code)
      if (!course) throw new WrongUse(`没有课程 ${command.code} · no course ${command.code}`)
      if (command.into === null) console.log(JSON.stringify(course, null, 2))
      else {
        const { kept, own } = await picturesOn(pool, course)
        const files = writeCourseFile(typed(command.into), course, [...kept, ...own])
        console.log(`✓ ${files.join(', ')}`)
      }
      return
    }
    case 'draft': {
      const read = readCourseFile(typed(command.file))
      const files = await filesFor(pool, read)
      const { course } = read
      await writeDraft(pool, course, await proven(pool, command.as), Date.now(), files)
      const count = picturesOf(course).length
      const shown = count > 0 ? `（图 ${count} · pictures: ${count}）` : ''
      console.log(`✓ ${course.code} 已存为草稿 · written as a draft${shown}`)
      return
    }
    default: {
      const { does: act, code, note } = command
      const { id, version } = versionOf(versions, code, act)
      await moveCourse(pool, { id, act, note }, await proven(pool, command.as), Date.now())
      const done = { submit: '待审', publish: '已发布', return: '已退回', retire: '已下架' }[act]
      console.log(`✓ ${code} 第 ${version} 版${done} · version ${version}: ${act}`)
    }
  }
}

/** The sentence of a refusal, in both languages. */
function sentence({ code }: AppError): string {
  const [area = '', name = ''] = code.split('.')
  const of = (words: object) =>
    (words as Record<string, Record<string, string> | undefined>)[area]?.[name] ?? code
  return `${of(zh)}\n  ${of(en)}`
}

try {
  const command = readCommand(process.argv.slice(2))
  if (command === null) console.log(usage)
  else {
    const pool = openJobPool(databaseOf(command))
    try {
      await run(pool, command)
    } finally {
      await pool.end()
    }
  }
} catch (error) {
  const known =
    error instanceof WrongUse ? error.message : error instanceof AppError ? sentence(error) : null
  process.stderr.write(`✗ ${known ?? String(error)}\n`)
  process.exitCode = known ? 2 : 1
}
