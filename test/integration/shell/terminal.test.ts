import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserWindowOf, type Terminal } from '#test/support/terminal-app.ts'
import { serviceFacts, serviceState, ShellFixture } from './fixture.ts'

const shell = new ShellFixture()
let terminal: Terminal

beforeAll(async () => {
  await shell.build()
  terminal = await shell.launch(shell.newUserData())
})

afterAll(async () => {
  await terminal?.close()
  shell.remove()
})

describe('a page', () => {
  test('sees the named verbs and nothing else of the bridge', async () => {
    const names = await terminal.window.evaluate(() =>
      Object.entries(window.branch).flatMap(([area, verbs]) =>
        typeof verbs === 'function' ? [area] : Object.keys(verbs).map((verb) => `${area}.${verb}`),
      ),
    )
    expect(names).toContain('session.login')
    expect(names).toContain('on')
    expect(names.filter((name) => !name.includes('.'))).toEqual(['on'])
    expect(
      await terminal.window.evaluate(() => [typeof globalThis.process, typeof globalThis.require]),
    ).toEqual(['undefined', 'undefined'])
  })

  test('asks the service and gets values and expected errors', async () => {
    expect(await serviceFacts(terminal)).toMatchObject({
      config: { deviceName: 'CG-PC-07', demo: true },
      dataDir: terminal.userData,
      appVersion: '9.8.7',
      secretBytes: 32,
    })
    const refused = await terminal.window.evaluate(() =>
      window.branch.drafts.load({ key: 'refuse' }),
    )
    expect(refused).toEqual({ ok: false, error: { code: 'customer.notFound', data: { n: 1 } } })
  })

  test('cannot send more than the limit', async () => {
    const reply = await terminal.window.evaluate(() =>
      window.branch.drafts.load({ key: 'x'.repeat(300_000) }),
    )
    expect(reply).toEqual({ ok: false, error: { code: 'request.tooLarge' } })
  })

  test('hears the named events until it stops listening, and no other', async () => {
    const heard = await terminal.window.evaluate(async () => {
      const events: unknown[] = []
      const off = window.branch.on('session.changed', (payload) => events.push(payload))
      await window.branch.session.lock()
      off()
      await window.branch.session.lock()
      await window.branch.app.language()
      return events
    })
    expect(heard).toEqual([null])
    const refused = await terminal.window.evaluate(() => {
      try {
        return typeof window.branch.on('event:anything' as 'service.state', () => {})
      } catch (error) {
        return String(error)
      }
    })
    expect(refused).toContain('unknown event')
  })

  test('runs its own files only, under the policy of the shell', async () => {
    const result = await terminal.window.evaluate(async () => {
      const attempt = (run: () => unknown) => {
        try {
          run()
          return 'done'
        } catch (error) {
          return (error as Error).name
        }
      }
      const outside = document.createElement('img')
      outside.src = 'https://example.com/pixel.png'
      document.body.append(outside)
      const heading = document.querySelector('h1')
      return {
        inline: 'inlineRan' in window,
        inlineStyle: heading && getComputedStyle(heading).color,
        inlineAttribute: heading && getComputedStyle(heading).display,
        ownStyle: heading && getComputedStyle(heading).margin,
        eval: (window as unknown as { evaluated: unknown }).evaluated,
        html: attempt(() => {
          document.body.innerHTML = '<p>x</p>'
        }),
        policy: attempt(() => {
          const { trustedTypes } = window as unknown as {
            trustedTypes: { createPolicy(name: string, rules: object): unknown }
          }
          trustedTypes.createPolicy('other', {})
        }),
        fetch: await fetch('https://example.com/').then(
          () => 'done',
          (error: Error) => error.name,
        ),
        own: await fetch('./index.html').then(
          () => 'done',
          (error: Error) => error.name,
        ),
      }
    })
    expect(result).toEqual({
      inline: false,
      inlineStyle: 'rgb(0, 0, 0)',
      inlineAttribute: 'block',
      ownStyle: '7px',
      eval: 'EvalError',
      html: 'TypeError',
      policy: 'TypeError',
      fetch: 'TypeError',
      own: 'TypeError',
    })
    const violations = await terminal.window.evaluate(
      () => (window as unknown as { violations: string[] }).violations,
    )
    expect(violations).toEqual(expect.arrayContaining(['img-src', 'connect-src']))
  })

  test('cannot leave, open a window or get a permission', async () => {
    await terminal.window.click('#away')
    await terminal.window.evaluate(() => {
      window.open('https://example.com/')
    })
    const denied = await terminal.window.evaluate(async () => {
      const position = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        ),
      )
      return [position, await Notification.requestPermission()]
    })
    expect(denied).toEqual(['denied', 'denied'])
    expect(terminal.app.windows()).toHaveLength(1)
    expect(await terminal.window.textContent('h1')).toBe('终端')
    const log = readFileSync(join(terminal.userData, 'logs/shell.log'), 'utf8')
    expect(log).toContain('"event":"page.refused"')
    expect(log).toContain('"action":"navigation"')
    expect(log).toContain('"action":"window"')
  })

  test('uses the window’s buttons', async () => {
    const own = await browserWindowOf(terminal.app, terminal.window)
    const toggle = () => terminal.window.evaluate(() => window.branch.window.toggleMaximize())
    expect(await toggle()).toEqual({ ok: true, value: true })
    expect(await own.evaluate((window) => window.isMaximized())).toBe(true)
    expect(await toggle()).toEqual({ ok: true, value: false })
    await terminal.window.evaluate(() => window.branch.window.minimize())
    expect(await own.evaluate((window) => window.isMinimized())).toBe(true)
    await own.evaluate((window) => window.restore())
  })

  test('comes back when its process dies', async () => {
    const dead = terminal.window.waitForEvent('crash')
    const session = await terminal.app.context().newCDPSession(terminal.window)
    void session.send('Page.crash').catch(() => {})
    await dead
    await expect
      .poll(() =>
        terminal.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]
            ?.webContents.executeJavaScript('"ready" in window')
            .catch(() => false),
        ),
      )
      .toBe(true)
    await terminal.close()
    terminal = await shell.launch(shell.newUserData())
  })
})

