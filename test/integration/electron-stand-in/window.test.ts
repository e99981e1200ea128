import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserWindowOf } from '#test/support/terminal-app.ts'
import { createFixture, executable, leftovers, type Fixture } from './fixture.ts'

/** `window.fixture` of the preload, as loosely as the page itself sees it. */
type Exposed = Record<string, (...args: unknown[]) => unknown> & { number: number }
type Seen = Record<string, unknown[]>

let fixture: Fixture
let app: ElectronApplication
let page: Page

beforeAll(async () => {
  fixture = await createFixture()
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = join(executable, '..')
  app = await _electron.launch({ args: ['.', '--own=1'], cwd: fixture.dir, env: fixture.env() })
  page = await app.firstWindow()
  await page.waitForSelector('h1')
})

afterAll(async () => {
  await app?.close()
  fixture?.remove()
})

/** Runs in the page with `window.fixture` at hand. */
function inPage<Result>(run: (exposed: Exposed) => Result | Promise<Result>): Promise<Result> {
  return page.evaluate(`(${run.toString()})(window.fixture)`)
}

function seen(): Promise<Seen> {
  return app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
}

describe('the preload', () => {
  test('runs in a world of its own', async () => {
    expect(
      await page.evaluate(() => typeof (globalThis as { preloadSecret?: string }).preloadSecret),
    ).toBe('undefined')
    expect(await inPage((f) => f['processKeys']?.())).toEqual(['renderer', 'true', 'undefined'])
  })

  test('can require electron and nothing else', async () => {
    expect(await inPage((f) => f['requires']?.('electron'))).toBe('object')
    expect(await inPage((f) => f['requires']?.('node:fs'))).toContain('module not found')
  })

  test('does not run in a frame inside the page', async () => {
    const frame = page.frames().find((candidate) => candidate !== page.mainFrame())
    expect(await frame?.evaluate(() => 'fixture' in window)).toBe(false)
  })
})

describe('contextBridge', () => {
  test('exposes frozen values and synchronous functions', async () => {
    expect(await inPage((f) => [f.number, f['add']?.(2, 3), Object.isFrozen(f)])).toEqual([
      42,
      5,
      true,
    ])
    expect(
      await inPage((f) => {
        const { list, when } = (f as unknown as { nested: { list: number[]; when: Date } }).nested
        return [list, when instanceof Date, when.getTime(), Object.isFrozen(list)]
      }),
    ).toEqual([[1, 2], true, 5, true])
  })

  test('carries promises, rejections and exceptions', async () => {
    expect(await inPage((f) => f['later']?.('now'))).toBe('now')
    expect(
      await inPage((f) =>
        (f['rejectLater']?.() as Promise<void>).catch((e: Error) => [e.name, e.message]),
      ),
    ).toEqual(['TypeError', 'refused later'])
    expect(
      await inPage((f) => {
        try {
          return f['throwNow']?.()
        } catch (error) {
          return [(error as Error).name, (error as Error).message]
        }
      }),
    ).toEqual(['TypeError', 'refused'])
  })

  test('calls back into the page and takes the answers', async () => {
    expect(await inPage((f) => f['twice']?.((value: unknown) => Number(value) * 10))).toBe(30)
  })

  test('delivers events until the returned function is called', async () => {
    await inPage((f) => {
      const heard: unknown[] = []
      const off = f['on']?.('tick', (value: unknown) => {
        heard.push(value)
      }) as () => void
      Object.assign(window, { heard, off })
    })
    const tick = (value: number) =>
      app.evaluate(({ BrowserWindow }, sent) => {
        BrowserWindow.getAllWindows()[0]?.webContents.send('tick', sent)
      }, value)
    await tick(1)
    await tick(2)
    await page.waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length === 2)
    await page.evaluate(() => (window as unknown as { off: () => void }).off())
    await tick(3)
    await inPage((f) => f['echo']?.('a round trip after the last tick'))
    expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([
      1, 2,
    ])
  })
})

