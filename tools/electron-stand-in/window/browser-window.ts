import { EventEmitter } from 'node:events'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Geometry, type Bounds, type Mode } from './geometry.ts'
import type { NativeImage } from './native-image.ts'
import { WebContents } from './web-contents.ts'

/** The options of a window that the stand-in honours. Sizes in CSS pixels, of the content. */
export interface WindowOptions {
  width?: number
  height?: number
  minWidth?: number
  minHeight?: number
  show?: boolean
  title?: string
  alwaysOnTop?: boolean
  webPreferences?: { preload?: string }
  [other: string]: unknown
}

const windows = new Set<BrowserWindow>()
/** Windows by how lately each was in front, the front one last. */
let stack: BrowserWindow[] = []
let lastId = 0
let watcher: WindowWatcher | undefined

/** What the application object hears about all windows. */
export interface WindowWatcher {
  contentsCreated(contents: WebContents): void
  windowCreated(window: BrowserWindow): void
  allClosed(): void
  openFailed(error: unknown): void
}

/** Registers the application object. */
export function watchWindows(by: WindowWatcher): void {
  watcher = by
}

/** Electron's `BrowserWindow`: a Chromium window whose content has exactly the size asked for. */
export class BrowserWindow extends EventEmitter {
  readonly id = ++lastId
  readonly webContents: WebContents
  readonly options: WindowOptions
  readonly #geometry: Geometry
  #beforeMinimized: Mode = 'normal'
  #visible: boolean
  #title: string
  #destroyed = false
  #shown = false
  #onTop: boolean

