import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findBrowser } from '#tools/electron-stand-in/browser/find.ts'
import { step } from './progress.mjs'

const aptGet = '/usr/bin/apt-get'

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync(aptGet)
}

/** Whether text in Chinese has a font; without one every screen shows boxes. */
function hasChineseFont(): boolean {
  if (process.platform !== 'linux') return true
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return listed.status === 0 && listed.stdout.length > 0
}

function install(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const result = spawnSync(aptGet, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    if (result.status !== 0) throw new Error(result.stderr.toString('utf8').trim())
  }
}

/**
 * The browser that draws the windows: the machine's own, else Debian's, installed with Chinese
 * fonts where we are root. Null where there is none and none can be had.
 */
export async function ensureBrowser(): Promise<string | null> {
  const missing = [
    ...(findBrowser() ? [] : ['chromium']),
    ...(hasChineseFont() ? [] : ['fonts-noto-cjk']),
  ]
  if (missing.length > 0 && canInstall()) {
    const title = `安装 ${missing.join('、')} · Installing ${missing.join(' and ')}`
    await step(title, () => Promise.resolve(install(missing))).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    })
  }
  return findBrowser() ?? null
}

/** What to do where {@link ensureBrowser} found none, in Chinese and English. */
export const browserMissing =
  '✗ 找不到 Chromium、Chrome 或 Edge。请安装其一，或用 STANDIN_CHROMIUM 指明其路径。\n' +
  '  No Chromium, Chrome or Edge was found. Install one, or name its path in STANDIN_CHROMIUM.'
