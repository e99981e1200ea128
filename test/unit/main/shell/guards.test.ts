import { describe, expect, test } from 'vitest'
import { isAllowedExternal, isAppUrl } from '#main/shell/origin.ts'
import { isTrustedSender, type SenderEvent } from '#main/shell/sender.ts'

const foreign = [
  '',
  'about:blank',
  'about:srcdoc',
  'data:text/html,x',
  'blob:app://branch/1',
  'javascript:alert(1)',
  'file:///app/branch/index.html',
  'http://branch/index.html',
  'https://branch/index.html',
  'app://branch',
  'app://branch.example.com/index.html',
  'app://other/index.html',
  'app:///branch/index.html',
  'app:branch/index.html',
  'app://branch@example.com/',
  'app://branch:80/',
  'App://BRANCH/',
  'xapp://branch/index.html',
  ' app://branch/index.html',
  'devtools://devtools/bundled/inspector.html',
  'chrome-error://chromewebdata/',
]

describe('a sender', () => {
  const own = 'app://branch/index.html#/customers'
  const event = (frame: SenderEvent['senderFrame'], id = 1): SenderEvent => ({
    sender: { id },
    senderFrame: frame,
  })
  const isOwn = (id: number) => id === 1

  test('is trusted in the main frame of a window of ours that shows a page of ours', () => {
    expect(isTrustedSender(event({ url: own, parent: null }), isOwn)).toBe(true)
  })

  test('is refused when its frame is gone, inside a page, or in a window not ours', () => {
    expect(isTrustedSender(event(null), isOwn)).toBe(false)
    expect(isTrustedSender(event({ url: own, parent: {} }), isOwn)).toBe(false)
    expect(isTrustedSender(event({ url: own, parent: null }, 2), isOwn)).toBe(false)
  })

  test.each(foreign)('is refused at %s', (url) => {
    expect(isTrustedSender(event({ url, parent: null }), isOwn)).toBe(false)
    expect(isAppUrl(url)).toBe(false)
  })
})

describe('a web address', () => {
  const hosts = new Set(['help.bank.example'])

  test('leaves for the system’s browser over https to a listed host', () => {
    expect(isAllowedExternal('https://help.bank.example/guide?a=1#b', hosts)).toBe(true)
  })

  test('stays in all other spellings', () => {
    const variants = [
      'http://help.bank.example/',
      'https://help.bank.example:8443/',
      'https://user@help.bank.example/',
      'https://help.bank.example@evil.example/',
      'https://help.bank.example.evil.example/',
      'https://evil.example/help.bank.example',
      'https://evil.example#help.bank.example',
      'https://sub.help.bank.example/',
      'https://help.bank.example./',
      'https://һelp.bank.example/',
      'ftp://help.bank.example/',
      'ms-msdt:/id',
      'search-ms:query=x',
      'smb://help.bank.example/share',
      '\\\\help.bank.example\\share',
      ...foreign,
    ]
    const schemes = [
      'file',
      'tel',
      'mailto',
      'vbscript',
      'ms-officecmd',
      'steam',
      'zoommtg',
      'ldap',
    ]
    const corpus = [
      ...variants,
      ...schemes.flatMap((scheme) =>
        Array.from(
          { length: 36 },
          (_, at) => `${scheme}:${'/'.repeat(at % 4)}help.bank.example/${at}`,
        ),
      ),
    ]
    expect(corpus.length).toBeGreaterThan(300)
    for (const url of corpus) expect(isAllowedExternal(url, hosts), url).toBe(false)
  })

  test('is refused everywhere while no host is listed', () => {
    expect(isAllowedExternal('https://help.bank.example/')).toBe(false)
  })
})
