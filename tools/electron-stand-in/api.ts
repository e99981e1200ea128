/** What a program imports from `electron`, as far as the stand-in has it. */
export { app } from './app/app.ts'
export {
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
export { safeStorage } from './system/safe-storage.ts'
export { screen } from './system/screen.ts'
export { utilityProcess } from './system/utility-process.ts'
export { BrowserWindow, webContents } from './window/browser-window.ts'
export { ipcMain } from './window/ipc-main.ts'
export { nativeImage } from './window/native-image.ts'
export { protocol } from './window/protocol.ts'
export { net, session } from './window/session.ts'
