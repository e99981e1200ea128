import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { findBrowser } from './find.ts'
import { browserFlags } from './flags.ts'
import { DevToolsPipe, type Values } from './pipe.ts'
import { guard } from './reaper.ts'

/** A tab of ours that waits, attached and empty, until `Runtime.runIfWaitingForDebugger`. */
export interface Tab {
  targetId: string
  sessionId: string
}

/** Hears about tabs that come and go. */
export interface TabListener {
  opened?(tab: Tab, url: string): void
  destroyed?(targetId: string): void
}

interface TargetInfo {
  targetId: string
  type: string
  url: string
  openerId?: string
}

/** Part of the address of a tab that shows nothing yet. */
export const blankMark = '#stand-in-'

const quitAfterMs = 2_000

/**
 * Chromium's own sandbox, except where it cannot start with it: as root, which it refuses, and where
 * `STANDIN_NO_SANDBOX=1` says that the machine (a container, say) has no user namespaces.
 */
function usesSandbox(): boolean {
  return process.getuid?.() !== 0 && process.env['STANDIN_NO_SANDBOX'] !== '1'
}

/** The one browser of this process: it draws every window and is gone when this process is. */
export class Browser {
  readonly headless = process.env['STANDIN_HEADLESS'] === '1'
  readonly #listeners = new Set<TabListener>()
  #started: Promise<DevToolsPipe> | undefined
  #child: ChildProcess | undefined
  #profile = ''
  #dismissGuard: () => void = () => {}
  #windows = 0
  /** The last lines the browser wrote about itself; they say why it did not start. */
  #complaints: string[] = []
  #onExit: () => void = () => {}

  /** Called when the browser ends without being asked to. */
  onUnexpectedExit(listener: () => void): void {
    this.#onExit = listener
  }

  /** Starts the browser once; later calls wait for the same start. */
  start(): Promise<DevToolsPipe> {
    this.#started ??= this.#start()
    return this.#started
  }

  /** Hears about tabs until the returned function is called. */
  watch(listener: TabListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens an empty window of about this size; the window itself makes it exact. */
  async openTab(width: number, height: number): Promise<Tab> {
    const pipe = await this.start()
    const mark = `${blankMark}${++this.#windows}`
    const opened = this.#tabMarked(mark)
    if (this.headless) {
      const url = `about:blank${mark}`
      await pipe.send('Target.createTarget', { url, newWindow: true, width, height })
    } else this.#startAppWindow(mark, width, height)
    return opened
  }

  /** Ends the browser and removes its profile. */
  async stop(): Promise<void> {
    const child = this.#child
    if (!child) return
    this.#onExit = () => {}
    const pipe = await this.#started?.catch(() => undefined)
    if (child.exitCode === null && child.signalCode === null) {
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      void pipe?.send('Browser.close').catch(() => {})
      const timer = setTimeout(() => child.kill('SIGKILL'), quitAfterMs)
      await exited
      clearTimeout(timer)
    }
    this.#removeProfile()
  }

  async #start(): Promise<DevToolsPipe> {
    const executable = findBrowser()
    if (!executable) {
      throw new Error(
        'No Chromium, Chrome or Edge was found. Install one or name it in STANDIN_CHROMIUM.',
      )
    }
    const port = process.env['STANDIN_DEBUG_PORT']
    this.#profile = mkdtempSync(join(tmpdir(), 'stand-in-'))
    const flags = browserFlags({
      profile: this.#profile,
      headless: this.headless,
      sandbox: usesSandbox(),
      debugPort: port === undefined ? undefined : Number(port),
    })
    const child = spawn(executable, flags, {
      // What it keeps outside its profile (crash reports, desktop settings) goes with the profile.
      env: {
        ...process.env,
        XDG_CONFIG_HOME: join(this.#profile, 'config'),
        XDG_CACHE_HOME: join(this.#profile, 'cache'),
      },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    })
    this.#child = child
    const failed = new Promise<never>((_resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => {
        reject(new Error([`${executable} ended with ${code}.`, ...this.#complaints].join('\n')))
      })
    })
    failed.catch(() => {})
    if (child.pid !== undefined) this.#dismissGuard = guard(child.pid, this.#profile)
    child.once('exit', () => this.#removeProfile())
    this.#forwardDebuggerLine(child)

    const pipe = new DevToolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable)
    pipe.listenBrowser((method, params) => this.#event(pipe, method, params))
    const prepared = Promise.all([
      pipe.send('Target.setDiscoverTargets', { discover: true }),
      pipe.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [{ type: 'page' }],
      }),
    ])
    // A pipe that breaks is only the echo of a browser that ended; its end has the reason.
    await Promise.race([prepared.catch(() => failed), failed])
    child.once('exit', () => this.#onExit())
    return pipe
  }

  /** Playwright waits for this line on the error output; the rest of the browser's noise is dropped. */
  #forwardDebuggerLine(child: ChildProcess): void {
    const verbose = process.env['STANDIN_VERBOSE'] === '1'
    let rest = ''
    child.stderr?.setEncoding('utf8')
    child.stderr?.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (verbose || line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`)
        else if (!line.includes('dbus/')) this.#complaints = [...this.#complaints.slice(-4), line]
      }
    })
  }

  #tabMarked(mark: string): Promise<Tab> {
    return new Promise((resolve) => {
      const unwatch = this.watch({
        opened: (tab, url) => {
          if (!url.endsWith(mark)) return
          unwatch()
          resolve(tab)
        },
      })
    })
  }

  /** A window without tabs or address bar; only a second call of the browser can ask for one. */
  #startAppWindow(mark: string, width: number, height: number): void {
    const flags = browserFlags({
      profile: this.#profile,
      headless: false,
      sandbox: usesSandbox(),
      debugPort: undefined,
    }).filter((flag) => flag !== '--no-startup-window' && flag !== '--remote-debugging-pipe')
    const messenger = spawn(
      findBrowser() ?? '',
      [...flags, `--app=data:text/html,${mark}`, `--window-size=${width},${height}`],
      { stdio: 'ignore' },
    )
    messenger.on('error', () => {})
  }

  #event(pipe: DevToolsPipe, method: string, params: Values): void {
    if (method === 'Target.targetDestroyed') {
      for (const listener of [...this.#listeners])
        listener.destroyed?.(params['targetId'] as string)
    }
    if (method !== 'Target.attachedToTarget') return
    const info = params['targetInfo'] as TargetInfo
    const { targetId, openerId } = info
    if (openerId !== undefined) {
      void this.#closePopup(pipe, targetId, params['sessionId'] as string).catch(() => {})
      return
    }
    const tab = { targetId, sessionId: params['sessionId'] as string }
    for (const listener of [...this.#listeners]) listener.opened?.(tab, info.url)
  }

  /**
   * A page opened this one, and it is still held. Its requests are blocked before it goes on, and it
   * must go on before it is closed: it may share its process with the page that opened it.
   */
  async #closePopup(pipe: DevToolsPipe, targetId: string, sessionId: string): Promise<void> {
    await pipe.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId)
    await pipe.send('Runtime.runIfWaitingForDebugger', {}, sessionId)
    await pipe.send('Target.closeTarget', { targetId })
  }

  #removeProfile(): void {
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    this.#dismissGuard()
  }
}

/** The browser of this process. */
export const browser = new Browser()
