import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  defaultSize,
  type DemoSize,
  sizeKeys,
  sizeLimits,
  sizeProblem,
} from '#head-office/demo/size.ts'
import { StartFailure } from './failure.ts'
import { stateDir } from './state.ts'

/** Sizes a person asked for; what is not said stays as it is. */
export type AskedSize = Partial<DemoSize>

/** Reads the size options. Throws `sizeImpossible` for what is no whole number within limits. */
export function readSize(given: Partial<Record<keyof DemoSize, string | undefined>>): AskedSize {
  const asked: AskedSize = {}
  for (const key of sizeKeys) {
    const text = given[key]
    if (text === undefined) continue
    asked[key] = /^\d+$/.test(text) ? Number(text) : NaN
  }
  const size = { ...defaultSize, ...asked }
  const problem = sizeProblem(size)
  if (!problem) return asked
  throw new StartFailure('sizeImpossible', {
    option: `--${problem.key} ${given[problem.key] ?? size[problem.key]}`,
    least: String(problem.least),
    most: String(problem.most),
  })
}

/** The file that remembers how large the demo in a database is. */
export function sizeFile(database: string): string {
  return join(stateDir, 'demo', `${database}.json`)
}

/** The size the demo in a database was made with; null where nothing tells. */
export function rememberedSize(database: string): DemoSize | null {
  try {
    const size = JSON.parse(readFileSync(sizeFile(database), 'utf8')) as DemoSize
    return sizeKeys.every((key) => key in sizeLimits && Number.isInteger(size[key])) ? size : null
  } catch {
    return null
  }
}

/** Remembers the size before the first row is written: a fill that was killed is begun anew with it. */
export function rememberSize(database: string, size: DemoSize): void {
  const file = sizeFile(database)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(size)}\n`)
}

/** A size in words of both languages. */
export function sizeWords({ branches, customers, days, seed }: DemoSize): string {
  const count = customers.toLocaleString('en-US')
  return (
    `${branches} 个网点、${count} 户、流水 ${days} 天、种子 ${seed}` +
    ` · ${branches} branches, ${count} customers, ${days} days of bookings, seed ${seed}`
  )
}

/** Sizes as options: `--branches 6 --customers 9000`. */
function asOptions(size: AskedSize): string {
  return sizeKeys
    .flatMap((key) => (size[key] === undefined ? [] : [`--${key} ${size[key]}`]))
    .join(' ')
}

/**
 * The size to fill or open a database with. A filled one keeps its size: throws `sizeDiffers` where
 * another one was asked for.
 */
export function chooseSize(
  asked: AskedSize,
  remembered: DemoSize | null,
  filled: boolean,
  usual: DemoSize = defaultSize,
): DemoSize {
  if (!filled) return { ...usual, ...asked }
  const has = remembered ?? usual
  const differs = sizeKeys.some((key) => asked[key] !== undefined && asked[key] !== has[key])
  const unknown = remembered === null && Object.keys(asked).length > 0
  if (!differs && !unknown) return has
  throw new StartFailure('sizeDiffers', {
    has: remembered ? asOptions(remembered) : '?',
    asked: asOptions(asked),
  })
}
