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
import { eventChannel } from '#contract/ipc/wire.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { createLogger, describeError } from '#platform/log/logger.ts'
import { configFileName, loadConfig } from './shell/config.ts'
import { createContentHandler } from './shell/content.ts'
import { hardenContents, hardenSession } from './shell/hardening.ts'
import { watchIdle } from './shell/idle.ts'
import { lastResort } from './shell/last-resort.ts'
import { openLogFile } from './shell/log-file.ts'
import { appScheme } from './shell/origin.ts'
import { recoverPage } from './shell/recovery.ts'
import { registerRelay } from './shell/relay.ts'
import { loadDeviceSecret, secretFileName } from './shell/secrets.ts'
import { Supervisor } from './shell/supervisor.ts'
import { createShellHandlers } from './shell/window-control.ts'
import { createTerminalWindow, openEntry } from './shell/windows.ts'

const built = import.meta.dirname
const devTools = !app.isPackaged
const nowMs = () => systemClock.now()

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
])
// A packaged terminal keeps its data where the system says; only developers move it.
const movedUserData = process.env['OCRM_USER_DATA']
if (!app.isPackaged && movedUserData) {
  mkdirSync(movedUserData, { recursive: true })
  app.setPath('userData', movedUserData)
}

if (app.requestSingleInstanceLock()) void app.whenReady().then(run)
else app.quit()

async function run(): Promise<void> {
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
    prepare: async () => {
      const config = await loadConfig(join(dataDir, configFileName))
      const secretFile = join(dataDir, secretFileName)
      const deviceSecret = await loadDeviceSecret(safeStorage, secretFile, { demo: config.demo })
      const appVersion = app.getVersion()
      // What a demonstration exports stays with its files; a branch finds it among its documents.
      const folder = config.demo ? {} : { exportFolder: join(app.getPath('documents'), 'OCRM') }
      return { config, dataDir, deviceSecret, appVersion, ...folder }
    },
    onState: (state) => tellWindows(eventChannel('service.state'), state),
    onEvent: (event, payload) => tellWindows(eventChannel(event), payload),
    nowMs,
    logger,
  })

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
    toService: (channel, payload, cause) => supervisor.call(channel, payload, cause),
    shellHandlers: createShellHandlers(supervisor, (contents) =>
      BrowserWindow.fromWebContents(contents),
    ),
    logger,
  })

  const endIdleWatch = watchIdle(powerMonitor, () => void supervisor.call('session.lock', null))
  app.on('window-all-closed', () => app.quit())
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
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
  void supervisor.start()
  const window = createTerminalWindow({
    BrowserWindow,
    screen,
    preload: join(built, '../preload/index.cjs'),
    devTools,
  })
  const giveUp = () => {
    dialog.showErrorBox(lastResort.title, lastResort.text)
    app.quit()
  }
  recoverPage(
    window,
    nowMs,
    (reason) => logger.log('error', 'page.died', { state: reason }),
    giveUp,
  )
  try {
    await openEntry(window)
  } catch (error) {
    logger.log('error', 'page.notShown', { error: describeError(error) })
    giveUp()
  }
}

function tellWindows(channel: string, payload: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channel, payload)
}
