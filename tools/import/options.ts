import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ImportRefusal } from '#head-office/sources/reasons.ts'
import { stateDir } from '#tools/start/state.ts'

/** What `npm run import` was asked for. */
export type ImportCommand =
  | { act: 'help' | 'list' }
  | { act: 'check'; profile: string; path: string }
  | { act: 'import'; profile: string; path: string; out: string; json: string | null }

/** How the command is used. */
export const usage = `用法 Usage:
  npm run import -- --profile <名称 name> <文件或文件夹 file or folder> [--out <folder>] [--json <file>]
  npm run import -- --check <名称 name> <文件夹 folder>
  npm run import -- --list

  --profile NAME  导入配置 · the import profile
  --out FOLDER    搁置的行与说明写入此处（默认 .ocrm/imports/…）· where rows set aside go
  --json FILE     把报告写成 JSON · also write the report as JSON
  --check NAME    不导入，只用另一套代码核对文件与数据库 · compare files and tables with code of its own
  --list          列出导入配置 · list the profiles`

/** A path as the person typed it: from the folder the command was given in. */
function typedPath(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path)
}

function stamp(nowMs: number): string {
  return new Date(nowMs)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:]/g, '')
    .replace('T', '-')
}

function wrongUse(zh: string, en = zh): ImportRefusal {
  return new ImportRefusal(
    `用法有误：${zh}。用 npm run import -- --help 查看用法。`,
    `Wrong use: ${en}. See npm run import -- --help.`,
  )
}

/** Reads the command line. Throws `ImportRefusal` with one sentence. */
export function readCommand(argv: readonly string[], nowMs: number): ImportCommand {
  const parse = () =>
    parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        check: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'string' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse()
  } catch (error) {
    throw wrongUse(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error))
  }
  const { values, positionals } = parsed
  if (values.help) return { act: 'help' }
  if (values.list) return { act: 'list' }
  const [path, ...more] = positionals
  const profile = values.check ?? values.profile
  if (profile === undefined) throw wrongUse('缺少 --profile', '--profile is missing')
  if (path === undefined) throw wrongUse('缺少路径', 'the path is missing')
  if (more.length > 0) {
    throw wrongUse(`多余的参数 ${more.join(' ')}`, `too many arguments: ${more.join(' ')}`)
  }
  if (values.check !== undefined) return { act: 'check', profile, path: typedPath(path) }
  return {
    act: 'import',
    profile,
    path: typedPath(path),
    out: values.out
      ? typedPath(values.out)
      : join(stateDir, 'imports', `${profile}-${stamp(nowMs)}`),
    json: values.json ? typedPath(values.json) : null,
  }
}