describe('messages', () => {
  test('keep what structured clone keeps, there and back', async () => {
    const kept = await inPage(async (f) => {
      const sent = {
        date: new Date(1234),
        map: new Map<unknown, unknown>([[1n, new Set(['a'])]]),
        bytes: new Uint8Array([0, 255, 7]),
        floats: new Float64Array([0.5]),
        nothing: undefined,
        not: Number.NaN,
        $: { $: 'tag' },
        error: new RangeError('far'),
        text: '知客 𠮷',
      }
      const back = (await f['echo']?.(sent)) as typeof sent
      return [
        back.date instanceof Date && back.date.getTime(),
        [...back.map].map(([key, value]) => [typeof key, [...(value as Set<string>)]]),
        back.bytes instanceof Uint8Array && [...back.bytes],
        back.floats instanceof Float64Array && back.floats[0],
        'nothing' in back && back.nothing === undefined,
        Number.isNaN(back.not),
        back.$.$,
        back.error instanceof Error && [back.error.name, back.error.message],
        back.text,
      ]
    })
    expect(kept).toEqual([
      1234,
      [['bigint', ['a']]],
      [0, 255, 7],
      0.5,
      true,
      true,
      'tag',
      ['RangeError', 'far'],
      '知客 𠮷',
    ])
  })

  test('refuse what cannot be cloned', async () => {
    expect(
      await inPage((f) =>
        (f['echo']?.({ run: () => 1 }) as Promise<unknown>).then(
          () => 'sent',
          (error: Error) => error.message,
        ),
      ),
    ).toContain('could not be cloned')
  })

  test('bring an exception of the handler in Electron’s words', async () => {
    expect(
      await inPage((f) => (f['fail']?.() as Promise<void>).catch((error: Error) => error.message)),
    ).toBe("Error invoking remote method 'fail': RangeError: out of range")
  })

  test('name the sender by the application’s own scheme', async () => {
    expect(await inPage((f) => f['sender']?.())).toEqual(['app://branch/index.html', null])
  })

  test('arrive without an answer too', async () => {
    await inPage((f) => {
      f['note']?.('one', 2)
    })
    await inPage((f) => f['echo']?.('after the note'))
    expect((await seen())['messages']).toEqual(['one', 2])
  })
})

describe('pages', () => {
  test('come from the application’s protocol handler, with its status and headers', async () => {
    const answers = await page.evaluate(async () => {
      const url = await (await fetch('echo-url?q=1')).text()
      const found = await fetch('other')
      return [url, found.headers.get('x-fixture'), (await fetch('missing')).status]
    })
    expect(answers).toEqual(['app://branch/echo-url?q=1', 'yes', 404])
  })

  test('cannot leave, nor open others, when the application says no', async () => {
    await page.click('#away')
    await page.click('#popup')
    await page.evaluate(() => {
      window.open('https://example.com/opened')
    })
    await expect
      .poll(async () => (await seen())['popups'])
      .toEqual(['https://example.com/popup', 'https://example.com/opened'])
    expect((await seen())['navigations']).toEqual(['https://example.com/away'])
    expect(app.windows()).toHaveLength(1)
    expect(await page.textContent('h1')).toBe('窗口')
  })

  test('have requests cancelled by the application’s filter', async () => {
    expect((await seen())['cancelled']).toEqual(['https://example.com/pixel.png'])
  })

  test('can be reloaded', async () => {
    await page.reload()
    expect(await inPage((f) => f['add']?.(1, 1))).toBe(2)
  })
})

