import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'

interface Manifest {
  name?: string
  productName?: string
  version?: string
  main?: string
}

/** Folder of the application that runs. */
export const appDir = process.env['STANDIN_APP_DIR'] ?? process.cwd()

/** Its `package.json`. */
export const manifest = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as Manifest

const names = { app: manifest.productName ?? manifest.name ?? 'Electron' }
const overrides = new Map<string, string>()

/** Name under which the application keeps its data. */
export function getName(): string {
  return names.app
}

/** Changes {@link getName}. */
export function setName(name: string): void {
  names.app = name
}

/** Electron's `app.setPath`. */
export function setPath(name: string, path: string): void {
  if (!isAbsolute(path)) throw new Error('Path must be absolute')
  overrides.set(name, path)
}

/** Electron's `app.getPath`; folders of the application itself are made on first use. */
export function getPath(name: string): string {
  const override = overrides.get(name)
  if (override !== undefined) return made(override)
  switch (name) {
    case 'home':
      return homedir()
    case 'temp':
      return tmpdir()
    case 'exe':
    case 'module':
      return process.execPath
    case 'appData':
      return process.env['STANDIN_APPDATA'] ?? join(homedir(), '.config')
    case 'desktop':
    case 'documents':
    case 'downloads':
    case 'music':
    case 'pictures':
    case 'videos':
      return join(homedir(), name.charAt(0).toUpperCase() + name.slice(1))
    case 'userData':
      return made(join(getPath('appData'), names.app))
    case 'sessionData':
      return getPath('userData')
    case 'logs':
    case 'crashDumps':
      return made(join(getPath('userData'), name))
    default:
      throw new Error(`Failed to get '${name}' path`)
  }
}

function made(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}
