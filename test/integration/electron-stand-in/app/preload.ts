import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'

Object.assign(globalThis, { preloadSecret: 'only in the isolated world' })

contextBridge.exposeInMainWorld('fixture', {
  number: 42,
  nested: { list: [1, 2], when: new Date(5) },
  add: (a: number, b: number) => a + b,
  later: (value: unknown) => Promise.resolve(value),
  echo: (value: unknown) => ipcRenderer.invoke('echo', value),
  sender: () => ipcRenderer.invoke('sender'),
  fail: () => ipcRenderer.invoke('fail'),
  throwNow: () => {
    throw new TypeError('refused')
  },
  rejectLater: () => Promise.reject(new TypeError('refused later')),
  note: (...values: unknown[]) => ipcRenderer.send('note', ...values),
  twice: (callback: (value: number) => number) => callback(1) + callback(2),
  on: (channel: string, listener: (value: unknown) => void) => {
    const relay = (_event: IpcRendererEvent, value: unknown) => {
      listener(value)
    }
    ipcRenderer.on(channel, relay)
    return () => {
      ipcRenderer.removeListener(channel, relay)
    }
  },
  requires: (name: string) => {
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the sandbox's own is on trial
      return typeof require(name)
    } catch (error) {
      return String(error)
    }
  },
  processKeys: () => [process.type, String(process.sandboxed), typeof process.exit],
})
