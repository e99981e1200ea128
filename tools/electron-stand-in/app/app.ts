import { EventEmitter } from 'node:events'
import { browser } from '../browser/browser.ts'
import { killUtilityProcesses } from '../system/utility-process.ts'
import { BrowserWindow, watchWindows } from '../window/browser-window.ts'
import { InstanceLock } from './instance-lock.ts'
import { appDir, getName, getPath, manifest, setName, setPath } from './paths.ts'

/** Electron's `app.commandLine`: switches of this process, for asking only. */
class CommandLine {
  readonly #switches = new Map<string, string>()

  constructor() {
    for (const arg of process.argv.slice(2)) {
      const match = /^--([^=]+)=?(.*)$/.exec(arg)
      if (match?.[1]) this.#switches.set(match[1], match[2] ?? '')
    }
  }

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value)
  }
  appendArgument(): void {}
  hasSwitch(name: string): boolean {
    return this.#switches.has(name)
  }
  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? ''
  }
  removeSwitch(name: string): void {
    this.#switches.delete(name)
  }
}

/** Electron's `app`. */
class App extends EventEmitter {
  readonly isPackaged = false
  readonly commandLine = new CommandLine()
  readonly #whenReady = Promise.withResolvers<void>()
  #ready = false
  #quitting = false
  #exiting = false
  #lock: InstanceLock | undefined

  get name(): string {
    return getName()
  }
  getName = getName
  setName = setName
  getPath = getPath
  setPath = setPath
  getVersion(): string {
    return manifest.version ?? '0.0.0'
  }
  getAppPath(): string {
    return appDir
  }
  getLocale(): string {
    return 'zh-CN'
  }
  getSystemLocale(): string {
    return 'zh-CN'
  }
  getPreferredSystemLanguages(): string[] {
    return ['zh-CN']
  }

  whenReady(): Promise<void> {
    return this.#whenReady.promise
  }
  isReady(): boolean {
    return this.#ready
  }

  /** Called once by the boot, after the application's main module has run. */
  becomeReady(): void {
    if (this.#exiting) return
    this.#ready = true
    this.emit('ready', {}, {})
    this.#whenReady.resolve()
  }

  requestSingleInstanceLock(): boolean {
    this.#lock ??= new InstanceLock(getPath('userData'))
    return this.#lock.acquire(({ argv, cwd }) => this.emit('second-instance', {}, argv, cwd, null))
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock?.held ?? false
  }
  releaseSingleInstanceLock(): void {
    this.#lock?.release()
  }

  /** `before-quit` → every window closes → `will-quit` → `quit`; a listener may stop the first three. */
  quit(): void {
    if (this.#quitting || this.#exiting) return
    if (this.#asksToStay('before-quit')) return
    this.#quitting = true
    for (const window of BrowserWindow.getAllWindows()) window.close()
    this.#quitting = false
    if (BrowserWindow.getAllWindows().length > 0) return
    this.#finish()
  }

  /** Ends at once, without asking; windows are destroyed, and the browser with them. */
  exit(code = 0): void {
    if (this.#exiting) return
    this.#exiting = true
    void this.#end(code)
  }

  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
  setLoginItemSettings(): void {}
  getLoginItemSettings(): { openAtLogin: boolean } {
    return { openAtLogin: false }
  }
  setAsDefaultProtocolClient(): boolean {
    return true
  }
  disableHardwareAcceleration(): void {}
  enableSandbox(): void {}
  configureHostResolver(): void {}
  focus(): void {}
  relaunch(): void {}
  getAppMetrics(): never[] {
    return []
  }
  getGPUFeatureStatus(): object {
    return {}
  }
  setUserTasks(): boolean {
    return true
  }

  /** The last window went while nobody was quitting. */
  allWindowsClosed(): void {
    if (this.#quitting || this.#exiting) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  #asksToStay(event: string): boolean {
    let prevented = false
    this.emit(event, {
      preventDefault: () => {
        prevented = true
      },
    })
    return prevented
  }

  #finish(): void {
    if (this.#asksToStay('will-quit')) return
    this.emit('quit', {}, 0)
    this.exit(0)
  }

  async #end(code: number): Promise<never> {
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
    killUtilityProcesses()
    await browser.stop().catch(() => {})
    this.#lock?.release()
    process.exit(code)
  }
}

/** Electron's `app`. */
export const app = new App()

watchWindows({
  contentsCreated: (contents) => app.emit('web-contents-created', {}, contents),
  windowCreated: (window) => app.emit('browser-window-created', {}, window),
  allClosed: () => app.allWindowsClosed(),
  openFailed: (error) => {
    console.error('[stand-in]', error instanceof Error ? error.message : error)
    app.exit(1)
  },
})

browser.onUnexpectedExit(() => {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.markDestroyed()
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  let asked = false
  process.on(signal, () => {
    if (asked) app.exit(1)
    asked = true
    app.quit()
  })
}
