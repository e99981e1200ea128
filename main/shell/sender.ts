import { isAppUrl } from './origin.ts'

/** What a guard looks at in Electron's `IpcMainInvokeEvent`. */
export interface SenderEvent {
  readonly sender: { readonly id: number }
  /** Null when the frame has gone since it sent. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

/**
 * Whether a message comes from the main frame of a window of ours that shows a page of ours. A frame
 * that is gone, a frame inside the page, an empty or blank address and any other origin do not pass.
 */
export function isTrustedSender(
  event: SenderEvent,
  isOwnWindow: (webContentsId: number) => boolean,
): boolean {
  const frame = event.senderFrame
  return (
    isOwnWindow(event.sender.id) && frame !== null && frame.parent === null && isAppUrl(frame.url)
  )
}
