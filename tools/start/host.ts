import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { step } from '#tools/setup/progress.mjs'
import { ensureBrowser } from '#tools/setup/browser.ts'
import { StartFailure } from './failure.ts'
import { root, stateDir } from './state.ts'

/** The program that runs the terminal: Electron itself, or its stand-in with a browser's window. */
export interface Host {
  kind: 'electron' | 'stand-in'
  command: string
  args: readonly string[]
  env: Record<string, string>
  /** Which and why, in Chinese and English. */
  reason: string
}

const electronDir = join(root, 'node_modules/electron')
const downloadLimitMs = 10_000
const retryAfterMs = 24 * 3_600_000
const failedFile = join(stateDir, 'electron-unavailable')

function electronPath(): string | null {
  const pathFile = join(electronDir, 'path.txt')
  if (!existsSync(pathFile)) return null
  const path = join(electronDir, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(path) ? path : null
}

function failedLately(): boolean {
  return existsSync(failedFile) && Date.now() - statSync(failedFile).mtimeMs < retryAfterMs
}

/**
 * Fetches Electron's binary, within ten seconds or not at all: a machine without the Internet must
 * not wait. A failure is remembered for a day.
 */
async function downloadElectron(): Promise<void> {
  const child = spawn(process.execPath, [join(electronDir, 'install.js')], { stdio: 'ignore' })
  const timer = setTimeout(() => child.kill('SIGKILL'), downloadLimitMs)
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
  clearTimeout(timer)
  if (code === 0) return
  mkdirSync(dirname(failedFile), { recursive: true })
  writeFileSync(failedFile, '')
}

async function standIn(reason: string): Promise<Host> {
  const browser = await ensureBrowser()
  if (!browser) throw new StartFailure('noBrowser')
  return {
    kind: 'stand-in',
    command: join(root, 'tools/electron-stand-in/electron'),
    args: [root],
    env: { STANDIN_NODE: process.execPath, STANDIN_CHROMIUM: browser },
    reason: `${reason} (${browser})`,
  }
}

/** Whether a window can be shown here. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
}

/** Chooses what runs the terminal. Throws `noBrowser` where there is nothing. */
export async function chooseHost(window: boolean): Promise<Host> {
  if (!window) {
    return standIn('无窗口模式：以浏览器代替 Electron · without a window: a browser stands in')
  }
  if (!electronPath() && !failedLately()) {
    await step('获取 Electron（至多 10 秒） · Fetching Electron (10 s at most)', downloadElectron)
  }
  const electron = electronPath()
  if (!electron) {
    return standIn(
      'Electron 程序不可得，以浏览器代替 · Electron cannot be had: a browser stands in',
    )
  }
  return {
    kind: 'electron',
    command: electron,
    // Chromium's sandbox refuses to start as root.
    args: [root, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: {},
    reason: `Electron (${electron})`,
  }
}
