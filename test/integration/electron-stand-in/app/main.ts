import { app, BrowserWindow, ipcMain, protocol, session } from 'electron'
import { join } from 'node:path'

const page = `<!doctype html><meta charset="utf-8"><title>fixture</title>
<style>body { margin: 0; background: rgb(0, 128, 0) }</style>
<h1>窗口</h1>
<a id="away" href="https://example.com/away">away</a>
<a id="popup" target="_blank" href="https://example.com/popup">popup</a>
<iframe srcdoc="<p>frame</p>"></iframe>
<img id="pixel" src="https://example.com/pixel.png">`

/** What happened, for the test to read through `app.evaluate`. */
const seen = {
  navigations: [] as string[],
  popups: [] as string[],
  cancelled: [] as string[],
  messages: [] as unknown[],
  second: [] as string[][],
  order: [] as string[],
}
Object.assign(globalThis, { seen })

if (process.env['FIXTURE_USER_DATA']) app.setPath('userData', process.env['FIXTURE_USER_DATA'])

if (app.requestSingleInstanceLock()) void app.whenReady().then(run)
else {
  console.log('second instance leaves')
  app.quit()
}
app.on('second-instance', (_event, argv) => seen.second.push(argv))
for (const event of ['before-quit', 'will-quit', 'quit', 'window-all-closed'] as const) {
  // TypeScript picks one overload of `on`; all four take a listener without arguments.
  app.on(event as 'quit', () => {
    seen.order.push(event)
    console.log(`event ${event}`)
    if (event === 'window-all-closed') app.quit()
  })
}

async function run(): Promise<void> {
  session.defaultSession.webRequest.onBeforeRequest((details, callback) => {
    const cancel = details.url.endsWith('pixel.png')
    if (cancel) seen.cancelled.push(details.url)
    callback({ cancel })
  })
  protocol.handle('app', (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/missing') return new Response(null, { status: 404 })
    if (pathname === '/echo-url') return new Response(request.url)
    return new Response(page, { headers: { 'content-type': 'text/html', 'x-fixture': 'yes' } })
  })
  ipcMain.handle('echo', (_event, value: unknown) => value)
  ipcMain.handle('sender', (event) => [event.senderFrame?.url, event.senderFrame?.parent])
  ipcMain.handle('fail', () => {
    throw new RangeError('out of range')
  })
  ipcMain.on('note', (_event, ...values: unknown[]) => seen.messages.push(...values))

  const window = new BrowserWindow({
    width: 900,
    height: 500,
    minWidth: 400,
    webPreferences: { preload: join(import.meta.dirname, '../preload/index.cjs') },
  })
  window.webContents.on('will-navigate', (event, url) => {
    seen.navigations.push(url)
    event.preventDefault()
  })
  window.webContents.setWindowOpenHandler(({ url }) => {
    seen.popups.push(url)
    return { action: 'deny' }
  })
  await window.loadURL('app://branch/index.html')
  console.log('loaded')
}
