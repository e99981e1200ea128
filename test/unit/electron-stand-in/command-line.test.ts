import { expect, test } from 'vitest'
import { parseArguments } from '#tools/electron-stand-in/app/arguments.ts'
import { browserFlags, type FlagOptions } from '#tools/electron-stand-in/browser/flags.ts'

test('Playwright’s command line is understood', () => {
  const line = ['--no-sandbox', '-r', '/pw/loader.js', '--inspect=0', '--remote-debugging-port=0']
  expect(parseArguments([...line, '.', '--lang=zh', 'file'])).toEqual({
    app: '.',
    inspect: 0,
    debugPort: '0',
    preloads: ['/pw/loader.js'],
    rest: ['--lang=zh', 'file'],
  })
})

test('without arguments the current folder runs, without inspector and without a port', () => {
  expect(parseArguments([])).toEqual({
    app: '.',
    inspect: undefined,
    debugPort: undefined,
    preloads: [],
    rest: [],
  })
})

const options: FlagOptions = { profile: '/p', headless: true, sandbox: true, debugPort: undefined }

test('the browser keeps its sandbox unless it is told that it cannot have one', () => {
  expect(browserFlags(options)).not.toContain('--no-sandbox')
  expect(browserFlags({ ...options, sandbox: false })).toContain('--no-sandbox')
})

test('the browser is quiet, and listens on a port only when asked', () => {
  const flags = browserFlags(options)
  for (const flag of [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
    '--force-color-profile=srgb',
    '--deny-permission-prompts',
    '--remote-debugging-pipe',
  ]) {
    expect(flags).toContain(flag)
  }
  expect(flags.some((flag) => flag.startsWith('--remote-debugging-port'))).toBe(false)
  expect(browserFlags({ ...options, debugPort: 0 })).toContain('--remote-debugging-port=0')
})
