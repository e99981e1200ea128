import { readFileSync } from 'node:fs'
import { browser } from '../browser/browser.ts'
import type { DevToolsPipe, Values } from '../browser/pipe.ts'
import type { FromPreload, ToPreload } from '../page/preload-world.ts'
import { binding, mainWorldScript, preloadScript, preloadWorld, receiver } from '../page/scripts.ts'

/** A request held back until it is answered, continued or failed. */
export interface PausedRequest {
  requestId: string
  frameId: string
  resourceType: string
  redirectedRequestId?: string
  request: {
    url: string
    method: string
    headers: Record<string, string>
    postDataEntries?: { bytes?: string }[]
  }
}

/** What a page tells its owner. */
export interface PageListener {
  message(message: FromPreload, contextId: number): void
  request(paused: PausedRequest): void
  navigating(kind: string): void
  committed(url: string): void
  domReady(): void
  loaded(): void
  crashed(): void
  popup(url: string): void
  destroyed(): void
}

/** How a window wants its page. */
export interface PageOptions {
  width: number
  height: number
  preload: string | undefined
}

/** One tab of the browser, driven over DevTools: the inside of one BrowserWindow. */
export class PageTarget {
  readonly opened: Promise<void>
  targetId = ''
  #pipe: DevToolsPipe | undefined
  #sessionId = ''
  #preloadContext: number | undefined
  readonly #listener: PageListener
  #unwatch: () => void = () => {}

  constructor(options: PageOptions, listener: PageListener) {
    this.#listener = listener
    this.opened = this.#open(options)
    this.opened.catch(() => {})
  }

  /** Calls a DevTools method of this page once it is open. */
  async send(method: string, params: Values = {}): Promise<Values> {
    await this.opened
    return this.#send(method, params)
  }

  /** Delivers to the preload of the current document, or of the one that asked; else drops it. */
  async deliver(message: ToPreload, contextId = this.#preloadContext): Promise<void> {
    if (contextId === undefined) return
    await this.send('Runtime.callFunctionOn', {
      functionDeclaration: `(text) => { globalThis.${receiver}?.(text) }`,
      arguments: [{ value: JSON.stringify(message) }],
      executionContextId: contextId,
    }).catch(() => {})
  }

  /** Closes the tab. */
  async close(): Promise<void> {
    await this.opened.catch(() => {})
    this.#forget()
    await this.#pipe?.send('Target.closeTarget', { targetId: this.targetId }).catch(() => {})
  }

  #send(method: string, params: Values = {}): Promise<Values> {
    if (!this.#pipe) return Promise.reject(new Error(`${method}: no page`))
    return this.#pipe.send(method, params, this.#sessionId)
  }

  async #open(options: PageOptions): Promise<void> {
    this.#pipe = await browser.start()
    const tab = await browser.openTab(options.width, options.height)
    this.targetId = tab.targetId
    this.#sessionId = tab.sessionId
    this.#unwatch = browser.watch({
      destroyed: (targetId) => {
        if (targetId !== this.targetId) return
        this.#forget()
        this.#listener.destroyed()
      },
    })
    this.#pipe.listen(this.#sessionId, (method, params) => this.#event(method, params))
    const preload = options.preload === undefined ? [] : this.#preloadCalls(options.preload)
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Inspector.enable'),
      this.#send('Runtime.enable'),
      ...preload,
      this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.#send('Runtime.runIfWaitingForDebugger'),
    ])
  }

  #preloadCalls(file: string): Promise<Values>[] {
    const script = preloadScript(readFileSync(file, 'utf8'))
    return [
      this.#send('Runtime.addBinding', { name: binding, executionContextName: preloadWorld }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', {
        source: script,
        worldName: preloadWorld,
      }),
    ]
  }

  #forget(): void {
    this.#unwatch()
    this.#pipe?.forget(this.#sessionId)
  }

  #event(method: string, params: Values): void {
    switch (method) {
      case 'Runtime.executionContextCreated': {
        const context = params['context'] as {
          id: number
          name: string
          auxData?: { frameId?: string }
        }
        if (context.name === preloadWorld && context.auxData?.frameId === this.targetId) {
          this.#preloadContext = context.id
        }
        return
      }
      case 'Runtime.executionContextDestroyed':
        if (params['executionContextId'] === this.#preloadContext) this.#preloadContext = undefined
        return
      case 'Runtime.bindingCalled':
        if (params['name'] !== binding) return
        this.#listener.message(
          JSON.parse(params['payload'] as string) as FromPreload,
          params['executionContextId'] as number,
        )
        return
      case 'Fetch.requestPaused':
        this.#listener.request(params as unknown as PausedRequest)
        return
      case 'Page.frameStartedNavigating':
        if (params['frameId'] === this.targetId) {
          this.#listener.navigating(params['navigationType'] as string)
        }
        return
      case 'Page.frameNavigated': {
        const frame = params['frame'] as { url: string; parentId?: string }
        if (frame.parentId === undefined) this.#listener.committed(frame.url)
        return
      }
      case 'Page.navigatedWithinDocument':
        if (params['frameId'] === this.targetId) this.#listener.committed(params['url'] as string)
        return
      case 'Page.domContentEventFired':
        this.#listener.domReady()
        return
      case 'Page.loadEventFired':
        this.#listener.loaded()
        return
      case 'Inspector.targetCrashed':
        this.#listener.crashed()
        return
      case 'Page.windowOpen':
        this.#listener.popup(params['url'] as string)
        return
    }
  }
}
