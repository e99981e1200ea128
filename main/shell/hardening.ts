import type { Session, WebContents } from 'electron'
import { appScheme, isAllowedExternal } from './origin.ts'

/** Schemes a page may load from: its own, and what it holds in memory. */
const allowedSchemes = new Set([`${appScheme}:`, 'data:', 'blob:'])

/** Refuses every permission a page could ask for, and every request that leaves the terminal. */
export function hardenSession(session: Session, devTools: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => {
    callback(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, callback) => {
    const scheme = URL.canParse(details.url) ? new URL(details.url).protocol : ''
    callback({ cancel: !(allowedSchemes.has(scheme) || (devTools && scheme === 'devtools:')) })
  })
}

/**
 * Keeps a page where the shell put it: it cannot navigate, follow a redirect, open a window or embed
 * a foreign page. A listed web address goes to the system's browser instead.
 */
export function hardenContents(
  contents: WebContents,
  openExternal: (url: string) => Promise<void>,
  refused: (what: 'navigation' | 'redirect' | 'frame' | 'window' | 'webview') => void,
): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault()
    refused('navigation')
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    refused('redirect')
  })
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame) return
    event.preventDefault()
    refused('frame')
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refused('webview')
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedExternal(url)) void openExternal(url).catch(() => {})
    else refused('window')
    return { action: 'deny' }
  })
}