  constructor(options: WindowOptions = {}) {
    super()
    const { width = 800, height = 600, minWidth = 0, minHeight = 0 } = options
    this.options = options
    this.#visible = options.show !== false
    this.#title = options.title ?? ''
    this.#onTop = options.alwaysOnTop === true
    this.webContents = new WebContents({ width, height, preload: options.webPreferences?.preload })
    this.#geometry = new Geometry(
      this.webContents.page,
      { x: 0, y: 0, width, height },
      { width: minWidth, height: minHeight },
    )
    windows.add(this)
    if (this.#visible) this.#raise()
    this.webContents.on('stand-in-close', () => this.close())
    this.webContents.on('stand-in-zoom', () => this.#resize())
    this.webContents.on('destroyed', () => this.#closed())
    this.webContents.on('did-finish-load', () => {
      if (this.#shown) return
      this.#shown = true
      this.emit('ready-to-show')
    })
    this.webContents.page.opened.then(
      () => this.#resize(),
      (error: unknown) => {
        if (!this.#destroyed) watcher?.openFailed(error)
      },
    )
    watcher?.contentsCreated(this.webContents)
    watcher?.windowCreated(this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }
  static fromWebContents(contents: WebContents | null): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }
  static fromId(id: number): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null
  }
  static getFocusedWindow(): BrowserWindow | null {
    return stack.findLast((window) => window.isVisible()) ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }
  loadFile(file: string): Promise<void> {
    return this.loadURL(pathToFileURL(resolve(file)).href)
  }
  capturePage(): Promise<NativeImage> {
    return this.webContents.capturePage()
  }

  /** Asks the listeners of `close`, then goes. A window the user closed cannot be kept. */
  close(): void {
    if (this.#destroyed) return
    let prevented = false
    const event = {
      preventDefault: () => {
        prevented = true
      },
    }
    this.emit('close', event)
    if (!prevented) this.destroy()
  }
  destroy(): void {
    if (this.#destroyed) return
    void this.webContents.page.close()
    this.webContents.markDestroyed()
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }

  show(): void {
    this.showInactive()
    this.#raise()
  }
  showInactive(): void {
    this.#visible = true
    this.emit('show')
  }
  hide(): void {
    this.#visible = false
    this.emit('hide')
  }
  isVisible(): boolean {
    return this.#visible && !this.isMinimized()
  }
  focus(): void {
    void this.webContents.page.send('Page.bringToFront').catch(() => {})
    this.#raise()
  }
  blur(): void {}
  isFocused(): boolean {
    return BrowserWindow.getFocusedWindow() === this
  }

  maximize(): void {
    this.#enter('maximized', 'maximize')
  }
  unmaximize(): void {
    this.#enter('normal', 'unmaximize')
  }
  isMaximized(): boolean {
    return this.#geometry.mode === 'maximized'
  }
  minimize(): void {
    if (!this.isMinimized()) this.#beforeMinimized = this.#geometry.mode
    this.#enter('minimized', 'minimize')
  }
  isMinimized(): boolean {
    return this.#geometry.mode === 'minimized'
  }
  restore(): void {
    this.#enter(this.isMinimized() ? this.#beforeMinimized : 'normal', 'restore')
  }
  setFullScreen(on: boolean): void {
    this.#enter(on ? 'fullscreen' : 'normal', on ? 'enter-full-screen' : 'leave-full-screen')
  }
  isFullScreen(): boolean {
    return this.#geometry.mode === 'fullscreen'
  }

  getBounds(): Bounds {
    return this.#geometry.bounds()
  }
  getNormalBounds(): Bounds {
    return { ...this.#geometry.normal }
  }
  getContentBounds(): Bounds {
    return this.getBounds()
  }
  getSize(): [number, number] {
    const { width, height } = this.getBounds()
    return [width, height]
  }
  getContentSize(): [number, number] {
    return this.getSize()
  }
  setBounds(bounds: Partial<Bounds>): void {
    this.#geometry.change(bounds)
    this.#resize()
    this.emit('resize')
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }
  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }
  getMinimumSize(): [number, number] {
    return [this.#geometry.minimum.width, this.#geometry.minimum.height]
  }
  setMinimumSize(width: number, height: number): void {
    this.#geometry.minimum = { width, height }
  }

  setTitle(title: string): void {
    this.#title = title
  }
  getTitle(): string {
    return this.#title
  }

  center(): void {}
  moveTop(): void {}
  flashFrame(): void {}
  setMenu(): void {}
  removeMenu(): void {}
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setProgressBar(): void {}
  setOverlayIcon(): void {}
  setBackgroundColor(): void {}
  setContentProtection(): void {}
  setTitleBarOverlay(): void {}
  setIcon(): void {}
  setResizable(): void {}
  setAlwaysOnTop(flag: boolean): void {
    this.#onTop = flag
  }
  isAlwaysOnTop(): boolean {
    return this.#onTop
  }

  /** Brings this window to the front: `blur` for the one before, `focus` for this one. */
  #raise(): void {
    const before = BrowserWindow.getFocusedWindow()
    stack = [...stack.filter((window) => window !== this), this]
    if (before === this) return
    before?.emit('blur')
    this.emit('focus')
  }

  #enter(mode: Mode, event: string): void {
    if (this.#geometry.mode === mode) return
    this.#geometry.mode = mode
    this.#resize()
    this.emit(event)
    this.emit('resize')
  }

  #resize(): void {
    this.#geometry.zoom = this.webContents.getZoomFactor()
    void this.#geometry.apply().catch(() => {})
  }

  #closed(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    windows.delete(this)
    stack = stack.filter((window) => window !== this)
    this.emit('closed')
    if (windows.size === 0) watcher?.allClosed()
  }
}

/** Electron's `webContents`. */
export const webContents = {
  getAllWebContents: (): WebContents[] =>
    BrowserWindow.getAllWindows().map((window) => window.webContents),
  getFocusedWebContents: (): WebContents | null =>
    BrowserWindow.getFocusedWindow()?.webContents ?? null,
  fromId: (id: number): WebContents | undefined =>
    webContents.getAllWebContents().find((contents) => contents.id === id),
  /** Playwright finds a page's window through this. */
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    webContents.getAllWebContents().find((contents) => contents.page.targetId === targetId),
}
