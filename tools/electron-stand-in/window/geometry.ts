import { browser } from '../browser/browser.ts'
import { screen } from '../system/screen.ts'
import type { PageTarget } from './page-target.ts'

/** Rectangle of a window on the screen, in device-independent pixels of its content. */
export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

/** How a window fills the screen. */
export type Mode = 'normal' | 'maximized' | 'minimized' | 'fullscreen'

/** Size and state of one window; `apply` makes Chromium follow. */
export class Geometry {
  mode: Mode = 'normal'
  normal: Bounds
  minimum: { width: number; height: number }
  zoom = 1
  readonly #page: PageTarget

  constructor(page: PageTarget, normal: Bounds, minimum: { width: number; height: number }) {
    this.#page = page
    this.normal = normal
    this.minimum = minimum
  }

  /** What the window covers now. */
  bounds(): Bounds {
    const fills = this.mode === 'maximized' || this.mode === 'fullscreen'
    return fills ? screen.getPrimaryDisplay().workArea : { ...this.normal }
  }

  /** Takes over what is given, never below the minimum. */
  change(bounds: Partial<Bounds>): void {
    const asked = { ...this.normal, ...bounds }
    this.normal = {
      ...asked,
      width: Math.max(asked.width, this.minimum.width),
      height: Math.max(asked.height, this.minimum.height),
    }
  }

  /** Without a screen the page is told its size; with one, the window grows until its inside fits. */
  async apply(): Promise<void> {
    if (!browser.headless) return this.#applyToWindow()
    if (this.mode === 'minimized') return
    const { width, height } = this.bounds()
    const display = screen.getPrimaryDisplay()
    await this.#page.send('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / this.zoom),
      height: Math.round(height / this.zoom),
      deviceScaleFactor: display.scaleFactor * this.zoom,
      screenWidth: display.size.width,
      screenHeight: display.size.height,
      mobile: false,
    })
  }

  async #applyToWindow(): Promise<void> {
    const { windowId } = await this.#page.send('Browser.getWindowForTarget')
    const set = (bounds: object) => this.#page.send('Browser.setWindowBounds', { windowId, bounds })
    await set({ windowState: 'normal' })
    if (this.mode !== 'normal') {
      await set({ windowState: this.mode })
      return
    }
    const inner = '({ width: outerWidth - innerWidth, height: outerHeight - innerHeight })'
    const answer = await this.#page.send('Runtime.evaluate', {
      expression: inner,
      returnByValue: true,
    })
    const frame = (answer['result'] as { value: { width: number; height: number } }).value
    await set({
      width: this.normal.width + frame.width,
      height: this.normal.height + frame.height,
    })
  }
}
