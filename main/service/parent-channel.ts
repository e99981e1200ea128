import type { FromService, ToService } from '#contract/service-port.ts'

/** The line to whoever started this process. */
export interface ParentChannel {
  post(message: FromService): void
  listen(receive: (message: ToService) => void): void
  /** Called when the other side is gone. */
  onClosed(closed: () => void): void
  /** Lets the process end. */
  close(): void
}

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
}

/**
 * Electron's port of a utility process, or Node's channel of a forked one. Messages come from the
 * shell alone and are of its types.
 */
export function parentChannel(): ParentChannel {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort }
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      listen: (receive) => parentPort.on('message', ({ data }) => receive(data as ToService)),
      onClosed: (closed) => parentPort.on('close', closed),
      close: () => process.exit(0),
    }
  }
  const send = process.send?.bind(process)
  if (!send) throw new Error('the branch service is started by the shell, not by hand')
  return {
    post: (message) => {
      if (process.connected) send(message)
    },
    listen: (receive) => process.on('message', (message) => receive(message as ToService)),
    onClosed: (closed) => process.on('disconnect', closed),
    close: () => process.disconnect(),
  }
}
