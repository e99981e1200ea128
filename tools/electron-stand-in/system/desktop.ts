import { EventEmitter } from 'node:events'

/** A call that a desktop would have shown; tests read them through `app.evaluate`. */
export interface RecordedCall {
  name: string
  args: unknown[]
}

/** Every call to a part of the desktop that is not here, oldest first. */
export const recordedCalls: RecordedCall[] = []

function recorded<Result>(name: string, result: Result): (...args: unknown[]) => Result {
  return (...args) => {
    const plain = args.filter((arg) => !(arg instanceof EventEmitter))
    recordedCalls.push({ name, args: plain })
    return result
  }
}

/** Electron's `dialog`: every question is answered as if it had been cancelled. */
export const dialog = {
  showMessageBox: recorded(
    'dialog.showMessageBox',
    Promise.resolve({ response: 0, checkboxChecked: false }),
  ),
  showMessageBoxSync: recorded('dialog.showMessageBoxSync', 0),
  showOpenDialog: recorded(
    'dialog.showOpenDialog',
    Promise.resolve({ canceled: true, filePaths: [] as string[] }),
  ),
  showSaveDialog: recorded(
    'dialog.showSaveDialog',
    Promise.resolve({ canceled: true, filePath: '' }),
  ),
  showErrorBox(title: string, content: string): void {
    recordedCalls.push({ name: 'dialog.showErrorBox', args: [title, content] })
    console.error(`[dialog] ${title}\n${content}`)
  },
}

/** Electron's `shell`. */
export const shell = {
  openExternal: recorded('shell.openExternal', Promise.resolve()),
  openPath: recorded('shell.openPath', Promise.resolve('')),
  showItemInFolder: recorded('shell.showItemInFolder', undefined),
  trashItem: recorded('shell.trashItem', Promise.resolve()),
  beep: recorded('shell.beep', undefined),
}

/** Electron's `Notification`. */
export class Notification extends EventEmitter {
  readonly options: unknown

  constructor(options: unknown) {
    super()
    this.options = options
  }
  static isSupported(): boolean {
    return true
  }
  show(): void {
    recordedCalls.push({ name: 'Notification.show', args: [this.options] })
    this.emit('show')
  }
  close(): void {
    this.emit('close')
  }
}

/** Electron's `Tray`: nothing to see. */
export class Tray extends EventEmitter {
  setToolTip(): void {}
  setContextMenu(): void {}
  setImage(): void {}
  destroy(): void {}
}

/** Electron's `Menu`: kept, never drawn. */
export class Menu {
  static #application: Menu | null = null
  readonly items: unknown[]

  constructor(items: unknown[] = []) {
    this.items = items
  }
  static buildFromTemplate(template: unknown[]): Menu {
    return new Menu(template)
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }
  append(item: unknown): void {
    this.items.push(item)
  }
  popup(): void {}
}

/** Electron's `MenuItem`. */
export class MenuItem {
  constructor(options: object) {
    Object.assign(this, options)
  }
}

let clipboardText = ''

/** Electron's `clipboard`: one of this process alone, so tests never touch the machine's. */
export const clipboard = {
  writeText: (text: string) => {
    clipboardText = text
  },
  readText: () => clipboardText,
  clear: () => {
    clipboardText = ''
  },
}

/** Electron's `nativeTheme`. */
export const nativeTheme = Object.assign(new EventEmitter(), {
  themeSource: 'system',
  shouldUseDarkColors: false,
  shouldUseHighContrastColors: false,
})

/** Electron's `powerMonitor`: never idle by itself; tests replace `getSystemIdleTime` or emit events. */
export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleTime: () => 0,
  getSystemIdleState: () => 'active',
  isOnBatteryPower: () => false,
})

/** Electron's `globalShortcut`: accepted, never pressed. */
export const globalShortcut = {
  register: () => true,
  unregister: () => {},
  unregisterAll: () => {},
  isRegistered: () => false,
}

/** Electron's `crashReporter`: nothing leaves the machine. */
export const crashReporter = { start: () => {} }
