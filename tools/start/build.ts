import { join } from 'node:path'
import { startChild } from './child.ts'
import type { ClosingList } from './closing-list.ts'
import { StartFailure } from './failure.ts'
import { root } from './state.ts'

/** Builds the terminal into `dist/`. Throws `buildFailed`, after printing what the build said. */
export async function build(owned: ClosingList): Promise<void> {
  const output: string[] = []
  const child = startChild(
    'build',
    process.execPath,
    [join(root, 'tools/build/main.ts')],
    {},
    (line) => output.push(line),
  )
  await owned.own(() => child.stop())
  if ((await child.ended) === 'exit code 0') return
  owned.checkpoint()
  process.stderr.write(`${output.join('\n')}\n`)
  throw new StartFailure('buildFailed')
}
