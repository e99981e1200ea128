import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { browserWindowOf } from '#test/support/terminal-app.ts'
import { createFixture, executable, leftovers, processesNaming, type Fixture } from './fixture.ts'

let fixture: Fixture
const running: ChildProcess[] = []

beforeAll(async () => {
  fixture = await createFixture()
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = join(executable, '..')
})

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

afterAll(async () => {
  expect(await leftovers(fixture)).toEqual([])
  fixture.remove()
})

/** Starts the executable as a shell does. */
function start(env: Record<string, string> = {}, args = ['.']) {
  const child = spawn(executable, args, { cwd: fixture.dir, env: fixture.env(env) })
  running.push(child)
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output += text.toString()))
  const exited = new Promise<[number | null, string | null]>((resolve) =>
    child.once('exit', (code, signal) => resolve([code, signal])),
  )
  const says = (text: string) => expect.poll(() => output, { timeout: 20_000 }).toContain(text)
  return { child, exited, says, output: () => output }
}

describe('the end of the process', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s quits in order and leaves nothing',
    async (signal) => {
      const app = start()
      await app.says('loaded')
      expect(processesNaming(fixture.tmp)).not.toEqual([])
      app.child.kill(signal)
      expect(await app.exited).toEqual([0, null])
      const home = readdirSync(fixture.env()['HOME'] ?? '')
      expect(home.filter((name) => name.startsWith('.'))).toEqual([])
      expect(app.output()).toMatch(/event before-quit\s+event will-quit\s+event quit/)
      expect(await leftovers(fixture)).toEqual([])
    },
  )

  test('SIGKILL leaves no browser and no profile either', async () => {
    const app = start()
    await app.says('loaded')
    expect(processesNaming(fixture.tmp)).not.toEqual([])
    app.child.kill('SIGKILL')
    expect(await app.exited).toEqual([null, 'SIGKILL'])
    expect(await leftovers(fixture)).toEqual([])
  })

  test('opens no debugging port unless it is asked to', async () => {
    const app = start()
    await app.says('loaded')
    expect(app.output()).not.toContain('DevTools listening')
    expect(processesNaming(fixture.tmp).join('\n')).not.toContain('--remote-debugging-port')
    app.child.kill('SIGTERM')
    await app.exited
    const open = start({}, ['--remote-debugging-port=0', '.'])
    await open.says('DevTools listening on ws://127.0.0.1:')
    open.child.kill('SIGTERM')
    await open.exited
  })

  test('says in one sentence that there is no browser', async () => {
    const bare = mkdtempSync(join(fixture.tmp, 'bin-'))
    for (const tool of ['sh', 'dirname', 'readlink'])
      symlinkSync(`/usr/bin/${tool}`, join(bare, tool))
    const none = start({ PATH: bare })
    expect(await none.exited).toEqual([1, null])
    expect(none.output()).toContain('No Chromium, Chrome or Edge was found')
    const missing = start({ STANDIN_CHROMIUM: '/nonexistent/chromium' })
    expect(await missing.exited).toEqual([1, null])
    expect(missing.output()).toContain('/nonexistent/chromium')
  })

  test('repeats what a browser that does not start says about itself', async () => {
    const refusing = join(fixture.tmp, 'refusing')
    writeFileSync(refusing, '#!/bin/sh\necho "No usable sandbox!" >&2\nexit 3\n', { mode: 0o755 })
    const app = start({ STANDIN_CHROMIUM: refusing })
    expect(await app.exited).toEqual([1, null])
    expect(app.output()).toMatch(/refusing ended with 3\.\s+No usable sandbox!/)
    rmSync(refusing)
  })

  test('an exception in the main module ends it with 1', async () => {
    const broken = join(fixture.dir, '../broken')
    mkdirSync(broken)
    writeFileSync(join(broken, 'package.json'), '{"name":"broken","type":"module","main":"m.js"}')
    writeFileSync(join(broken, 'm.js'), 'throw new Error("broken main")')
    const app = start({}, [broken])
    expect(await app.exited).toEqual([1, null])
    expect(app.output()).toContain('broken main')
    rmSync(broken, { recursive: true })
  })
})

test('a second instance leaves and tells the first', async () => {
  const app = await _electron.launch({ args: ['.'], cwd: fixture.dir, env: fixture.env() })
  try {
    await (await app.firstWindow()).waitForSelector('h1')
    const second = start({}, ['.', '--from=second'])
    expect(await second.exited).toEqual([0, null])
    expect(second.output()).toContain('second instance leaves')
    expect(second.output()).not.toContain('loaded')
    await expect
      .poll(() =>
        app.evaluate(() => (globalThis as unknown as { seen: { second: string[][] } }).seen.second),
      )
      .toEqual([expect.arrayContaining(['--from=second'])])
  } finally {
    await app.close()
  }
})

