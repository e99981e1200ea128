import { parseArgs } from 'node:util'

/** What `npm run screenshots` was asked for. */
export interface ScreenshotOptions {
  /** Whether each screen is examined as well: cut-off text, overlaps, accessibility. */
  check: boolean
  /** Only scenes whose name begins with this. */
  only: string
  /** Keeps the database and terminals of the last run instead of beginning anew. */
  keep: boolean
  help: boolean
}

/** What the arguments mean. */
export const usage = `npm run screenshots [-- 选项 options]
  --check       检查文字截断、控件重叠与无障碍 · examine cut-off text, overlaps, accessibility
  --only NAME   只拍名称以此开头的画面 · only scenes whose name begins so
  --keep        沿用上次的数据，启动较快 · keep the data of the last run, starts faster`

/** Reads the arguments after `--`; throws a sentence for one that is not known. */
export function readOptions(args: readonly string[]): ScreenshotOptions {
  return parseArgs({
    args: [...args],
    options: {
      check: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values
}
