import { EventEmitter } from 'node:events'
import { blankMark } from '../browser/browser.ts'
import { createCodec } from '../page/codec.ts'
import type { FromPreload } from '../page/preload-world.ts'
import { recordedCalls } from '../system/desktop.ts'
import { ipcMain } from './ipc-main.ts'
import { createMainFrame, type MainFrame } from './main-frame.ts'
import { NativeImage } from './native-image.ts'
import { PageTarget, type PageOptions, type PausedRequest } from './page-target.ts'
import { pdfParameters, type PdfOptions } from './printing.ts'
import { fromPageUrl, toPageUrl } from './protocol.ts'
import { decideRequest } from './requests.ts'
import { session } from './session.ts'

const codec = createCodec()
let lastId = 0

/** Electron's `WebContents` over one tab. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId
  readonly session = session.defaultSession
  readonly mainFrame: MainFrame
  readonly page: PageTarget
  #url = ''
  #destroyed = false
  /** The navigation the application itself asked for; the guard lets exactly this one pass. */
  #expected: string | undefined
  #navigationType = ''
  #windowOpenHandler: ((details: { url: string }) => { action: string }) | undefined
  #zoom = 1

  constructor(options: PageOptions) {
    super()
    this.mainFrame = createMainFrame(this.id, () => this.#url)
    this.page = new PageTarget(options, {
      message: (message, contextId) => void this.#receive(message, contextId),
      request: (paused) => this.#decide(paused),
      navigating: (kind) => {
        this.#navigationType = kind
      },
      committed: (url) => {
        if (url.includes(blankMark)) return
        this.#url = fromPageUrl(url)
        this.emit('did-navigate', {}, this.#url)
      },
      // Events of the blank page that every tab starts with are not the application's.
      domReady: () => {
        if (this.#url) this.emit('dom-ready', {})
      },
      loaded: () => {
        if (this.#url) this.emit('did-finish-load', {})
      },
      crashed: () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
      popup: (url) => {
        this.#windowOpenHandler?.({ url: fromPageUrl(url) })
      },
      destroyed: () => this.markDestroyed(),
    })
  }

  /** Navigates and resolves when the page has loaded; rejects with Chromium's error name. */
  async loadURL(url: string): Promise<void> {
    await this.page.opened
    // A request does not carry what stands behind `#`.
    this.#expected = url.replace(/#.*$/, '')
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()))
    const answer = await this.page.send('Page.navigate', { url: toPageUrl(url) })
    const errorText = answer['errorText'] as string | undefined
    if (errorText) {
      this.emit('did-fail-load', {}, -2, errorText, url, true)
      throw new Error(`${errorText} loading '${url}'`)
    }
    await loaded
  }

  send(channel: string, ...args: unknown[]): void {
    void this.page.deliver({ kind: 'event', channel, args: codec.pack(args) })
  }

  getURL(): string {
    return this.#url
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  reload(): void {
    this.#expected = this.#url.replace(/#.*$/, '')
    void this.page.send('Page.reload').catch(() => {})
  }

  /** The answer to a popup is always to deny; the handler is told all the same. */
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#windowOpenHandler = handler
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const answer = (await this.page.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    })) as {
      result: { value: unknown }
      exceptionDetails?: { text: string; exception?: { description?: string } }
    }
    const failure = answer.exceptionDetails
    if (failure) throw new Error(failure.exception?.description ?? failure.text)
    return answer.result.value
  }

  async printToPDF(options: PdfOptions = {}): Promise<Buffer> {
    const { data } = await this.page.send('Page.printToPDF', pdfParameters(options))
    return Buffer.from(data as string, 'base64')
  }

  /** There is no printer here: the call is kept for tests to read, and answered in Electron's words. */
  print(options: object = {}, done?: (success: boolean, failureReason: string) => void): void {
    recordedCalls.push({ name: 'webContents.print', args: [options] })
    setImmediate(() => done?.(false, 'No printers available on the network'))
  }

  getPrintersAsync(): Promise<never[]> {
    return Promise.resolve([])
  }

  async capturePage(): Promise<NativeImage> {
    const { data } = await this.page.send('Page.captureScreenshot', { format: 'png' })
    return new NativeImage(Buffer.from(data as string, 'base64'))
  }

  /** Reaches the page through the window, which knows its size; 1 is 100 %. */
  setZoomFactor(factor: number): void {
    this.#zoom = factor
    this.emit('stand-in-zoom')
  }

  getZoomFactor(): number {
    return this.#zoom
  }

  close(): void {
    this.emit('stand-in-close')
  }

  openDevTools(): void {}
  closeDevTools(): void {}
  isDevToolsOpened(): boolean {
    return false
  }
  focus(): void {}
  /** Forgets every page but the one that is shown. */
  readonly navigationHistory = {
    clear: (): void => void this.page.send('Page.resetNavigationHistory').catch(() => {}),
  }

  setUserAgent(): void {}
  setBackgroundThrottling(): void {}
  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve()
  }
  getOSProcessId(): number {
    return 0
  }

  /** Ends this object's life; idempotent. */
  markDestroyed(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.emit('destroyed')
  }

  #decide(paused: PausedRequest): void {
    void decideRequest(this.page, paused, (url, redirected) => {
      const repeated = this.#navigationType !== 'differentDocument' && this.#navigationType !== ''
      if (!redirected && (url === this.#expected || repeated)) {
        this.#expected = undefined
        return true
      }
      let prevented = false
      const details = {
        url,
        isMainFrame: true,
        isSameDocument: false,
        frame: this.mainFrame,
        preventDefault: () => {
          prevented = true
        },
        get defaultPrevented() {
          return prevented
        },
      }
      if (redirected) this.emit('will-redirect', details, url, false, true)
      else {
        this.emit('will-frame-navigate', details)
        this.emit('will-navigate', details, url, false, true)
      }
      return !prevented
    })
  }

  async #receive(message: FromPreload, contextId: number): Promise<void> {
    const event = {
      sender: this,
      senderFrame: this.mainFrame,
      processId: this.mainFrame.processId,
      frameId: this.mainFrame.routingId,
      ports: [],
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    }
    const { id, channel } = message
    const args = codec.unpack(message.args) as unknown[]
    if (id === 0) {
      ipcMain.emit(channel, event, ...args)
      return
    }
    let answer: { ok: boolean; value: string }
    try {
      answer = { ok: true, value: codec.pack(await ipcMain.run(channel, event, args)) }
    } catch (error) {
      const text = `Error invoking remote method '${channel}': ${String(error)}`
      answer = { ok: false, value: codec.pack(text) }
    }
    await this.page.deliver({ kind: 'answer', id, ...answer }, contextId)
  }
}