test('the lock of a killed instance does not keep the next one out', async () => {
  const first = start()
  await first.says('loaded')
  first.child.kill('SIGKILL')
  await first.exited
  const next = start()
  await next.says('loaded')
  next.child.kill('SIGTERM')
  expect(await next.exited).toEqual([0, null])
})

test('at 125 % the page has the asked size in CSS pixels and more of them on the screen', async () => {
  const env = fixture.env({ STANDIN_SCREEN: '1366x768', STANDIN_SCALE: '1.25' })
  const app = await _electron.launch({ args: ['.'], cwd: fixture.dir, env })
  try {
    const page = await app.firstWindow()
    await page.waitForSelector('h1')
    const own = await browserWindowOf(app, page)
    await own.evaluate((window) => window.maximize())
    await expect
      .poll(() => page.evaluate(() => [innerWidth, innerHeight, devicePixelRatio]))
      .toEqual([1093, 614, 1.25])
    const size = await own.evaluate(async (window) => (await window.capturePage()).getSize())
    expect(size).toEqual({ width: 1366, height: 768 })
  } finally {
    await app.close()
  }
})

describe('utilityProcess.fork', () => {
  let app: ElectronApplication
  beforeAll(async () => {
    app = await _electron.launch({ args: ['.'], cwd: fixture.dir, env: fixture.env() })
    await (await app.firstWindow()).waitForSelector('h1')
  })
  afterAll(() => app?.close())

  /** Forks the fixture's child, sends it messages and tells what came of it. */
  function converse(messages: { kind: string; value?: unknown }[], until: 'exit' | number) {
    return app.evaluate(
      async ({ utilityProcess }, { file, sent, awaited }) => {
        const child = utilityProcess.fork(file, ['--argument'], {
          stdio: 'pipe',
          env: { ...process.env, FIXTURE_VARIABLE: 'set' },
        })
        const heard: unknown[] = []
        let output = ''
        let errors = ''
        child.stdout?.on('data', (text) => (output += String(text)))
        child.stderr?.on('data', (text) => (errors += String(text)))
        const exit = new Promise<number>((resolve) => child.once('exit', resolve))
        const enough = new Promise<void>((resolve) => {
          child.on('message', (message: unknown) => {
            heard.push(message)
            if (heard.length === awaited) resolve()
          })
        })
        for (const message of sent) child.postMessage(message)
        if (awaited !== 'exit') {
          await enough
          child.kill()
        }
        const code = await exit
        return { heard, output, errors, code, killedTwice: child.kill(), pid: child.pid }
      },
      { file: join(fixture.dir, 'dist/main/child.js'), sent: messages, awaited: until },
    )
  }

  test('keeps structured values both ways and ends by kill', async () => {
    const { heard, code, killedTwice, pid } = await converse(
      [{ kind: 'echo', value: { at: new Date(7), list: [1n] } }, { kind: 'about' }],
      3,
    )
    expect(heard).toEqual([
      'started',
      { at: new Date(7), list: [1n] },
      { type: 'utility', argv: ['--argument'], variable: 'set' },
    ])
    expect([code, killedTwice, pid]).toEqual([15, false, undefined])
  })

  test('gives output and errors through pipes, and the exit code', async () => {
    const result = await converse([{ kind: 'print' }, { kind: 'exit', value: 7 }], 'exit')
    expect([result.output, result.errors, result.code]).toEqual(['to output\n', 'to error\n', 7])
  })

  test('tells of a crash', async () => {
    const { code, errors } = await converse([{ kind: 'crash' }], 'exit')
    expect(code).not.toBe(0)
    expect(errors).toContain('crash')
  })

  test('ends with its parent, even when that is killed', async () => {
    const own = await _electron.launch({
      args: ['.'],
      cwd: fixture.dir,
      env: fixture.env({ STANDIN_APPDATA: join(fixture.dir, '../other') }),
    })
    await (await own.firstWindow()).waitForSelector('h1')
    const pid = await own.evaluate(
      ({ utilityProcess }, file) =>
        new Promise<number | undefined>((resolve) => {
          const child = utilityProcess.fork(file)
          child.once('message', () => resolve(child.pid))
        }),
      join(fixture.dir, 'dist/main/child.js'),
    )
    const isAlive = () => {
      try {
        return process.kill(pid ?? 0, 0)
      } catch {
        return false
      }
    }
    expect(pid).toBeGreaterThan(0)
    expect(isAlive()).toBe(true)
    own.process().kill('SIGKILL')
    await expect.poll(isAlive, { timeout: 10_000 }).toBe(false)
  })
})
