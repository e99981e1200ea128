/** `npm run learning`: courses are written, reviewed, published and retired at head office. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { authoredCourseSchema } from '#domain/learning/authored-course.ts'
import type { Course, CourseState } from '#domain/learning/course.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import { openJobPool } from '#head-office/database/job-pool.ts'
import {
  courseVersions,
  type CourseVersion,
  moveCourse,
  writeDraft,
} from '#head-office/learning/courses.ts'
import { library } from '#head-office/learning/library/index.ts'
import { provePassword } from '#head-office/staff/login.ts'
import { errors as en } from '#renderer/locales/en/errors.ts'
import { errors as zh } from '#renderer/locales/zh/errors.ts'
import { readRunFile } from '#tools/start/run-file.ts'
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

/** The course of a file; says which part does not fit. */
function courseOfFile(file: string): Course {
  let content: unknown
  try {
    content = JSON.parse(
      readFileSync(resolve(process.env['INIT_CWD'] ?? process.cwd(), file), 'utf8'),
    )
  } catch (error) {
    throw new WrongUse(
      `${file} 读不出 JSON · ${file} is no JSON: ${error instanceof Error ? error.message : ''}`,
    )
  }
  const course = authoredCourseSchema.safeParse(content)
  if (course.success) return course.data
  const where = course.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `  ${path.join('.') || '—'}: ${message}`)
  throw new WrongUse(`${file} 不是一门课程 · ${file} is no course:\n${where.join('\n')}`)
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
        const said = [publishedOn, note].filter(Boolean).join(' · ')
        console.log(`${course.code}\t${version}\t${states[state]}\t${course.title.zh}\t${said}`)
      }
      return
    case 'show': {
      const known = versions.find(({ course }) => course.code === command.code)?.course
      const course = known ?? library.find(({ code }) => code === command.code)
      if (!course) throw new WrongUse(`没有课程 ${command.code} · no course ${command.code}`)
      console.log(JSON.stringify(course, null, 2))
      return
    }
    case 'draft': {
      const course = courseOfFile(command.file)
      await writeDraft(pool, course, await proven(pool, command.as), Date.now())
      console.log(`✓ ${course.code} 已存为草稿 · written as a draft`)
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
