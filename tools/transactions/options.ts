import { parseArgs } from 'node:util'

/** What `npm run demo:transactions` was asked for. */
export interface FeedCommand {
  /** Stories a minute. */
  rate: number
  seed: number
  /** Ends after so many stories; null: when it is stopped. */
  count: number | null
  help: boolean
}

/** How the command is used. */
export const usage = `npm run demo:transactions -- [选项 options]
  --rate N    每分钟的交易数（0.1–600，默认 5） · stories a minute (0.1–600, default 5)
  --seed N    随机种子，同一种子同样的交易 · the same seed makes the same stories (default 1)
  --count N   入账 N 次后结束；不写则一直运行 · end after N stories; without it until Ctrl-C
  先在另一个终端运行 npm start · run npm start in another terminal first`

/** Wrong arguments, said in both languages. */
export class WrongUse extends Error {}

function numberOf(name: string, text: string, least: number, most: number, whole: boolean): number {
  const value = Number(text)
  const fits = text.trim() !== '' && value >= least && value <= most
  if (fits && (!whole || Number.isInteger(value))) return value
  throw new WrongUse(
    `--${name} 须为 ${least}–${most}${whole ? ' 的整数' : ''}，收到“${text}”。\n` +
      `  --${name} must be ${whole ? 'a whole number ' : ''}from ${least} to ${most}; got "${text}".`,
  )
}

/** Reads the arguments after `--`. Throws {@link WrongUse}. */
export function readCommand(args: readonly string[]): FeedCommand {
  let values
  try {
    values = parseArgs({
      args: [...args],
      options: {
        rate: { type: 'string', default: '5' },
        seed: { type: 'string', default: '1' },
        count: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
  const { rate, seed, count, help } = values
  return {
    rate: numberOf('rate', rate, 0.1, 600, false),
    seed: numberOf('seed', seed, 0, 4_294_967_295, true),
    count: count === undefined ? null : numberOf('count', count, 1, 1_000_000, true),
    help,
  }
}
