import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron'
import type { StatusView } from '#contract/ipc/app.ts'
import type { CounterVisit } from '#contract/ipc/counter.ts'
import type { SessionView } from '#contract/ipc/session.ts'
import { eventChannel } from '#contract/ipc/wire.ts'
import { parameters } from '#domain/administration/parameters.ts'
import { counterLimits } from '#domain/counter/limits.ts'
import { mayReceive } from '#domain/counter/visit.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { createLogger, describeError } from '#platform/log/logger.ts'
import { CounterLink, linkScheme } from './shell/counter-link.ts'
import { CounterWindow } from './shell/counter-window.ts'
import { configFileName, loadConfig } from './shell/config.ts'
import { createContentHandler } from './shell/content.ts'
import { hardenContents, hardenSession } from './shell/hardening.ts'
import { watchIdle } from './shell/idle.ts'
import { lastResort } from './shell/last-resort.ts'
import { Locking } from './shell/locking.ts'
import { openLogFile } from './shell/log-file.ts'
import { appScheme } from './shell/origin.ts'
import { recoverPage } from './shell/recovery.ts'
import { registerRelay } from './shell/relay.ts'
import { createPrinting } from './shell/printing.ts'
import { Places, renewPage } from './shell/renewal.ts'
import { loadDeviceSecret, secretFileName } from './shell/secrets.ts'
import { Supervisor } from './shell/supervisor.ts'
import { createShellHandlers } from './shell/window-control.ts'
import { createTerminalWindow, openEntry, type WindowPurpose } from './shell/windows.ts'

const built = import.meta.dirname
const devTools = !app.isPackaged
const nowMs = () => systemClock.now()
/** Until the service says what is in force. */
let idleMinutes = parameters['lock.idle_minutes'].fallback
let counterLockMs: number = counterLimits.lockAfterMs

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
])
// A packaged terminal keeps its data where the system says; only developers move it.
const movedUserData = process.env['OCRM_USER_DATA']
if (!app.isPackaged && movedUserData) {
  mkdirSync(movedUserData, { recursive: true })
  app.setPath('userData', movedUserData)
  app.setPath('documents', join(movedUserData, 'documents'))
}
// Packages for Linux register the scheme by their desktop entry; the Windows installer does not.
if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(linkScheme)

if (app.requestSingleInstanceLock()) void app.whenReady().then(run)
else app.quit()

