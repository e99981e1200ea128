import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupFailure } from './failures.mjs'
import { postgresPackage } from './paths.mjs'

/**
 * Makes the library links of the embedded PostgreSQL, which its package leaves to an install
 * script (ours are off). Harmless when done before.
 */
export function hydratePostgres() {
  const folder = postgresPackage()
  if (!folder) return
  const list = join(folder, 'native/pg-symlinks.json')
  const script = join(folder, 'scripts/hydrate-symlinks.js')
  if (!existsSync(list)) return
  spawnSync(process.execPath, [script], { cwd: folder, stdio: 'ignore' })
  const missing = JSON.parse(readFileSync(list, 'utf8')).find(
    (link) => !existsSync(join(folder, link.target)),
  )
  if (missing) throw new SetupFailure('postgresIncomplete', { detail: missing.target })
}
