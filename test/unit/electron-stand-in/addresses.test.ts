import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromPageUrl, protocol, toPageUrl } from '#tools/electron-stand-in/window/protocol.ts'

beforeAll(() => protocol.handle('app', () => new Response()))
afterAll(() => protocol.unhandle('app'))

test('an address of a handled scheme goes to the page and back', () => {
  for (const url of ['app://branch/index.html', 'app://branch/a/b?q=1#/route', 'app://branch/']) {
    expect(fromPageUrl(toPageUrl(url))).toBe(url)
  }
  expect(toPageUrl('app://branch/x')).toBe('http://branch.app.localhost/x')
  expect(toPageUrl('app://branch')).toBe('http://branch.app.localhost/')
})

test('any other address stays as it is', () => {
  for (const url of [
    'https://example.com/',
    'other://branch/x',
    'about:blank',
    'http://a.localhost/',
  ]) {
    expect(toPageUrl(url)).toBe(url)
    expect(fromPageUrl(url)).toBe(url)
  }
  expect(fromPageUrl('http://branch.app.localhost.example.com/')).toBe(
    'http://branch.app.localhost.example.com/',
  )
})

test('a scheme is handled once', () => {
  expect(() => protocol.handle('app', () => new Response())).toThrow('registered')
})
