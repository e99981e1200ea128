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

/** What a window depends on. */
export interface WindowParts {
  BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow
  screen: { getPrimaryDisplay(): { workAreaSize: { width: number; height: number } } }
  preload: string
  devTools: boolean
}

/** Options of every window of the terminal. */
export function windowOptions(preload: string, devTools: boolean): BrowserWindowConstructorOptions {
  const { width, height, minWidth, minHeight } = windowSize
  return {
    width,
    height,
    minWidth,
    minHeight,
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
export function createTerminalWindow(parts: WindowParts): BrowserWindow {
  const window = new parts.BrowserWindow(windowOptions(parts.preload, parts.devTools))
  window.once('ready-to-show', () => {
    const { width, height } = parts.screen.getPrimaryDisplay().workAreaSize
    if (width <= windowSize.width || height <= windowSize.height) window.maximize()
    window.show()
  })
  return window
}

/** Shows the terminal's first page. */
export function openEntry(window: BrowserWindow): Promise<void> {
  return window.loadURL(entryUrl)
}
