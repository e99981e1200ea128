import type { Bridge } from './bridge.ts'
import type { AnyFunction, Codec } from './codec.ts'

/** What the host sends into the preload's world: an answer to a call, or an event. */
export type ToPreload =
  | { kind: 'answer'; id: number; ok: boolean; value: string }
  | { kind: 'event'; channel: string; args: string }

/** What the preload's world sends to the host; `id` is 0 when no answer is expected. */
export interface FromPreload {
  id: number
  channel: string
  args: string
}

/** The `electron` module of a sandboxed preload. */
export interface PreloadElectron {
  contextBridge: { exposeInMainWorld(name: string, api: unknown): void }
  ipcRenderer: Record<string, AnyFunction>
  webUtils: { getPathForFile(file: File): string }
}

/**
 * The sandboxed preload's `electron`. `post` is the binding to the host; the host calls the function
 * given to `receive`. Its source is injected into pages, so it uses nothing from outside.
 */
export function createPreloadElectron(
  codec: Codec,
  bridge: Bridge,
  post: (text: string) => void,
  receive: (deliver: (message: ToPreload) => void) => void,
): PreloadElectron {
  type Listener = (event: { sender: unknown; ports: unknown[] }, ...args: unknown[]) => void
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (e: Error) => void }
  >()
  const listeners = new Map<string, Listener[]>()
  let calls = 0

  const send = (message: FromPreload) => post(JSON.stringify(message))
  const remove = (channel: string, listener: Listener) => {
    const kept = (listeners.get(channel) ?? []).filter((entry) => entry !== listener)
    listeners.set(channel, kept)
    return ipcRenderer
  }
  const add = (channel: string, listener: Listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return ipcRenderer
  }

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        const packed = codec.pack(args)
        const id = ++calls
        waiting.set(id, { resolve, reject })
        send({ id, channel, args: packed })
      }),
    send: (channel: string, ...args: unknown[]) => send({ id: 0, channel, args: codec.pack(args) }),
    on: add,
    addListener: add,
    off: remove,
    removeListener: remove,
    once: (channel: string, listener: Listener) => {
      const wrapped: Listener = (event, ...args) => {
        remove(channel, wrapped)
        listener(event, ...args)
      }
      return add(channel, wrapped)
    },
    removeAllListeners: (channel: string) => {
      listeners.delete(channel)
      return ipcRenderer
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  }

  receive((message) => {
    if (message.kind === 'event') {
      const args = codec.unpack(message.args) as unknown[]
      for (const listener of listeners.get(message.channel) ?? []) {
        listener({ sender: ipcRenderer, ports: [] }, ...args)
      }
      return
    }
    const entry = waiting.get(message.id)
    waiting.delete(message.id)
    const value = codec.unpack(message.value)
    if (message.ok) entry?.resolve(value)
    else entry?.reject(new Error(String(value)))
  })

  return {
    contextBridge: { exposeInMainWorld: (name, api) => bridge.expose(name, api) },
    ipcRenderer: ipcRenderer as unknown as Record<string, AnyFunction>,
    webUtils: { getPathForFile: (file) => file.name },
  }
}
