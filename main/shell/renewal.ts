import type { BrowserWindow } from 'electron'
import { isAppUrl } from './origin.ts'
import { openEntry, type WindowPurpose } from './windows.ts'

/**
 * An empty page of another origin, in the colour of the start screen. Our pages demand a browsing
 * context group of their own (`cross-origin-opener-policy`), so the way over it ends the old page's
 * process, and with it whatever its memory held.
 */
const between = `data:text/html,${encodeURIComponent('<!doctype html><html style="background:#0b3d35">')}`

/** Where in the application a window was before its page was renewed, until somebody returns there. */
export class Places {
  readonly #places = new WeakMap<object, string>()

  /** Keeps the place of a window: the part of the address behind `#`. */
  keep(window: BrowserWindow): void {
    const url = window.webContents.getURL()
    if (isAppUrl(url)) this.#places.set(window, new URL(url).hash.slice(1))
  }

  /** The place kept for a window, once. */
  take(window: BrowserWindow): string | null {
    const place = this.#places.get(window) || null
    this.forget(window)
    return place
  }

  /** Forgets it: the person who was there has gone. */
  forget(window: BrowserWindow): void {
    this.#places.delete(window)
  }
}

/** Replaces a window's page by a fresh one in a fresh process, with no way back to the old one. */
export async function renewPage(
  window: BrowserWindow,
  purpose: WindowPurpose = 'terminal',
): Promise<void> {
  const focused = window.isFocused()
  await window.loadURL(between)
  await openEntry(window, purpose)
  window.webContents.navigationHistory.clear()
  if (focused) window.webContents.focus()
}
