import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  win32: ['chrome.exe', 'msedge.exe', 'chromium.exe'],
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'],
}
const unixNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
]

/** Folders where a desktop keeps browsers outside PATH. */
function usualFolders(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') {
    return names['darwin']!.map((name) => `/Applications/${name}.app/Contents/MacOS`)
  }
  if (process.platform !== 'win32')
    return ['/snap/bin', '/opt/google/chrome', '/opt/microsoft/msedge']
  return [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].flatMap((base) =>
    base
      ? [
          join(base, 'Google', 'Chrome', 'Application'),
          join(base, 'Microsoft', 'Edge', 'Application'),
          join(base, 'Chromium', 'Application'),
        ]
      : [],
  )
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The browser that draws the windows: `STANDIN_CHROMIUM`, else the first Chromium, Chrome or Edge of
 * this machine. Undefined when there is none.
 */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env['STANDIN_CHROMIUM']) return env['STANDIN_CHROMIUM']
  const folders = [...(env['PATH'] ?? '').split(delimiter), ...usualFolders(env)].filter(Boolean)
  for (const name of names[process.platform] ?? unixNames) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable)
    if (found) return found
  }
  return undefined
}
