import type { BrowserWindow } from 'electron'
import { dockedBounds, type DockSide, type WorkArea } from './windows.ts'

/** What the docked window depends on. */
export interface CounterWindowParts {
  /** Makes it by the one factory and shows its page. */
  make(): BrowserWindow
  workArea(): WorkArea
  /** It was closed, by its button or by the system. */
  closed(): void
}

/** The narrow window beside the core system: at most one, at the left or right edge of the screen. */
export class CounterWindow {
  readonly #parts: CounterWindowParts
  #window: BrowserWindow | null = null
  #side: DockSide = 'right'

  constructor(parts: CounterWindowParts) {
    this.#parts = parts
  }

  /** Opens it, or brings the open one to the front. */
  open(): void {
    if (this.#window) {
      if (this.#window.isMinimized()) this.#window.restore()
      this.#window.focus()
      return
    }
    const window = this.#parts.make()
    this.#window = window
    window.on('closed', () => {
      this.#window = null
      this.#parts.closed()
    })
    this.dock(this.#side)
  }

  /** Whether a window is this one. */
  owns(window: BrowserWindow): boolean {
    return window === this.#window
  }

  /** Moves it to an edge of the screen, over its full height. */
  dock(side: DockSide): void {
    this.#side = side
    this.#window?.setBounds(dockedBounds(this.#parts.workArea(), side))
  }
}
