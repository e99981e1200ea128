import type { BrowserWindow } from 'electron'
import { openEntry } from './windows.ts'

const reloads = 3
const withinMs = 60_000

/**
 * Shows the first page again when the page's process dies. After three deaths in a minute it calls
 * `giveUp` instead, so that a page that cannot live does not flicker for ever.
 */
export function recoverPage(
  window: BrowserWindow,
  nowMs: () => number,
  died: (reason: string) => void,
  giveUp: () => void,
  open: (window: BrowserWindow) => Promise<void> = openEntry,
): void {
  let deaths: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    died(reason)
    const now = nowMs()
    deaths = [...deaths.filter((at) => now - at < withinMs), now]
    if (deaths.length > reloads) giveUp()
    else void open(window).catch(giveUp)
  })
}
