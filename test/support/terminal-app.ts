import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { BrowserWindow } from 'electron'
import { _electron, type ElectronApplication, type JSHandle, type Page } from 'playwright'

/** Root of the repository: the application that is launched unless told otherwise. */
export const repository = join(import.meta.dirname, '../..')

const standIn = join(repository, 'tools/electron-stand-in')

/** How to launch a terminal. */
export interface TerminalOptions {
  /** Folder of this terminal's data; `terminal.json` lies in it. */
  userData: string
  /** Size of the page in CSS pixels; 1366 × 768 when absent. */
  size?: { width: number; height: number }
  /** Scale of the screen: 1.25 is Windows' 125 %. Stand-in only. */
  scale?: number
  env?: Record<string, string>
  /** Folder of the built application; the repository when absent. */
  appDir?: string
  /** What stands on the command line behind the application, such as a link. */
  args?: readonly string[]
}

/** A running terminal. */
export interface Terminal {
  app: ElectronApplication
  window: Page
  userData: string
  /** Starts the program once more, as the system does for a link; resolves when that start has gone. */
  startAgain(...args: string[]): Promise<void>
  /**
   * Quits as a person does and waits for the end; kills what does not end. Gives the exit code; safe
   * to call twice.
   */
  close(): Promise<number | null>
}

/** Real Electron when `OCRM_ELECTRON=real`, else the stand-in. */
export function usesRealElectron(): boolean {
  return process.env['OCRM_ELECTRON'] === 'real'
}

function hostEnvironment(options: TerminalOptions): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || name.startsWith('NODE_OPTIONS') || name.startsWith('VITEST')
      ? []
      : [[name, value] as const],
  )
  const size = options.size ?? { width: 1366, height: 768 }
  const scale = options.scale ?? 1
  const host: Record<string, string> = usesRealElectron()
    ? {}
    : {
        ELECTRON_OVERRIDE_DIST_PATH: standIn,
        STANDIN_SCREEN: `${Math.round(size.width * scale)}x${Math.round(size.height * scale)}`,
        STANDIN_SCALE: String(scale),
        STANDIN_HEADLESS: process.env['OCRM_HEADED'] === '1' ? '0' : '1',
        STANDIN_APPDATA: options.userData,
      }
  return {
    ...Object.fromEntries(inherited),
    ...host,
    OCRM_USER_DATA: options.userData,
    ...options.env,
  }
}

/** The window of a page, in the main process; Playwright itself gives it no type. */
export function browserWindowOf(
  app: ElectronApplication,
  page: Page,
): Promise<JSHandle<BrowserWindow>> {
  return app.browserWindow(page) as Promise<JSHandle<BrowserWindow>>
}

/** Waits until the page has the size asked for, making it so where the host opened another. */
async function fit(app: ElectronApplication, window: Page, options: TerminalOptions) {
  const size = options.size ?? { width: 1366, height: 768 }
  const browserWindow = await browserWindowOf(app, window)
  await browserWindow.evaluate(
    async (own, [width, height]) => {
      // The window settles its size when it first shows itself.
      if (!own.isVisible()) await new Promise<void>((shown) => own.once('show', () => shown()))
      own.unmaximize()
      own.setContentSize(width, height)
    },
    [size.width, size.height] as const,
  )
  await window.waitForFunction(
    ({ width, height }) => innerWidth === width && innerHeight === height,
    size,
  )
}

async function end(app: ElectronApplication): Promise<number | null> {
  const child = app.process()
  const exited = new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.once('exit', (code) => resolve(code))
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await app.close().catch(() => {})
  const code = await exited
  clearTimeout(timer)
  return code
}

/** Starts the program beside the running one, which it hands its arguments; waits for its end. */
async function startAgain(options: TerminalOptions, args: readonly string[]): Promise<void> {
  const executable = usesRealElectron()
    ? (createRequire(import.meta.url)('electron') as string)
    : join(standIn, 'electron')
  const child = spawn(executable, ['.', ...args], {
    cwd: options.appDir ?? repository,
    env: hostEnvironment(options),
    stdio: 'ignore',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the second start ended with ${code}`)
}

/**
 * Launches the built terminal under Playwright with stock `_electron`. Tests must not assert a page's
 * URL: the stand-in's differs.
 */
export async function launchTerminal(options: TerminalOptions): Promise<Terminal> {
  const appDir = options.appDir ?? repository
  if (!existsSync(join(appDir, 'dist/main/index.js'))) {
    throw new Error('The terminal is not built: run `npm run build` first.')
  }
  // Playwright's own `electron` reads the variable of this process, not of the child.
  if (usesRealElectron()) delete process.env['ELECTRON_OVERRIDE_DIST_PATH']
  else process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standIn
  const app = await _electron.launch({
    args: ['.', ...(options.args ?? [])],
    cwd: appDir,
    env: hostEnvironment(options),
    timeout: 60_000,
  })
  try {
    const window = await app.firstWindow()
    await window.waitForLoadState('domcontentloaded')
    await fit(app, window, options)
    let closing: Promise<number | null> | undefined
    const close = () => (closing ??= end(app))
    const again = (...args: string[]) => startAgain(options, args)
    return { app, window, userData: options.userData, startAgain: again, close }
  } catch (error) {
    await end(app)
    throw error
  }
}