describe('a window', () => {
  test('has exactly the content size asked for, in the page and in a screenshot', async () => {
    expect(await page.evaluate(() => [innerWidth, innerHeight, devicePixelRatio])).toEqual([
      900, 500, 1,
    ])
    const png = await page.screenshot()
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([900, 500])
  })

  test('follows setContentSize, its minimum, maximize and zoom', async () => {
    const own = await browserWindowOf(app, page)
    const width = () => page.evaluate(() => innerWidth)
    await own.evaluate((window) => window.setContentSize(1366, 768))
    await expect.poll(width).toBe(1366)
    await own.evaluate((window) => window.setContentSize(100, 768))
    await expect.poll(width).toBe(400)
    await own.evaluate((window) => window.maximize())
    await expect.poll(width).toBe(1366)
    expect(await own.evaluate((window) => window.isMaximized())).toBe(true)
    await own.evaluate((window) => window.webContents.setZoomFactor(1.25))
    await expect.poll(width).toBe(1093)
    await own.evaluate((window) => {
      window.webContents.setZoomFactor(1)
      window.unmaximize()
      window.setContentSize(900, 500)
    })
    await expect.poll(width).toBe(900)
  })

  test('prints to PDF and captures itself', async () => {
    const own = await browserWindowOf(app, page)
    const pdf = await own.evaluate(async (window) => {
      const bytes = await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true })
      return bytes.toString('latin1')
    })
    expect(pdf.startsWith('%PDF-')).toBe(true)
    expect(/MediaBox \[0 0 59[45][\d.]* 84[12]/.test(pdf)).toBe(true)
    const size = await own.evaluate(async (window) => (await window.capturePage()).getSize())
    expect(size).toEqual({ width: 900, height: 500 })
  })

  test('has no printer, says so in Electron’s words, and keeps the call', async () => {
    const own = await browserWindowOf(app, page)
    const answer = await own.evaluate(
      ({ webContents }) =>
        new Promise((done) => {
          webContents.print({ silent: false }, (...answered) => done(answered))
        }),
    )
    expect(answer).toEqual([false, 'No printers available on the network'])
    expect(await own.evaluate(({ webContents }) => webContents.getPrintersAsync())).toEqual([])
    const kept = await app.evaluate((electron) => {
      const { recordedCalls } = electron as unknown as { recordedCalls: { name: string }[] }
      return recordedCalls.filter(({ name }) => name === 'webContents.print')
    })
    expect(kept).toEqual([{ name: 'webContents.print', args: [{ silent: false }] }])
  })

  test('that lately came to the front has the focus, wherever it stands', async () => {
    const opened = app.waitForEvent('window')
    await app.evaluate(({ BrowserWindow }) => {
      const [first] = BrowserWindow.getAllWindows()
      const told: string[] = []
      first?.on('blur', () => told.push('first blur'))
      first?.on('focus', () => told.push('first focus'))
      const narrow = new BrowserWindow({ show: false, width: 420, alwaysOnTop: true })
      Object.assign(globalThis, { narrow, told })
      void narrow.loadURL('app://branch/narrow#/place')
    })
    const shown = await opened
    await shown.waitForSelector('h1')
    expect(await shown.evaluate(() => location.hash)).toBe('#/place')
    const state = () =>
      app.evaluate(({ BrowserWindow }) => {
        const { narrow, told } = globalThis as unknown as {
          narrow: Electron.BrowserWindow
          told: string[]
        }
        const [first] = BrowserWindow.getAllWindows()
        return {
          first: first?.isFocused(),
          narrow: narrow.isFocused(),
          onTop: narrow.isAlwaysOnTop(),
          bounds: narrow.getBounds(),
          told,
        }
      })
    const before = { first: true, narrow: false, onTop: true, told: [] as string[] }
    expect(await state()).toMatchObject(before)
    await app.evaluate(() => {
      const { narrow } = globalThis as unknown as { narrow: Electron.BrowserWindow }
      narrow.setBounds({ x: 946, y: 0, width: 420, height: 768 })
      narrow.show()
    })
    const bounds = { x: 946, y: 0, width: 420, height: 768 }
    expect(await state()).toMatchObject({
      first: false,
      narrow: true,
      bounds,
      told: ['first blur'],
    })
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus())
    const told = ['first blur', 'first focus']
    expect(await state()).toMatchObject({ first: true, narrow: false, told })
    await app.evaluate(() => {
      ;(globalThis as unknown as { narrow: Electron.BrowserWindow }).narrow.destroy()
    })
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
      .toBe(1)
  })

  test('can have others beside it, and each closes alone', async () => {
    const opened = app.waitForEvent('window')
    await app.evaluate(({ BrowserWindow }) => {
      const second = new BrowserWindow({ width: 300, height: 200 })
      second.once('closed', () => console.log('second closed'))
      void second.loadURL('app://branch/second')
    })
    const second = await opened
    await second.waitForSelector('h1')
    expect(await second.evaluate(() => [innerWidth, innerHeight, 'fixture' in window])).toEqual([
      300,
      200,
      false,
    ])
    await second.close()
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
      .toBe(1)
    expect(await inPage((f) => f['add']?.(1, 2))).toBe(3)
  })

  test('lets a test replace what the desktop would show', async () => {
    await app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/chosen'] })
    })
    expect(
      await app.evaluate(async ({ dialog }) => (await dialog.showOpenDialog({})).filePaths),
    ).toEqual(['/chosen'])
  })
})

test('the application knows its name, version and switches', async () => {
  expect(
    await app.evaluate(({ app: own }) => [
      own.getName(),
      own.getVersion(),
      own.isPackaged,
      own.commandLine.getSwitchValue('own'),
    ]),
  ).toEqual(['fixture', '9.8.7', false, '1'])
})

test('safeStorage opens what it sealed, and says that it only pretends', async () => {
  const result = await app.evaluate(async ({ safeStorage }) => {
    const sealed = await safeStorage.encryptStringAsync('秘密')
    return {
      available: await safeStorage.isAsyncEncryptionAvailable(),
      backend: safeStorage.getSelectedStorageBackend(),
      readable: sealed.toString('utf8').includes('秘密'),
      opened: await safeStorage.decryptStringAsync(sealed),
      damaged: await safeStorage
        .decryptStringAsync(Buffer.from(sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte))))
        .then(
          () => 'opened',
          () => 'refused',
        ),
    }
  })
  expect(result).toEqual({
    available: true,
    backend: 'basic_text',
    readable: false,
    opened: { shouldReEncrypt: false, result: '秘密' },
    damaged: 'refused',
  })
})

test('a person who closes the last window ends the application with 0, in Electron’s order', async () => {
  const child = app.process()
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  let output = ''
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()))
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await app.close()
  expect(await exited).toBe(0)
  expect(output.match(/event [\w-]+/g)).toEqual([
    'event window-all-closed',
    'event before-quit',
    'event will-quit',
    'event quit',
  ])
  expect(await leftovers(fixture)).toEqual([])
})
