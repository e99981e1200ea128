import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { entryUrl } from './origin.ts'

/**
 * The only web preferences a window gets, whatever its purpose; a test compares them with what the
 * factory passes on.
 */
export const securePreferences = Object.freeze({
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  devTools: false,
})

/** Content size a window opens with, and the least it can be made, in CSS pixels. */
export const windowSize = Object.freeze({
  width: 1366,
  height: 768,
  minWidth: 1093,
  minHeight: 614,
})

/** Width of the narrow window beside the core system, and the least it can be made, CSS pixels. */
export const dockedSize = Object.freeze({ width: 420, minWidth: 360, minHeight: 560 })

/** Where windows may stand. */
export interface WorkArea {
  x: number
  y: number
  width: number
  height: number
}

/** Edge of the screen at which the narrow window stands. */
export type DockSide = 'left' | 'right'

/** What a window is for: the terminal, or the counter beside the core system. */
export type WindowPurpose = 'terminal' | 'docked'

/** Where the narrow window stands: at an edge, over the full height. */
export function dockedBounds(area: WorkArea, side: DockSide): WorkArea {
  const width = Math.min(dockedSize.width, area.width)
  const x = side === 'left' ? area.x : area.x + area.width - width
  return { x, y: area.y, width, height: area.height }
}

/** What a window depends on. */
export interface WindowParts {
  BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow
  screen: { getPrimaryDisplay(): { workAreaSize: { width: number; height: number } } }
  preload: string
  devTools: boolean
}

/** Options of every window of the terminal; only size and place differ by its purpose. */
export function windowOptions(
  preload: string,
  devTools: boolean,
  purpose: WindowPurpose = 'terminal',
): BrowserWindowConstructorOptions {
  const { width, height, minWidth, minHeight } = windowSize
  const place =
    purpose === 'docked'
      ? { ...dockedSize, height, alwaysOnTop: true, maximizable: false, fullscreenable: false }
      : { width, height, minWidth, minHeight }
  return {
    ...place,
    show: false,
    backgroundColor: '#f4f6f5',
    // The page draws bar and buttons itself: docs/decisions/0007-own-window-buttons.md.
    frame: false,
    webPreferences: { ...securePreferences, devTools, preload },
  }
}

/**
 * The one place that makes windows. The window shows itself when it has something to show, and fills
 * a screen that is no larger than its usual size.
 */
export function createTerminalWindow(
  parts: WindowParts,
  purpose: WindowPurpose = 'terminal',
): BrowserWindow {
  const window = new parts.BrowserWindow(windowOptions(parts.preload, parts.devTools, purpose))
  window.once('ready-to-show', () => {
    if (purpose === 'docked') {
      window.show()
      return
    }
    const { width, height } = parts.screen.getPrimaryDisplay().workAreaSize
    if (width <= windowSize.width || height <= windowSize.height) window.maximize()
    window.show()
  })
  return window
}

/** Shows the first page of a window. */
export function openEntry(
  window: BrowserWindow,
  purpose: WindowPurpose = 'terminal',
): Promise<void> {
  return window.loadURL(purpose === 'docked' ? `${entryUrl}#/docked` : entryUrl)
}
