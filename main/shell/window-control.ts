import type { BrowserWindow, WebContents } from 'electron'
import type { Brought, CounterLink } from './counter-link.ts'
import type { Locking } from './locking.ts'
import type { Printing } from './printing.ts'
import type { ShellHandlers } from './relay.ts'
import type { Places } from './renewal.ts'
import type { Supervisor } from './supervisor.ts'

/** The counter's narrow window and what a link brought for it. */
export interface CounterControl {
  open(): void
  dock(side: 'left' | 'right'): void
  takeLink(): Brought | null
  waitingLink(): CounterLink['waiting']
}

/** What the shell answers from. */
export interface ShellParts {
  supervisor: Pick<Supervisor, 'state' | 'restart'>
  locking: Pick<Locking, 'saved' | 'takeEnded'>
  places: Pick<Places, 'take'>
  windowOf: (contents: WebContents) => BrowserWindow | null
  printing: Printing
  counter: CounterControl
}

/** The shell's own answers: the window's buttons, its way through a lock, the service's state. */
export function createShellHandlers(parts: ShellParts): ShellHandlers<WebContents> {
  const { supervisor, locking, places, windowOf, printing, counter } = parts
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
    'window.savePdf': (sender, request) => printing.savePdf(sender, request),
    'window.print': (sender, request) => printing.print(sender, request),
    'window.close': (sender) => {
      // After the answer: a page that is gone cannot be answered.
      setImmediate(() => windowOf(sender)?.close())
      return null
    },
    'window.openDocked': () => {
      counter.open()
      return null
    },
    'window.dockLeft': () => {
      counter.dock('left')
      return null
    },
    'window.dockRight': () => {
      counter.dock('right')
      return null
    },
    'window.takeLink': () => counter.takeLink(),
    'window.waitingLink': () => counter.waitingLink(),
    'window.saved': () => {
      locking.saved()
      return null
    },
    'window.endedFor': () => locking.takeEnded(),
    'window.returnTo': (sender) => {
      const window = windowOf(sender)
      return window && places.take(window)
    },
  }
}