describe('the session locks', () => {
  async function lockedBy(act: () => Promise<void>): Promise<void> {
    await terminal.window.evaluate(() => {
      const locks: unknown[] = []
      const off = window.branch.on('session.changed', (payload) => locks.push(payload))
      Object.assign(window, { locks, off })
    })
    await act()
    await terminal.window.waitForFunction(
      () => (window as unknown as { locks: unknown[] }).locks.length === 1,
    )
    await terminal.window.evaluate(() => (window as unknown as { off: () => void }).off())
  }

  test('when the desktop locks, and when the machine goes to sleep', async () => {
    for (const event of ['lock-screen', 'suspend'] as const) {
      await lockedBy(() =>
        terminal.app.evaluate(({ powerMonitor }, name) => {
          ;(powerMonitor as unknown as NodeJS.EventEmitter).emit(name)
        }, event),
      )
    }
  })

  test('after five minutes without input', async () => {
    await lockedBy(() =>
      terminal.app.evaluate(({ powerMonitor }) => {
        powerMonitor.getSystemIdleTime = () => 300
      }),
    )
  })
})

describe('the service', () => {
  test('is started again when it dies; what it was asked is answered', async () => {
    const before = await serviceFacts(terminal)
    const seen = await terminal.window.evaluate(async () => {
      const states: string[] = []
      window.branch.on('service.state', ({ state }) => states.push(state))
      const waiting = window.branch.drafts.load({ key: 'wait' })
      const dying = window.branch.drafts.load({ key: 'die' })
      const replies = [await waiting, await dying]
      const next = await window.branch.drafts.load({ key: 'again' })
      return { states, replies, next }
    })
    const restarted = { ok: false, error: { code: 'service.restarted' } }
    expect(seen.replies).toEqual([restarted, restarted])
    expect(seen.next).toEqual({ ok: true, value: { key: 'again' } })
    expect(seen.states).toEqual(['restarting', 'ready'])
    expect(await serviceState(terminal)).toEqual({ state: 'ready', restarts: 1, error: null })
    const after = await serviceFacts(terminal)
    expect(after.pid).not.toBe(before.pid)
    expect(after.secretHash).toBe(before.secretHash)
  })

  test('that spins for ever is killed and started again; what it was asked is answered', async () => {
    const before = await serviceFacts(terminal)
    const reply = await terminal.window.evaluate(() => window.branch.drafts.load({ key: 'spin' }))
    expect(reply).toEqual({ ok: false, error: { code: 'service.restarted' } })
    expect((await serviceFacts(terminal)).pid).not.toBe(before.pid)
    expect(() => process.kill(before.pid, 0)).toThrow()
    const log = readFileSync(join(terminal.userData, 'logs/shell.log'), 'utf8')
    expect(log).toContain('"event":"service.hung"')
  })

  test('says goodbye when the window closes, and the process ends with 0', async () => {
    const { pid, secretHash } = await serviceFacts(terminal)
    const child = terminal.app.process()
    const exited = new Promise((resolve) => child.once('exit', resolve))
    await terminal.window.evaluate(() => window.branch.window.close()).catch(() => {})
    await terminal.close()
    expect(await exited).toBe(0)
    expect(() => process.kill(pid, 0)).toThrow()
    const log = (name: string) => readFileSync(join(terminal.userData, 'logs', name), 'utf8')
    expect(log('service.log')).toContain('fixture service says bye')
    expect(log('shell.log')).toContain('"event":"service.exited"')
    expect(log('shell.log')).not.toContain('service.killed')

    terminal = await shell.launch(terminal.userData)
    expect((await serviceFacts(terminal)).secretHash).toBe(secretHash)
    const sealed = readFileSync(join(terminal.userData, 'device.secret'))
    expect(sealed.length).toBeGreaterThan(32)
  })
})
