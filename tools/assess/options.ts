import { parseArgs } from 'node:util'
import { type Day, isDay } from '#domain/time/day.ts'

/** What `npm run assess` was asked for. */
export interface AssessCommand {
  /** First day of the month. */
  month: Day
  database: string | null
  json: string | null
}

/** How the command is used. */
export const usage = `npm run assess -- --month 2026-10 [选项 options]
  --month YYYY-MM   重算哪个月 · the month to reckon
  --database URL    总行数据库；默认取 HEAD_OFFICE_DATABASE_URL，否则取正在运行的演示
                    head office's database; default: HEAD_OFFICE_DATABASE_URL, or the running demo
  --json FILE       把结果写成 JSON · also write the result as JSON
  可随时中断，再次运行从中断处继续 · stop it at any time; run again, it goes on where it stopped`

/** Wrong arguments, said in both languages. */
export class WrongUse extends Error {}

/** Reads the arguments after `--`; null asks for help. Throws {@link WrongUse}. */
export function readCommand(args: readonly string[]): AssessCommand | null {
  let values
  try {
    values = parseArgs({
      args: [...args],
      options: {
        month: { type: 'string' },
        database: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
  if (values.help) return null
  const month = `${values.month ?? ''}-01`
  if (!/^\d{4}-\d{2}-01$/.test(month) || !isDay(month)) {
    throw new WrongUse(
      `--month 须写成 2026-10，收到“${values.month ?? ''}”。\n` +
        `  --month must look like 2026-10; got "${values.month ?? ''}".`,
    )
  }
  return { month, database: values.database ?? null, json: values.json ?? null }
}