function run(): void {
  const dataDir = app.getPath('userData')
  const logs = join(dataDir, 'logs')
  const shellLog = openLogFile(logs, 'shell')
  const serviceLog = openLogFile(logs, 'service')
  const logger = createLogger((line) => shellLog.write(`${line}\n`), nowMs)

  const supervisor = new Supervisor({
    fork: () => {
      const child = utilityProcess.fork(join(built, 'service.js'), [], {
        serviceName: 'Zhike OCRM branch service',
        stdio: 'pipe',
      })
      child.stdout?.pipe(serviceLog, { end: false })
      child.stderr?.pipe(serviceLog, { end: false })
      return child
    },
    forceKill(pid) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch (error) {
        // It has just ended by itself.
        logger.log('warn', 'service.notKilled', { error: describeError(error) })
      }
    },
    prepare: async () => {
      const config = await loadConfig(join(dataDir, configFileName))
      const secretFile = join(dataDir, secretFileName)
      const deviceSecret = await loadDeviceSecret(safeStorage, secretFile, { demo: config.demo })
      const appVersion = app.getVersion()
      // What a demonstration exports stays with its files; a branch finds it among its documents.
      const folder = config.demo ? {} : { exportFolder: join(app.getPath('documents'), 'OCRM') }
      return { config, dataDir, deviceSecret, appVersion, ...folder }
    },
    onState(state) {
      // A service that died had a session at most before.
      if (state.state !== 'ready') {
        locking.lost()
        sessionHeard(null)
      }
      tellWindows(eventChannel('service.state'), state)
    },
    onEvent(event, payload) {
      if (event === 'session.changed') sessionHeard(payload as SessionView | null)
      if (event === 'status.changed') {
        const { idleLockMinutes, counter } = payload as StatusView
        idleMinutes = idleLockMinutes
        counterLockMs = counter.lockAfterMs
      }
      tellWindows(eventChannel(event), payload)
    },
    nowMs,
    logger,
  })

  const link = new CounterLink(nowMs)
  let atCounter = false
  /** Whether somebody is logged in, also behind a locked screen. */
  let atWork = false
  const places = new Places()
  const locking = new Locking({
    announce: () => tellWindows(eventChannel('session.locking'), null),
    lockSession: () => supervisor.call('session.lock', null),
    endSession: () => supervisor.call('session.logout', null),
    async renewPage() {
      for (const window of BrowserWindow.getAllWindows()) {
        if (atWork) places.keep(window)
        const purpose = counterWindow.owns(window) ? 'docked' : 'terminal'
        await renewPage(window, purpose).catch((error: unknown) => {
          if (window.isDestroyed()) return
          logger.log('error', 'page.notRenewed', { error: describeError(error) })
          giveUp()
        })
      }
    },
  })
  function sessionHeard(session: SessionView | null): void {
    atWork = session !== null
    if (session === null) BrowserWindow.getAllWindows().forEach((window) => places.forget(window))
    locking.heard(session)
    const { locked = true, roles = [] } = session ?? {}
    if (link.sessionChanged(session && { locked, receives: mayReceive(roles) })) {
      counterWindow.open()
    }
    atCounter = session !== null && customerAccess(session.roles) === 'present'
  }
  const giveUp = () => {
    dialog.showErrorBox(lastResort.title, lastResort.text)
    app.quit()
  }

  const openWindow = (purpose: WindowPurpose) => {
    const preload = join(built, '../preload/index.cjs')
    const window = createTerminalWindow({ BrowserWindow, screen, preload, devTools }, purpose)
    const died = (reason: string) => logger.log('error', 'page.died', { state: reason })
    recoverPage(window, nowMs, died, giveUp, (dead) => openEntry(dead, purpose))
    openEntry(window, purpose).catch((error: unknown) => {
      logger.log('error', 'page.notShown', { error: describeError(error) })
      giveUp()
    })
    return window
  }
  const counterWindow = new CounterWindow({
    make: () => openWindow('docked'),
    workArea: () => screen.getPrimaryDisplay().workArea,
    // Whoever closes it has served the customer on it; with the terminal the session ends it.
    closed: () => (quitting ? undefined : void endVisit()),
  })
  async function endVisit(): Promise<void> {
    const open = await supervisor.call('counter.current', null)
    const visit = open.ok ? (open.value as CounterVisit | null) : null
    if (visit) await supervisor.call('counter.end', { visitId: visit.visitId })
  }

  Menu.setApplicationMenu(null)
  hardenSession(session.defaultSession, devTools)
  app.on('web-contents-created', (_event, contents) => {
    hardenContents(
      contents,
      (url) => shell.openExternal(url),
      (what) => logger.log('warn', 'page.refused', { action: what }),
    )
  })
  protocol.handle(appScheme, createContentHandler(join(built, '../renderer')))
  registerRelay({
    handle: (channel, listener) => ipcMain.handle(channel, listener),
    isOwnWindow: (id) =>
      BrowserWindow.getAllWindows().some((window) => window.webContents.id === id),
    toService(channel, payload, cause, world) {
      if (channel === 'session.lock') return locking.lock()
      if (channel === 'session.logout') return locking.logOut()
      return supervisor.call(channel, payload, cause, world)
    },
    shellHandlers: createShellHandlers({
      supervisor,
      locking,
      places,
      windowOf: (contents) => BrowserWindow.fromWebContents(contents),
      printing: createPrinting({
        takePrint: (printId) => supervisor.call('workbench.takePrint', { printId }),
        documents: () => app.getPath('documents'),
        openPath: (path) => shell.openPath(path),
        nowMs,
      }),
      counter: {
        open: () => counterWindow.open(),
        dock: (side) => counterWindow.dock(side),
        takeLink: () => link.take(),
        waitingLink: () => link.waiting,
      },
    }),
    logger,
  })

  const endIdleWatch = watchIdle(
    powerMonitor,
    () => void locking.lock(),
    // Others stand at the screen of who sees customers at the counter alone.
    () => Math.min(idleMinutes * 60_000, atCounter ? counterLockMs : Infinity),
  )
  let quitting = false
  app.on('before-quit', () => (quitting = true))
  app.on('window-all-closed', () => app.quit())
  let stopped = false
  app.on('will-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    endIdleWatch()
    void supervisor.stop().finally(() => {
      stopped = true
      app.quit()
    })
  })

  logger.log('info', 'shell.started', { version: app.getVersion(), pid: process.pid })
  // A link that started the terminal waits for somebody to log in.
  link.accept(process.argv)
  void supervisor.start()
  const window = openWindow('terminal')
  // The narrow window is part of the terminal, not a terminal of its own.
  window.on('closed', () => app.quit())
  app.on('second-instance', (_event, argv) => {
    const called = link.accept(argv)
    if (called === 'show') counterWindow.open()
    else {
      if (window.isMinimized()) window.restore()
      window.focus()
    }
    if (called !== 'no') tellWindows(eventChannel('link.arrived'), null)
  })
}

function tellWindows(channel: string, payload: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channel, payload)
}
