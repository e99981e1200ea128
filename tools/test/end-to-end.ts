/**
 * `npm run test:e2e`: builds the terminal where its sources are not those `dist/` was built from, then
 * plays the stories. Further arguments go to Playwright.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { isBuilt } from '#tools/build/stamp.ts'

const root = join(import.meta.dirname, '../..')
let running: ReturnType<typeof spawn> | undefined

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => running?.kill(signal))
}

/** Runs a script of this repository to its end; its exit code. */
async function run(script: string, ...args: string[]): Promise<number> {
  running = spawn(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' })
  const [code] = (await once(running, 'exit')) as [number | null]
  return code ?? 1
}

if (!isBuilt()) {
  console.log('程序有改动，先构建…… · The sources changed: building first …')
  process.exitCode = await run('tools/build/main.ts')
}
if (!process.exitCode) {
  process.exitCode = await run(
    'node_modules/playwright/cli.js',
    'test',
    '--config',
    'test/e2e/playwright.config.ts',
    ...process.argv.slice(2),
  )
}
