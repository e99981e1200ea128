import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { protocol } from './protocol.ts'

/** What a filter of requests is told, and how it answers. */
export interface RequestDetails {
  url: string
  method: string
  resourceType: string
}
type BeforeRequest = (
  details: RequestDetails,
  callback: (answer: { cancel?: boolean }) => void,
) => void

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Electron's `net`: `file:` URLs are read here, the rest is Node's own fetch. */
export const net = {
  fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const url = typeof input === 'string' ? input : input.url
    if (!url.startsWith('file:')) return fetch(input, init)
    const file = new URL(url)
    const type = types[extname(file.pathname)] ?? 'application/octet-stream'
    return Promise.resolve().then(
      () => new Response(readFileSync(file), { headers: { 'content-type': type } }),
    )
  },
  isOnline: () => true,
}

class Session extends EventEmitter {
  readonly protocol = protocol
  readonly fetch = (input: string | Request, init?: RequestInit) => net.fetch(input, init)
  #beforeRequest: BeforeRequest | undefined
  /** The handlers the application set; Chromium itself denies every prompt here. */
  readonly permissionHandlers: { request: unknown; check: unknown; device: unknown } = {
    request: null,
    check: null,
    device: null,
  }

  readonly webRequest = {
    onBeforeRequest: (...args: unknown[]) => {
      const listener = args.at(-1)
      this.#beforeRequest = typeof listener === 'function' ? (listener as BeforeRequest) : undefined
    },
    onBeforeSendHeaders: () => {},
    onHeadersReceived: () => {},
  }

  /** Whether the application's filter lets a request pass. */
  allows(details: RequestDetails): Promise<boolean> {
    const filter = this.#beforeRequest
    if (!filter) return Promise.resolve(true)
    return new Promise((resolve) => filter(details, (answer) => resolve(answer.cancel !== true)))
  }

  setPermissionRequestHandler(handler: unknown): void {
    this.permissionHandlers.request = handler
  }
  setPermissionCheckHandler(handler: unknown): void {
    this.permissionHandlers.check = handler
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.permissionHandlers.device = handler
  }
  setSpellCheckerEnabled(): void {}
  setCertificateVerifyProc(): void {}
  setProxy(): Promise<void> {
    return Promise.resolve()
  }
  clearStorageData(): Promise<void> {
    return Promise.resolve()
  }
  clearCache(): Promise<void> {
    return Promise.resolve()
  }
}

const defaultSession = new Session()

/** Electron's `session`: there is one, whatever the partition. */
export const session = { defaultSession, fromPartition: () => defaultSession }
