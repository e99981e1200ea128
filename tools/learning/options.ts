import { parseArgs } from 'node:util'
import type { CourseAct } from '#domain/learning/course.ts'

/** What `npm run learning` was asked for. */
export type LearningCommand = { database: string | null } & (
  | { does: 'list' }
  | { does: 'show'; code: string; into: string | null }
  | { does: 'draft'; file: string; as: string }
  | { does: CourseAct; code: string; as: string; note: string | null }
)

/** How the command is used. */
export const usage = `npm run learning -- <命令 command>
  list                        列出所有课程的各版本 · every version of every course
  show CODE                   打印课程 JSON：正在编写的、已发布的或产品自带的 · the course as JSON
  show CODE --into 文件夹     把课程和图片写入文件夹，供审核或修改 · course and pictures into a folder
  draft FILE --as 工号        写成草稿；图片放在文件旁边 · writes a draft; its pictures lie beside the file
  submit CODE --as 工号       提交审核（本人的草稿）· hands in the own draft
  publish CODE --as 工号      审核通过并发布（他人提交的）· publishes what somebody else handed in
  return CODE --as 工号 --note 说明
                              退回修改 · gives it back with a note
  retire CODE --as 工号       下架 · takes a published course off the shelf
  --database URL              总行数据库；默认取 HEAD_OFFICE_DATABASE_URL，否则取正在运行的演示
                              head office's database; default: HEAD_OFFICE_DATABASE_URL, or the running demo
  口令在提示后输入，或由 OCRM_PASSWORD 给出；由总行或管辖全部网点的条线管理岗办理
  The password is asked for, or taken from OCRM_PASSWORD; for line managers above all outlets`

/** Wrong arguments, said in both languages. */
export class WrongUse extends Error {}

const acts: readonly CourseAct[] = ['submit', 'publish', 'return', 'retire']

/** Reads the arguments after `--`; null asks for help. Throws {@link WrongUse}. */
export function readCommand(args: readonly string[]): LearningCommand | null {
  let parsed
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        note: { type: 'string' },
        database: { type: 'string' },
        into: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
  const { values, positionals } = parsed
  const [does = '', what = '', ...more] = positionals
  if (values.help || does === '') return null
  const database = values.database ?? null
  if (does === 'list' && what === '') return { does, database }
  const act = acts.find((each) => each === does)
  if ((does !== 'show' && does !== 'draft' && !act) || more.length > 0) {
    throw new WrongUse(
      `没有命令“${positionals.join(' ')}”。用 --help 查看。\n` +
        `  There is no command "${positionals.join(' ')}". See --help.`,
    )
  }
  if (what === '') {
    throw new WrongUse(`${does} 后面要写课程代码或文件。\n  Name a course or a file after ${does}.`)
  }
  if (does === 'show') return { does, code: what, into: values.into ?? null, database }
  const as = values.as ?? ''
  if (as === '') {
    throw new WrongUse('请用 --as 写明办理人工号。\n  Say who does it with --as <staff no.>.')
  }
  if (does === 'draft') return { does, file: what, as, database }
  if (act === 'return' && !values.note?.trim()) {
    throw new WrongUse('退回要用 --note 写明原因。\n  Say why with --note.')
  }
  return { does: act ?? 'submit', code: what, as, note: values.note ?? null, database }
}
