import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Stream } from '#platform/crypto/hash.ts'

const root = join(import.meta.dirname, '../..')
const sources = ['contract', 'db', 'domain', 'main', 'platform', 'preload', 'renderer']
const settings = ['package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json']
const results = ['dist/main/index.js', 'dist/preload/index.cjs', 'dist/renderer/index.html']
const stampFile = join(root, '.ocrm/build')

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** One digest over everything the build reads and over when its results were written. */
function stamp(): string | null {
  const digest = sha256Stream()
  const files = [...sources.flatMap(filesBelow), ...settings.map((name) => join(root, name))]
  for (const file of files.sort()) {
    digest.update(Buffer.from(`${file}\0`))
    digest.update(readFileSync(file))
  }
  for (const result of results) {
    const path = join(root, result)
    if (!existsSync(path)) return null
    digest.update(Buffer.from(`${result}:${statSync(path).mtimeMs}\n`))
  }
  return digest.digestHex()
}

/** Whether the terminal in `dist/` is the one of today's sources. */
export function isBuilt(): boolean {
  const current = stamp()
  return current !== null && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === current
}

/** Records that `dist/` was built from today's sources. */
export function markBuilt(): void {
  mkdirSync(join(root, '.ocrm'), { recursive: true })
  writeFileSync(stampFile, stamp() ?? '')
}
