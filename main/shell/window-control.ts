import type { BrowserWindow, WebContents } from 'electron'
import type { ShellHandlers } from './relay.ts'
import type { Supervisor } from './supervisor.ts'

/** The shell's own answers: the window's buttons, and the state of the service. */
export function createShellHandlers(
  supervisor: Pick<Supervisor, 'state' | 'restart'>,
  windowOf: (contents: WebContents) => BrowserWindow | null,
): ShellHandlers<WebContents> {
  return {
    'service.state': () => supervisor.state,
    'service.restart': () => {
      void supervisor.restart()
      return null
    },
    'window.minimize': (sender) => {
      windowOf(sender)?.minimize()
      return null
    },
    'window.toggleMaximize': (sender) => {
      const window = windowOf(sender)
      if (!window) return false
      if (window.isMaximized()) window.unmaximize()
      else window.maximize()
      return window.isMaximized()
    },
    'window.close': (sender) => {
      // After the answer: a page that is gone cannot be answered.
      setImmediate(() => windowOf(sender)?.close())
      return null
    },
  }
}
