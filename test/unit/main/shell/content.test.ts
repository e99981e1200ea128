import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetSegments, contentSecurityPolicy, createContentHandler } from '#main/shell/content.ts'

let folder: string
let handle: (request: Request) => Promise<Response>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocrm-content-'))
  const root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<p>index</p>')
  writeFileSync(join(root, 'assets/app-1a2B.js'), 'export {}')
  writeFileSync(join(root, 'assets/odd.exe'), 'no type of ours')
  writeFileSync(join(folder, 'secret.js'), 'outside')
  symlinkSync(join(folder, 'secret.js'), join(root, 'link.js'))
  handle = createContentHandler(root)
})

afterAll(() => rmSync(folder, { recursive: true }))

async function get(url: string, method = 'GET'): Promise<[number, string]> {
  const response = await handle(new Request(url, { method }))
  return [response.status, await response.text()]
}

describe('the content handler', () => {
  test('serves the built pages with their type and the policy', async () => {
    expect(await get('app://branch/index.html')).toEqual([200, '<p>index</p>'])
    expect(await get('app://branch/')).toEqual([200, '<p>index</p>'])
    expect(await get('app://branch/index.html?a=1#/customers')).toEqual([200, '<p>index</p>'])
    const script = await handle(new Request('app://branch/assets/app-1a2B.js'))
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    expect(script.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('answers 404 for what is not there, has no type of ours or is a link out of the folder', async () => {
    for (const path of ['nothing.js', 'assets', 'assets/odd.exe', 'link.js', 'index.html/x.js']) {
      expect(await get(`app://branch/${path}`), path).toEqual([404, ''])
    }
  })

  test('reads nothing but GET', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) {
      expect(await get('app://branch/index.html', method)).toEqual([405, ''])
    }
  })

  test('never leaves the folder, however a path is written', async () => {
    const ups = ['..', '%2e%2e', '%2E%2E', '.%2e', '..%2f', '..%5c', '..\\', '%2e%2e%2f', '....//']
    const targets = ['secret.js', 'renderer/../secret.js', '/etc/passwd', 'C:/Windows/win.ini']
    const odd = [
      '%00',
      'index.html%00.js',
      'a:b.js',
      '~/x.js',
      'NUL',
      '.env',
      'con.js:$DATA',
      '%252e%252e/secret.js',
    ]
    const corpus = [
      ...ups.flatMap((up) =>
        targets.flatMap((target) =>
          [1, 2, 5].flatMap((depth) => [
            `app://branch/${`${up}/`.repeat(depth)}${target}`,
            `app://branch/assets/${`${up}/`.repeat(depth)}${target}`,
            `app://branch/assets${`/${up}`.repeat(depth)}/${target}`,
          ]),
        ),
      ),
      ...odd.map((path) => `app://branch/${path}`),
    ]
    expect(corpus.length).toBeGreaterThan(300)
    for (const url of corpus) {
      const [status, body] = await get(url)
      expect([status, body], url).toEqual([404, ''])
    }
  })

  test('knows its own origin only', () => {
    for (const url of [
      'app://other/index.html',
      'app://branch.evil/index.html',
      'app://user@branch/index.html',
      'app://branch:1/index.html',
      'file:///etc/passwd',
      'http://branch/index.html',
      'branch/index.html',
      '',
    ]) {
      expect(assetSegments(url), url).toBeNull()
    }
  })
})

test('the policy allows nothing unsafe', () => {
  const directives = new Map(
    contentSecurityPolicy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values] as const
    }),
  )
  expect(directives.get('default-src')).toEqual(["'none'"])
  expect(directives.get('script-src')).toEqual(["'self'"])
  expect(directives.get('connect-src')).toEqual(["'none'"])
  expect(directives.get('require-trusted-types-for')).toEqual(["'script'"])
  expect(contentSecurityPolicy).not.toMatch(/unsafe-|\*|https?:/)
})
