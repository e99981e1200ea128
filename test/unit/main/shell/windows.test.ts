import { EventEmitter } from 'node:events'
import type { BrowserWindow, BrowserWindowConstructorOptions, Session, WebContents } from 'electron'
import { beforeEach, describe, expect, test } from 'vitest'
import { hardenContents, hardenSession } from '#main/shell/hardening.ts'
import { recoverPage } from '#main/shell/recovery.ts'
import { CounterWindow } from '#main/shell/counter-window.ts'
import {
  createTerminalWindow,
  dockedBounds,
  dockedSize,
  securePreferences,
  type WindowPurpose,
} from '#main/shell/windows.ts'

/** Records what the factory asks Electron for. */
class RecordingWindow extends EventEmitter {
  static made: BrowserWindowConstructorOptions[] = []
  readonly acts: string[] = []
  readonly webContents = new EventEmitter()

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    RecordingWindow.made.push(options)
  }
  maximize() {
    this.acts.push('maximize')
  }
  show() {
    this.acts.push('show')
  }
  isDestroyed() {
    return false
  }
  isMinimized() {
    return false
  }
  focus() {
    this.acts.push('focus')
  }
  setBounds(bounds: object) {
    this.acts.push(JSON.stringify(bounds))
  }
  loadURL(url: string) {
    this.acts.push(url)
    return Promise.resolve()
  }
}

function make(
  screenWidth: number,
  screenHeight: number,
  purpose: WindowPurpose = 'terminal',
): RecordingWindow {
  const size = { width: screenWidth, height: screenHeight }
  const parts = {
    BrowserWindow: RecordingWindow as unknown as new () => BrowserWindow,
    screen: { getPrimaryDisplay: () => ({ workAreaSize: size }) },
    preload: '/p/index.cjs',
    devTools: false,
  }
  return createTerminalWindow(parts, purpose) as unknown as RecordingWindow
}

beforeEach(() => {
  RecordingWindow.made = []
})

describe('the window factory', () => {
  test('passes on exactly these web preferences', () => {
    make(1920, 1080)
    expect(RecordingWindow.made).toHaveLength(1)
    expect(RecordingWindow.made[0]?.webPreferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: false,
      preload: '/p/index.cjs',
    })
    expect(Object.isFrozen(securePreferences)).toBe(true)
  })

  test('opens at 1366 × 768, never below 1093 × 614, and fills a small screen', () => {
    const large = make(1920, 1080)
    expect(RecordingWindow.made[0]).toMatchObject({
      width: 1366,
      height: 768,
      minWidth: 1093,
      minHeight: 614,
      show: false,
    })
    large.emit('ready-to-show')
    expect(large.acts).toEqual(['show'])
    const small = make(1366, 728)
    small.emit('ready-to-show')
    expect(small.acts).toEqual(['maximize', 'show'])
  })
})

describe('the narrow window beside the core system', () => {
  const area = { x: 0, y: 24, width: 1366, height: 728 }

  test('differs from the terminal in size and place alone', () => {
    make(1366, 768)
    make(1366, 768, 'docked')
    const [terminal, docked] = RecordingWindow.made
    expect(docked?.webPreferences).toEqual(terminal?.webPreferences)
    expect(docked).toMatchObject({ ...dockedSize, alwaysOnTop: true, frame: false, show: false })
  })

  test('stands at the edge over the full height, and leaves the core system its room', () => {
    expect(dockedBounds(area, 'right')).toEqual({ x: 946, y: 24, width: 420, height: 728 })
    expect(dockedBounds(area, 'left')).toEqual({ x: 0, y: 24, width: 420, height: 728 })
    expect(dockedBounds({ ...area, width: 400 }, 'right')).toMatchObject({ x: 0, width: 400 })
  })

  test('is made once, comes back to the front, and can be made again after it was closed', () => {
    const made: RecordingWindow[] = []
    let closed = 0
    const counter = new CounterWindow({
      make() {
        const window = make(1366, 768, 'docked')
        made.push(window)
        return window as unknown as BrowserWindow
      },
      workArea: () => area,
      closed: () => closed++,
    })
    counter.dock('left')
    counter.open()
    counter.open()
    expect(made).toHaveLength(1)
    expect(made[0]?.acts).toEqual([JSON.stringify(dockedBounds(area, 'left')), 'focus'])
    counter.dock('right')
    expect(made[0]?.acts.at(-1)).toBe(JSON.stringify(dockedBounds(area, 'right')))
    expect(closed).toBe(0)
    made[0]?.emit('closed')
    expect(closed).toBe(1)
    counter.open()
    expect(made).toHaveLength(2)
  })
})

