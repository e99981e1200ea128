import { EventEmitter } from 'node:events'
import type { AnyFunction } from '../page/codec.ts'

/** Electron's `ipcMain`. */
class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, AnyFunction>()

  handle(channel: string, handler: AnyFunction): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    }
    this.#handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: AnyFunction): void {
    this.handle(channel, (...args) => {
      this.removeHandler(channel)
      return handler(...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** Runs the handler of `channel`; rejects with Electron's wording as the page sees it. */
  run(channel: string, event: unknown, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) return Promise.reject(new Error(`No handler registered for '${channel}'`))
    return Promise.resolve().then(() => handler(event, ...args))
  }
}

/** Electron's `ipcMain`. */
export const ipcMain = new IpcMain()
