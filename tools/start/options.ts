import { parseArgs } from 'node:util'
import { type AskedSize, readSize } from './demo-size.ts'
import { StartFailure } from './failure.ts'

/** What `npm start` was asked for. */
export interface StartOptions {
  /** False draws no window: the terminals run headless and can be attached to. */
  window: boolean
  /** How many terminals to open, 1 to 9. */
  terminals: number
  /** Puts each terminal into a branch of its own instead of all into the first. */
  spread: boolean
  /** Removes the database and the terminals' data first. */
  reset: boolean
  /** Which data: `demo`, or the name of an imported one, such as `berka`. */
  database: string
  /** Cuts or mends the line of the `npm start` that runs, instead of starting anything. */
  line: 'cut' | 'mend' | null
  /** How large the demo shall be where it is made now. */
  size: AskedSize
  help: boolean
}

/** What the arguments mean, for `npm start -- --help`. */
export const usage = `npm start [-- 选项 options]
  --no-window       不打开窗口，可用 DevTools 连接 · no window; attach with DevTools
  --terminals N     打开 N 台终端（1–9） · open N terminals
  --spread          每台终端属于不同网点 · each terminal in a branch of its own
  --database NAME   demo（默认）或已导入的数据，如 berka · demo (default) or imported data, such as berka
  --branches N      演示网点数（1–60，默认 2） · outlets of the demo (1–60, default 2)
  --customers N     演示客户总数（默认 3680） · customers of all outlets together (default 3680)
  --days N          保留逐笔流水的天数（35–700，默认 100） · days of single bookings (35–700, default 100)
  --seed N          随机种子，同一种子数据相同 · the same seed makes the same data
                    规模会记住；更换规模需加 --reset · remembered; another size needs --reset
  --cut, --mend     断开、恢复正在运行的演示与总行的线路 · cut, mend the line of the demo that runs
  --reset           先删除该数据库和终端数据 · remove that database and its terminals first`

/** Reads the arguments after `--`. Throws `badOption`. */
export function readOptions(args: readonly string[]): StartOptions {
  const failure = (detail: string): StartFailure => new StartFailure('badOption', { detail })
  let values
  try {
    values = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        window: { type: 'boolean', default: true },
        terminals: { type: 'string', default: '1' },
        spread: { type: 'boolean', default: false },
        reset: { type: 'boolean', default: false },
        database: { type: 'string', default: 'demo' },
        cut: { type: 'boolean', default: false },
        mend: { type: 'boolean', default: false },
        branches: { type: 'string' },
        customers: { type: 'string' },
        days: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw failure(error instanceof Error ? error.message : String(error))
  }
  if (!/^[1-9]$/.test(values.terminals)) throw failure(`--terminals ${values.terminals}`)
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(values.database)) {
    throw failure(`--database ${values.database}`)
  }
  const { cut, mend, branches, customers, days, seed, ...rest } = values
  if (cut && mend) throw failure('--cut --mend')
  const size = readSize({ branches, customers, days, seed })
  if (rest.database !== 'demo' && Object.keys(size).length > 0) {
    throw new StartFailure('sizeOfImport', { database: rest.database })
  }
  const line = cut ? 'cut' : mend ? 'mend' : null
  return { ...rest, terminals: Number(values.terminals), line, size }
}
