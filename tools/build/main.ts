/**
 * `npm run build`: main process, branch service, preload and renderer into `dist/`. Further
 * arguments go to Vite.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { markBuilt } from './stamp.ts'

const root = join(import.meta.dirname, '../..')
const vite = join(root, 'node_modules/vite/bin/vite.js')
const child = spawn(
  process.execPath,
  [vite, 'build', '--app', '--logLevel', 'warn', ...process.argv.slice(2)],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => child.kill(signal))
}
child.once('error', (error) => {
  throw error
})
child.once('exit', (code) => {
  if (code === 0) markBuilt()
  process.exitCode = code ?? 1
})
