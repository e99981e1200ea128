import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { EventName } from '#contract/ipc.ts'
import { eventChannel } from '#contract/ipc/wire.ts'
import { eventNames, verbs } from './verbs.ts'

type AnyVerb = (request?: unknown, cause?: unknown, world?: unknown) => Promise<unknown>

function slice(area: Record<string, string>): Record<string, AnyVerb> {
  return Object.fromEntries(
    Object.entries(area).map(([verb, channel]) => [
      verb,
      (request: unknown = null, cause: unknown = 'person', world: unknown = 'branch') =>
        ipcRenderer.invoke(channel, request, cause, world),
    ]),
  )
}

function on(name: EventName, listener: (payload: unknown) => void): () => void {
  if (!Object.hasOwn(eventNames, name)) throw new Error(`unknown event: ${String(name)}`)
  const channel = eventChannel(name)
  const relay = (_event: IpcRendererEvent, payload: unknown) => {
    listener(payload)
  }
  ipcRenderer.on(channel, relay)
  return () => {
    ipcRenderer.removeListener(channel, relay)
  }
}

/** `window.branch`, typed as `BranchBridge` for the page. */
contextBridge.exposeInMainWorld('branch', {
  ...Object.fromEntries(Object.entries(verbs).map(([area, names]) => [area, slice(names)])),
  on,
})
