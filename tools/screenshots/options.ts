import { parseArgs } from 'node:util'
import { type Language, languages, type Size, sizes } from './scene.ts'

/** What `npm run screenshots` was asked for. */
export interface ScreenshotOptions {
  /** Whether each screen is examined as well: cut-off text, overlaps, targets, accessibility. */
  check: boolean
  /** Only scenes whose name begins with one of these; empty for all. */
  only: readonly string[]
  sizes: readonly Size[]
  languages: readonly Language[]
  /** Keeps the database and terminals of the last run instead of beginning anew. */
  keep: boolean
  /** Keeps the pictures of a run that was ended, and takes only those that miss. */
  resume: boolean
  /** Only prints the names of the scenes. */
  list: boolean
  help: boolean
}

const sizeName = ({ width, height }: Size): string => `${width}x${height}`

/** What the arguments mean. */
export const usage = `npm run screenshots [-- 选项 options]
  NAME …        只拍名称以此开头的画面 · only scenes whose name begins so
  --check       检查文字截断、控件重叠、点击区、焦点与无障碍 · examine cut-off text, overlaps, targets, focus, accessibility
  --size SIZE   只拍一种尺寸 · one size only: ${sizes.map(sizeName).join(', ')}
  --language L  只拍一种语言 · one language only: ${languages.join(', ')}
  --keep        沿用上次的数据，启动较快 · keep the data of the last run, starts faster
  --resume      接着上次中断的地方拍 · take only the pictures that miss from a run that was ended
  --list        列出画面名称 · print the names of the scenes`

function chosen<Value>(
  all: readonly Value[],
  wanted: string | undefined,
  nameOf: (value: Value) => string,
): readonly Value[] {
  if (wanted === undefined) return all
  const found = all.filter((value) => nameOf(value) === wanted)
  if (found.length > 0) return found
  throw new Error(`没有 · there is no ${wanted}: ${all.map(nameOf).join(', ')}`)
}

/** Reads the arguments after `--`; throws a sentence for one that is not known. */
export function readOptions(args: readonly string[]): ScreenshotOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      size: { type: 'string' },
      language: { type: 'string' },
      keep: { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    check: values.check,
    only: [...positionals, ...values.only].flatMap((name) => name.split(',')),
    sizes: chosen(sizes, values.size, sizeName),
    languages: chosen(languages, values.language, (language) => language),
    keep: values.keep,
    resume: values.resume,
    list: values.list,
    help: values.help,
  }
}