describe('a hardened session', () => {
  const handlers: Record<string, (...args: never[]) => unknown> = {}
  const session = {
    setPermissionRequestHandler: (handler: () => void) => (handlers['request'] = handler),
    setPermissionCheckHandler: (handler: () => boolean) => (handlers['check'] = handler),
    setDevicePermissionHandler: (handler: () => boolean) => (handlers['device'] = handler),
    webRequest: { onBeforeRequest: (handler: () => void) => (handlers['filter'] = handler) },
  }

  test('denies every permission, asked for or checked', () => {
    hardenSession(session as unknown as Session, false)
    const permissions = [
      'clipboard-read',
      'clipboard-sanitized-write',
      'display-capture',
      'fullscreen',
      'geolocation',
      'idle-detection',
      'media',
      'mediaKeySystem',
      'midi',
      'midiSysex',
      'notifications',
      'pointerLock',
      'keyboardLock',
      'openExternal',
      'speaker-selection',
      'storage-access',
      'top-level-storage-access',
      'window-management',
      'fileSystem',
      'hid',
      'serial',
      'usb',
      'unknown',
    ]
    for (const permission of permissions) {
      const answers: boolean[] = []
      const request = handlers['request'] as (...args: unknown[]) => void
      request({}, permission, (granted: boolean) => answers.push(granted))
      expect(answers, permission).toEqual([false])
      expect((handlers['check'] as (...args: unknown[]) => boolean)({}, permission)).toBe(false)
    }
    expect((handlers['device'] as () => boolean)()).toBe(false)
  })

  test('lets no request out', () => {
    hardenSession(session as unknown as Session, false)
    const cancelled = (url: string) => {
      let answer: boolean | undefined
      const filter = handlers['filter'] as (details: object, callback: (a: object) => void) => void
      filter({ url }, (given) => {
        answer = (given as { cancel: boolean }).cancel
      })
      return answer
    }
    for (const url of ['app://branch/x.js', 'data:image/png;base64,', 'blob:app://branch/1']) {
      expect(cancelled(url), url).toBe(false)
    }
    for (const url of [
      'https://a.example/',
      'http://127.0.0.1/',
      'ws://x/',
      'file:///etc',
      'devtools://d/',
      '',
    ]) {
      expect(cancelled(url), url).toBe(true)
    }
  })
})

describe('hardened contents', () => {
  function harden() {
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler(handler: (details: { url: string }) => object) {
        this.open = handler
      },
      open: (_details: { url: string }): object => ({}),
    })
    const refused: string[] = []
    const opened: string[] = []
    hardenContents(
      contents as unknown as WebContents,
      (url) => {
        opened.push(url)
        return Promise.resolve()
      },
      (what) => refused.push(what),
    )
    const prevented = (event: string, details: object = {}) => {
      let count = 0
      contents.emit(event, { ...details, preventDefault: () => count++ })
      return count === 1
    }
    return { contents, refused, opened, prevented }
  }

  test('cannot navigate, be redirected, load a frame or attach a webview', () => {
    const { refused, prevented } = harden()
    expect(prevented('will-navigate')).toBe(true)
    expect(prevented('will-redirect')).toBe(true)
    expect(prevented('will-frame-navigate', { isMainFrame: false })).toBe(true)
    expect(prevented('will-attach-webview')).toBe(true)
    expect(refused).toEqual(['navigation', 'redirect', 'frame', 'webview'])
  })

  test('open no window, whatever the address', () => {
    const { contents, refused, opened } = harden()
    for (const url of ['app://branch/index.html', 'https://example.com/', 'about:blank', '']) {
      expect(contents.open({ url })).toEqual({ action: 'deny' })
    }
    expect(opened).toEqual([])
    expect(refused).toHaveLength(4)
  })
})

test('a page that dies three times in a minute comes back each time, and not the fourth', () => {
  const window = make(1920, 1080)
  const deaths: string[] = []
  let now = 0
  let gaveUp = 0
  recoverPage(
    window as unknown as BrowserWindow,
    () => now,
    (reason) => deaths.push(reason),
    () => gaveUp++,
  )
  const die = (reason: string) => window.webContents.emit('render-process-gone', {}, { reason })
  die('clean-exit')
  expect(window.acts).toEqual([])
  for (const at of [1_000, 2_000, 3_000]) {
    now = at
    die('crashed')
  }
  expect(window.acts).toHaveLength(3)
  expect(gaveUp).toBe(0)
  now = 4_000
  die('oom')
  expect([window.acts.length, gaveUp]).toEqual([3, 1])
  now = 120_000
  die('crashed')
  expect([window.acts.length, gaveUp]).toEqual([4, 1])
})
