import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { browserWindowOf, type Terminal } from '#test/support/terminal-app.ts'
import { demoConfig, serviceState, ShellFixture } from './fixture.ts'

const shell = new ShellFixture()
let terminal: Terminal | undefined

beforeAll(() => shell.build())
afterEach(async () => {
  await terminal?.close()
  terminal = undefined
})
afterAll(() => shell.remove())

async function launch(config: unknown, env?: Record<string, string>): Promise<Terminal> {
  terminal = await shell.launch(shell.newUserData(config), env)
  return terminal
}

test('without a configuration the window stands and names the file; IT writes it and goes on', async () => {
  const running = await launch(null)
  const page = running.window
  const file = join(running.userData, 'terminal.json')
  await expect
    .poll(() => serviceState(running))
    .toEqual({
      state: 'failed',
      restarts: 0,
      error: 'config.invalid',
      errorData: { file, reason: 'missing', fields: '' },
    })
  expect(await page.evaluate(() => window.branch.app.language())).toEqual({
    ok: false,
    error: { code: 'config.invalid', data: { file, reason: 'missing', fields: '' } },
  })
  writeFileSync(file, JSON.stringify(demoConfig))
  await page.evaluate(() => window.branch.service.restart())
  await expect.poll(async () => (await serviceState(running)).state).toBe('ready')
})

test('a wrong configuration names its fields and never their values', async () => {
  const running = await launch({
    ...demoConfig,
    headOfficeUrl: 'http://head-office.example.com',
    enrolmentCode: 'short',
  })
  await expect
    .poll(() => serviceState(running))
    .toMatchObject({
      error: 'config.invalid',
      errorData: { reason: 'invalid', fields: 'headOfficeUrl, enrolmentCode' },
    })
})

test('outside demo mode a keyring that only pretends is refused', async () => {
  const running = await launch({ ...demoConfig, demo: false })
  await expect
    .poll(() => serviceState(running))
    .toMatchObject({
      state: 'failed',
      error: 'keyring.unavailable',
      errorData: { reason: 'pretends' },
    })
})

test('an error the service names is shown, and it is not started again by itself', async () => {
  const running = await launch(demoConfig, { FIXTURE_SERVICE: 'fatal' })
  await expect
    .poll(() => serviceState(running))
    .toEqual({
      state: 'failed',
      restarts: 0,
      error: 'cache.damaged',
      errorData: { table: 'customers' },
    })
})

test('a service that dies at every start is given up, visibly', async () => {
  const running = await launch(demoConfig, { FIXTURE_SERVICE: 'dies' })
  const asked = running.window.evaluate(() => window.branch.app.language())
  await expect
    .poll(() => serviceState(running), { timeout: 30_000 })
    .toEqual({ state: 'failed', restarts: 5, error: 'service.unavailable' })
  expect(await asked).toEqual({ ok: false, error: { code: 'service.unavailable' } })
})

test('a second start brings the first window back', async () => {
  const running = await launch(demoConfig)
  const own = await browserWindowOf(running.app, running.window)
  await own.evaluate((window) => window.minimize())
  await expect(shell.launch(running.userData)).rejects.toThrow()
  await expect.poll(() => own.evaluate((window) => window.isMinimized())).toBe(false)
})
