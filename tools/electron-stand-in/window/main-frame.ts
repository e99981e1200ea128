/** Electron's `WebFrameMain`, for the one frame of a page that has a preload. */
export interface MainFrame {
  readonly url: string
  readonly origin: string
  readonly parent: null
  readonly top: MainFrame
  readonly frames: readonly never[]
  readonly processId: number
  readonly routingId: number
}

/** The main frame of a page; its URL and origin are always the current ones. */
export function createMainFrame(id: number, url: () => string): MainFrame {
  const frame: MainFrame = {
    get url() {
      return url()
    },
    get origin() {
      return /^[a-z][\w+.-]*:\/\/[^/?#]+/i.exec(url())?.[0] ?? 'null'
    },
    parent: null,
    get top() {
      return frame
    },
    frames: [],
    processId: 1,
    routingId: id,
  }
  return frame
}
