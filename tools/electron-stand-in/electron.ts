import { app } from './app/app.ts'
import {
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  Menu,
  MenuItem,
  nativeTheme,
  Notification,
  powerMonitor,
  recordedCalls,
  shell,
  Tray,
} from './system/desktop.ts'
import { safeStorage } from './system/safe-storage.ts'
import { screen } from './system/screen.ts'
import { utilityProcess } from './system/utility-process.ts'
import { BrowserWindow, webContents } from './window/browser-window.ts'
import { ipcMain } from './window/ipc-main.ts'
import { nativeImage } from './window/native-image.ts'
import { protocol } from './window/protocol.ts'
import { net, session } from './window/session.ts'

export {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  recordedCalls,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
}

export default {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  recordedCalls,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
}
